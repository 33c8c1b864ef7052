import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, hashJson } from '../crypto/hash.ts';
import { merkleRoot } from '../crypto/merkle.ts';
import { encodeHex } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { EVIDENCE, ROWS } from '../contracts/testing/case.ts';
import { buildEvidence, factOf, parseEvidence, type EvidenceFault } from './row-list.ts';
import { jsonOfRow, type EvidenceRow } from './row.ts';

const ALL = Object.values(ROWS) as readonly EvidenceRow[];
const STORED = EVIDENCE.rows.map(jsonOfRow);
const fault = (value: unknown): string => {
	const parsed = parseEvidence(value as JsonValue);
	return parsed.ok ? 'evidence' : `${parsed.error.code} ${parsed.error.index}`;
};

describe('a list of rows', () => {
	it('commits to the same root, size and hash in whatever order it was gathered', () => {
		fc.assert(
			fc.property(fc.shuffledSubarray([...ALL], { minLength: ALL.length }), (rows) => {
				const { root, size, hash } = unwrap(buildEvidence(rows));
				expect([root, size, hash]).toEqual([EVIDENCE.root, EVIDENCE.size, EVIDENCE.hash]);
			}),
			{ numRuns: 20 },
		);
	});

	it('is an RFC 6962 tree of its rows’ canonical bytes, kept under the hash of all', () => {
		const leaves = STORED.map(canonicalBytes);
		expect(leaves).toEqual([...leaves].sort((a, b) => Buffer.compare(a, b)));
		expect(EVIDENCE.root).toBe(encodeHex(merkleRoot(leaves)));
		expect(EVIDENCE.hash).toBe(hashJson('evidence', STORED));
		expect(unwrap(parseEvidence(STORED)).root).toBe(EVIDENCE.root);
	});

	it('of no rows has the root of nothing', () => {
		expect(unwrap(buildEvidence([]))).toMatchObject({ size: 0, root: encodeHex(merkleRoot([])) });
	});
});

describe('what is no list of rows', () => {
	const wide = (node: string): EvidenceRow => ({
		kind: 'log',
		node,
		minute: ROWS.log.minute,
		level: 'x'.repeat(128),
		count: 1,
		sample: 'y'.repeat(512),
	});
	/** A row whose canonical form has so many bytes. */
	const rowOf = (bytes: number) => {
		const empty = canonicalBytes(jsonOfRow(wide(''))).length;
		return wide('n'.repeat(bytes - empty));
	};

	it.each<[EvidenceFault['code'], string, unknown]>([
		['not-a-list', 'not-a-list 0', { rows: [] }],
		['not-a-list', 'not-a-list 0', null],
		['bad-row', 'bad-row 1', [STORED[0], { ...STORED[1], kind: 'rumour' }]],
		['bad-row', 'bad-row 0', [{ ...jsonOfRow(ROWS.errors), note: 'more' }]],
		['bad-row', 'bad-row 0', [{ ...jsonOfRow(ROWS.errors), value: '40' }]],
		['bad-row', 'bad-row 0', [{ ...jsonOfRow(ROWS.errors), minute: '2026-01-05T14:00:00Z' }]],
		['not-ascending', 'not-ascending 1', [STORED[1], STORED[0]]],
		['not-ascending', 'not-ascending 1', [STORED[0], STORED[0]]],
		['row-too-long', 'row-too-long 0', [jsonOfRow(rowOf(1025))]],
	])('is refused as %s: %s', (_, expected, value) => {
		expect(fault(value)).toBe(expected);
	});

	it('takes rows of 1,024 bytes', () => {
		expect(fault([jsonOfRow(rowOf(1024))])).toBe('evidence');
	});

	it('never has two rows that differ only in their numbers', () => {
		const twice: readonly [EvidenceRow, EvidenceRow][] = [
			[ROWS.errors, { ...ROWS.errors, value: 41, unit: 'count' }],
			[ROWS.calls, { ...ROWS.calls, calls: null }],
			[ROWS.usual, { ...ROWS.usual, median: 2, samples: 3 }],
			[ROWS.log, { ...ROWS.log, count: 13, sample: 'text' }],
		];
		for (const pair of twice) {
			const built = buildEvidence(pair);
			expect(built.ok ? 'evidence' : built.error.code).toBe('same-fact-twice');
			expect(factOf(pair[0])).toBe(factOf(pair[1]));
		}
		expect(new Set(ALL.map(factOf)).size).toBe(ALL.length);
	});
});
