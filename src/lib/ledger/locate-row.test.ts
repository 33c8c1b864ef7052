import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../chain/block.ts';
import { buildEvidence, proveRow, type Evidence } from '../evidence/row-list.ts';
import { jsonOfRow, type EvidenceRow } from '../evidence/row.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { locateChangedRow } from './locate-row.ts';

function evidenceOf(size: number): Evidence {
	const rows = Array.from({ length: size }, (_, i): EvidenceRow => ({
		kind: 'metric',
		node: `node-${String(i).padStart(3, '0')}`,
		minute: '2023-10-15 14:00:00',
		metric: 'calls',
		value: i,
		unit: 'count',
	}));
	return unwrap(buildEvidence(rows));
}

/** A block whose one transaction cites these rows; nothing else of it is looked at. */
function citing(evidence: Evidence, indices: readonly number[], status = 'success'): Block {
	const claims = indices.map((index) => ({
		row: evidence.rows[index],
		index,
		proof: proveRow(evidence, index),
	}));
	const transactions = [{ data: { claims } as unknown as JsonObject }];
	return { transactions, receipts: [{ status }] } as unknown as Block;
}

function locate(evidence: Evidence, list: readonly JsonValue[], blocks: readonly Block[]) {
	return locateChangedRow(list, { root: evidence.root, size: evidence.size }, blocks);
}

const jsonOf = ({ rows }: Evidence) => rows.map(jsonOfRow);

/** Every range of the tree over `low` … `high`, by RFC 6962's split. */
function rangesOf(low: number, high: number): readonly (readonly [number, number])[] {
	if (high - low < 2) return [[low, high]];
	const middle = low + 2 ** Math.floor(Math.log2(high - low - 1));
	return [[low, high], ...rangesOf(low, middle), ...rangesOf(middle, high)];
}

/** The narrowest range around a row whose parent lies on the path to some cited row, or is the whole list. */
function narrowestKnown(size: number, cited: readonly number[], changed: number): readonly [number, number] {
	const ranges = rangesOf(0, size);
	const holds = ([low, high]: readonly [number, number], row: number) => low <= row && row < high;
	const parentOf = ([low, high]: readonly [number, number]) =>
		ranges
			.filter(([a, b]) => a <= low && high <= b && b - a > high - low)
			.sort((a, b) => a[1] - a[0] - (b[1] - b[0]))[0];
	const known = ranges.filter((range) => {
		const parent = parentOf(range);
		return holds(range, changed) && (!parent || cited.some((row) => holds(parent, row)));
	});
	return known.sort((a, b) => a[1] - a[0] - (b[1] - b[0]))[0]!;
}

describe('a row that changed', () => {
	it('is found as narrowly as the proofs on chain allow, and its committed form where it was cited', () => {
		const cases = fc.integer({ min: 1, max: 40 }).chain((size) =>
			fc.record({
				size: fc.constant(size),
				cited: fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 5 }),
				changed: fc.nat({ max: size - 1 }),
			}),
		);
		fc.assert(
			fc.property(cases, ({ size, cited, changed }) => {
				const evidence = evidenceOf(size);
				const list: JsonValue[] = jsonOf(evidence);
				const committed = list[changed] as JsonObject;
				list[changed] = { ...committed, value: 0.5 };
				const found = locate(evidence, list, [citing(evidence, cited)]);
				const [low, high] = narrowestKnown(size, cited, changed);
				expect([found?.first, found?.last]).toEqual([low, high - 1]);
				if (cited.includes(changed))
					expect([found?.expected, found?.actual]).toEqual([committed, list[changed]]);
			}),
			{ numRuns: 150 },
		);
	});

	it('is the first of two', () => {
		const evidence = evidenceOf(20);
		const list: JsonValue[] = jsonOf(evidence);
		list[3] = null;
		list[17] = 'anything';
		expect(locate(evidence, list, [citing(evidence, [3, 17])])).toMatchObject({ first: 3, actual: null });
	});

	it('is found where a row was added, or cut off at the end', () => {
		const evidence = evidenceOf(9);
		const list = jsonOf(evidence);
		const block = citing(evidence, [8]);
		expect(locate(evidence, [...list, 'more'], [block])).toMatchObject({ first: 9, last: 9, actual: 'more' });
		expect(locate(evidence, list.slice(0, 8), [block])).toMatchObject({
			first: 8,
			last: 8,
			expected: list[8],
			actual: null,
		});
	});

	it('is nowhere where the rows are the committed ones', () => {
		const evidence = evidenceOf(9);
		expect(locate(evidence, jsonOf(evidence), [citing(evidence, [1])])).toBeUndefined();
	});

	it('is looked for with accepted proofs alone', () => {
		const evidence = evidenceOf(9);
		const list: JsonValue[] = jsonOf(evidence);
		list[1] = null;
		expect(locate(evidence, list, [citing(evidence, [1], 'reverted')])).toMatchObject({ first: 0, last: 8 });
	});

	it('is not looked for with a proof of other evidence', () => {
		const [evidence, other] = [evidenceOf(9), evidenceOf(8)];
		const list: JsonValue[] = jsonOf(evidence);
		list[1] = null;
		expect(locate(evidence, list, [citing(other, [1])])).toMatchObject({ first: 0, last: 8 });
	});
});
