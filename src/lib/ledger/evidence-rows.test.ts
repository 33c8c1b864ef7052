import { beforeAll, describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import type { Ledger } from './format.ts';
import { createLedger, rememberSignatures, sampleIncident } from './testing/small-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';

const checkSignatures = rememberSignatures();
let ledger: Ledger;
let hash: Hash;
let rows: readonly JsonObject[];

beforeAll(async () => {
	ledger = await createLedger({ incident: sampleIncident() });
	const found = Object.entries(ledger.evidence).find(([, value]) => Array.isArray(value));
	[hash, rows] = found as unknown as [Hash, readonly JsonObject[]];
}, 60_000);

const verifyWith = (list: JsonValue) =>
	verifyLedger({ ...ledger, evidence: { ...ledger.evidence, [hash]: list } }, { checkSignatures });

/** The rows that the accepted claims of the ledger cite, as canonical text. */
function citedRows(): ReadonlySet<string> {
	const text = encodeCanonicalJson(ledger.blocks as unknown as JsonValue);
	return new Set(rows.map(encodeCanonicalJson).filter((row) => text.includes(row)));
}

describe('the rows of a ledger', () => {
	it('are named one by one where they were cited, else by the narrowest range around them', async () => {
		const cited = citedRows();
		expect(cited.size).toBeGreaterThan(8);
		for (const [index, row] of rows.entries()) {
			const tampered = rows.map((one) => (one === row ? { ...row, node: `${String(row['node'])}x` } : one));
			const { first, answers } = await verifyWith(tampered);
			expect([answers.unchanged, first?.evidence, first?.block]).toEqual(['no', hash, null]);
			const [, low, high] = /^rows\/(\d+)(?:-(\d+))?$/.exec(first?.field ?? '') ?? [];
			expect(Number(low)).toBeLessThanOrEqual(index);
			expect(Number(high ?? low)).toBeGreaterThanOrEqual(index);
			expect(first?.row).toBe(Number(low));
			if (!cited.has(encodeCanonicalJson(row))) continue;
			expect(first).toMatchObject({ field: `rows/${index}`, expected: row, actual: tampered[index] });
		}
	}, 30_000);

	it('are told to be missing, not broken, where only their hash is left', async () => {
		const report = await verifyWith(null);
		expect([report.ok, report.missingEvidence, report.answers.unchanged]).toEqual([true, 1, 'cannot-tell']);
	});

	it('are named by their hash where they are no list any more', async () => {
		const { first } = await verifyWith({ rows: 'gone' });
		expect(first).toMatchObject({ evidence: hash, field: 'hash', expected: hash });
	});
});
