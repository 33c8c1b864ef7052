import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isHash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { encodeLedger } from './export-ledger.ts';
import { parseLedger } from './format.ts';
import { changeCharacter, leavesOf, withValue, type Path } from './testing/change-value.ts';
import { createLedger, rememberSignatures, sampleIncident } from './testing/small-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';

type Leaf = ReturnType<typeof leavesOf>[number];

const checkSignatures = rememberSignatures();
let document: Record<string, JsonValue>;
let leaves: readonly Leaf[];

beforeAll(async () => {
	const ledger = await createLedger({ incident: sampleIncident('few-nodes'), drill: true });
	document = JSON.parse(encodeLedger(ledger)) as Record<string, JsonValue>;
	leaves = leavesOf(document);
}, 60_000);

/** What a verifier says about a text: where a file stops being a ledger, or the first thing that does not fit. */
async function placeOf(text: string): Promise<string> {
	const parsed = parseLedger(text);
	if (!parsed.ok) return `unreadable ${parsed.error.code} ${parsed.error.where}`;
	const { ok, first } = await verifyLedger(parsed.value, { checkSignatures });
	if (ok || !first) return 'unnoticed';
	return `${first.evidence ? `evidence ${first.evidence}` : `block ${first.block}`} ${first.field}`;
}

/** How the place must begin where a value below `path` was changed, if the file is still a ledger. */
function expectedPlace([part, key]: Path): string {
	if (part === 'blocks') return `block ${key} `;
	if (part === 'evidence') return `evidence ${key} `;
	if (part === 'checkpoint')
		return `block ${(document['blocks'] as JsonValue[]).length - 1} checkpoint.${key}`;
	return part === 'genesis' ? 'block 0 genesis' : 'unreadable';
}

async function misplacedChanges(part: string): Promise<readonly string[]> {
	const wrong: string[] = [];
	for (const [number, { path, value }] of leaves.entries()) {
		if (path[0] !== part) continue;
		const place = await placeOf(withValue(document, path, changeCharacter(value, number * 7919)));
		if (!place.startsWith(expectedPlace(path)) && !place.startsWith('unreadable'))
			wrong.push(`/${path.join('/')}: ${place}`);
	}
	return wrong;
}

describe('changing one character of', () => {
	it('nothing leaves a ledger that holds, with refusals in it', async () => {
		const parsed = unwrap(parseLedger(JSON.stringify(document)));
		const report = await verifyLedger(parsed, { checkSignatures });
		expect(report.answers).toEqual({
			unchanged: 'yes',
			signed: 'yes',
			rules: 'yes',
			complete: 'cannot-tell',
			independent: 'cannot-tell',
		});
		expect([report.first, report.missingEvidence, report.refused]).toEqual([null, 0, 3]);
	});

	it('any value of the genesis is named at block 0', async () => {
		expect(await misplacedChanges('genesis')).toEqual([]);
	}, 60_000);

	it('any value of a block is named at that block', async () => {
		expect(await misplacedChanges('blocks')).toEqual([]);
	}, 60_000);

	it('any off-chain value is named with the hash it no longer has', async () => {
		expect(await misplacedChanges('evidence')).toEqual([]);
	}, 60_000);

	it('any value of the closing seal is named as the seal', async () => {
		expect(await misplacedChanges('checkpoint')).toEqual([]);
	});

	it('the format or its version leaves no ledger of ours', async () => {
		expect([...(await misplacedChanges('format')), ...(await misplacedChanges('version'))]).toEqual([]);
	});

	it('the time of the export alone is not noticed, because nothing signs it', async () => {
		const exempt = leaves.filter(({ path }) => path[0] === 'exportedAt');
		expect(exempt.map(({ path }) => path)).toEqual([['exportedAt']]);
		const text = withValue(document, ['exportedAt'], changeCharacter(exempt[0]!.value, 3));
		expect(await placeOf(text)).toBe('unnoticed');
		const parts = ['format', 'version', 'genesis', 'blocks', 'evidence', 'checkpoint', 'exportedAt'];
		expect(Object.keys(document).filter((key) => !parts.includes(key))).toEqual([]);
	});

	it('any hash that off-chain content is kept under is named', async () => {
		const evidence = document['evidence'] as Record<string, JsonValue>;
		for (const [number, hash] of Object.keys(evidence).entries()) {
			const renamed = String(changeCharacter(hash, number * 13));
			const entries = Object.entries(evidence).map(([key, value]) => [key === hash ? renamed : key, value]);
			const text = JSON.stringify({ ...document, evidence: Object.fromEntries(entries) as JsonValue });
			expect(isHash(renamed)).toBe(true);
			expect(await placeOf(text)).toBe(`evidence ${renamed} hash`);
		}
	});

	it('any value to any other character is never unnoticed', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), async (a, b, other) => {
				const { path, value } = leaves[a % leaves.length] as Leaf;
				if (path[0] === 'exportedAt' || value === null) return;
				const text = String(value);
				const at = b % Math.max(1, text.length);
				const changed = text.slice(0, at) + other + text.slice(at + 1);
				const kept = typeof value === 'string' ? changed : Number(changed);
				fc.pre(changed !== text && (typeof kept === 'string' || kept !== value));
				expect(await placeOf(withValue(document, path, kept))).not.toBe('unnoticed');
			}),
			{ numRuns: 60 },
		);
	}, 60_000);

	it('any value, of whatever kind, makes the verifier answer rather than throw', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.jsonValue({ maxDepth: 2 }), async (a, other) => {
				const { path, value } = leaves[a % leaves.length] as Leaf;
				if (path[0] === 'exportedAt' || JSON.stringify(value) === JSON.stringify(other)) return;
				expect(await placeOf(withValue(document, path, other as JsonValue))).not.toBe('unnoticed');
			}),
			{ numRuns: 100 },
		);
	}, 60_000);
});
