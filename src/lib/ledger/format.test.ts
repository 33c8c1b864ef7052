import { beforeAll, describe, expect, it } from 'vitest';
import { formatCheckpoint, checkpointOrigin } from '../crypto/checkpoint.ts';
import type { JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { encodeLedger } from './export-ledger.ts';
import { parseLedger, type Ledger, type LedgerFault } from './format.ts';
import { parseExpectation } from './parse-expectation.ts';
import { createLedger, sampleIncident } from './testing/small-ledger.ts';
import { VerificationCancelled, verifyLedger } from './verify-ledger.ts';

let ledger: Ledger;
let text: string;
beforeAll(async () => {
	ledger = await createLedger({ incident: sampleIncident('few-nodes') });
	text = encodeLedger(ledger);
}, 60_000);

describe('a ledger file', () => {
	it('is read back as it was written, from text or bytes', () => {
		expect(unwrap(parseLedger(text))).toEqual(JSON.parse(text));
		expect(unwrap(parseLedger(new TextEncoder().encode(text)))).toEqual(JSON.parse(text));
		expect(encodeLedger(unwrap(parseLedger(text)))).toBe(text);
	});

	const with_ = (change: object): string => JSON.stringify({ ...(JSON.parse(text) as object), ...change });
	const cases: [LedgerFault['code'], string, () => string][] = [
		['broken-json', '1:1', () => ''],
		['broken-json', '1:2', () => '{]'],
		['broken-json', '1:8', () => '{"a":1,"a":2}'],
		['not-a-ledger', '/format', () => '{}'],
		['not-a-ledger', '/format', () => 'null'],
		['not-a-ledger', '/format', () => with_({ format: 'other' })],
		['newer-version', '/version', () => with_({ version: 2 })],
		['newer-version', '/version', () => with_({ version: '1' })],
		['bad-shape', '/blocks', () => with_({ blocks: [] })],
		['bad-shape', '/note', () => with_({ note: 1 })],
		['bad-shape', '/exportedAt', () => with_({ exportedAt: -1 })],
		['bad-shape', '/evidence/x', () => with_({ evidence: { x: 1 } })],
		['bad-shape', '/checkpoint/root', () => with_({ checkpoint: { ...ledger.checkpoint, root: '0x' } })],
		[
			'bad-shape',
			'/genesis/protocolVersion',
			() => with_({ genesis: { ...ledger.genesis, protocolVersion: 9 } }),
		],
		[
			'bad-shape',
			'/blocks/0/header/height',
			() =>
				with_({ blocks: [{ ...ledger.blocks[0], header: { ...ledger.blocks[0]!.header, height: 0.5 } }] }),
		],
	];

	it.each(cases)('that is none is told to be %s at %s', (code, where, make) => {
		const parsed = parseLedger(make());
		expect(parsed.ok ? 'a ledger' : [parsed.error.code, parsed.error.where]).toEqual([code, where]);
	});
});

describe('an expectation', () => {
	const read = (given: string) => {
		const parsed = parseExpectation(given, ledger.genesis.chainId);
		return parsed.ok ? parsed.value : parsed.error.code;
	};

	it('is a head, a checkpoint text, or JSON with one', () => {
		const { size, root, headHash } = ledger.checkpoint;
		const origin = checkpointOrigin(ledger.genesis.chainId);
		const note = formatCheckpoint({ origin, size, root });
		expect(read(headHash)).toEqual({ kind: 'head', head: headHash });
		expect(read(` ${headHash}\n`)).toEqual({ kind: 'head', head: headHash });
		expect(read(note)).toEqual({ kind: 'checkpoint', size, root });
		expect(read(note.trimEnd())).toEqual({ kind: 'checkpoint', size, root });
		expect(read(JSON.stringify(ledger.checkpoint))).toEqual({
			kind: 'checkpoint',
			size,
			root,
			head: headHash,
		});
		expect(read(text)).toEqual({ kind: 'checkpoint', size, root, head: headHash });
		expect(read(JSON.stringify({ size, root }))).toEqual({ kind: 'checkpoint', size, root });
	});

	it('about another chain, or about nothing, is told to be that', () => {
		const { size, root } = ledger.checkpoint;
		const other = formatCheckpoint({ origin: checkpointOrigin(`0x${'0'.repeat(64)}`), size, root });
		expect(read(other)).toBe('other-chain');
		for (const given of [
			'',
			'abc',
			'{}',
			'{"size":-1}',
			'0x12',
			JSON.stringify({ size, root, headHash: 'x' }),
		])
			expect(read(given)).toBe('bad-expectation');
	});
});

describe('a verification', () => {
	it('tells how far it is, and can be cancelled at any time', async () => {
		const checkSignatures = async () => [];
		const steps: string[] = [];
		await verifyLedger(ledger, { checkSignatures, onProgress: ({ step }) => void steps.push(step) });
		expect(new Set(steps)).toEqual(
			new Set(['hashes', 'evidence', 'signatures', 'execution', 'completeness']),
		);
		for (let after = 0; after < steps.length; after++) {
			let ticks = 0;
			const isCancelled = () => ticks++ === after;
			await expect(verifyLedger(ledger, { checkSignatures, isCancelled })).rejects.toThrow(
				VerificationCancelled,
			);
		}
	});

	it('of evidence that is only a hash is amber, never green', async () => {
		const hidden = Object.fromEntries(Object.keys(ledger.evidence).map((hash) => [hash, null]));
		for (const evidence of [hidden, {}] as Record<string, JsonValue>[]) {
			const report = await verifyLedger({ ...ledger, evidence }, { checkSignatures: async () => [] });
			expect([report.ok, report.answers.unchanged]).toEqual([true, 'cannot-tell']);
			expect(report.missingEvidence).toBe(Object.keys(hidden).length);
		}
	});
});
