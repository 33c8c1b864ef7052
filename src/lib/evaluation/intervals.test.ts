import { describe, expect, it } from 'vitest';
import { highConfidence, reliabilityTable } from './calibration.ts';
import { mcnemarTest, wilsonInterval } from './intervals.ts';
import { parseLabelFile } from './labels.ts';

describe('wilsonInterval', () => {
	it('agrees with the textbook', () => {
		const { low, high } = wilsonInterval(8, 10);
		expect(low).toBeCloseTo(0.4902, 3);
		expect(high).toBeCloseTo(0.9433, 3);
		expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
		expect(wilsonInterval(10, 10).high).toBeCloseTo(1, 12);
	});
});

describe('mcnemarTest', () => {
	it('is exact and two-sided', () => {
		const first = [1, 1, 1, 1, 1, 0];
		const second = [0, 0, 0, 0, 0, 0];
		expect(mcnemarTest(first, second)).toEqual({ onlyFirst: 5, onlySecond: 0, p: 2 / 32 });
		expect(mcnemarTest(first, first).p).toBe(1);
	});

	/** Sums of binomial coefficients as whole numbers of any size, divided once at the end. */
	it.each([
		[10, 2, 0.109375],
		[1074, 500, 0.025867102755710535],
		[1100, 500, 0.0028195449914364275],
		[1200, 100, 1.6267567006299407e-213],
		[2000, 950, 0.026824146240280695],
		[5000, 2400, 0.004883649737517518],
		[10_000, 4500, 1.5510640568246042e-23],
		[20_000, 9000, 1.9540827705828963e-45],
		[20_000, 10_000, 1],
	])('of %i discordant pairs, %i of them one way, is p = %f', (pairs, fewer, p) => {
		const first = Array.from({ length: pairs }, (_, i) => (i < fewer ? 1 : 0));
		const second = first.map((hit) => 1 - hit);
		const tested = mcnemarTest(first, second);
		expect(tested).toMatchObject({ onlyFirst: fewer, onlySecond: pairs - fewer });
		expect(Math.abs(tested.p / p - 1)).toBeLessThan(1e-11);
		expect(mcnemarTest(second, first).p).toBe(tested.p);
	});

	it('is 0 only where no number is small enough', () => {
		const agree = (pairs: number) => mcnemarTest(Array(pairs).fill(1), Array(pairs).fill(0)).p;
		expect(agree(1075)).toBe(2 ** -1074);
		expect(agree(1077)).toBe(0);
		expect(mcnemarTest([], []).p).toBe(1);
	});

	it('does not call a tie of two a hit', () => {
		expect(mcnemarTest([1], [0.5])).toMatchObject({ onlyFirst: 1 });
	});
});

describe('reliabilityTable', () => {
	it('keeps every row and counts the borders once', () => {
		const outcomes = [
			{ confidence: 80, right: true },
			{ confidence: 79, right: false },
			{ confidence: 100, right: false },
		];
		expect(reliabilityTable(outcomes).map((row) => row.verdicts)).toEqual([0, 0, 0, 1, 2]);
		expect(highConfidence(outcomes)).toMatchObject({ verdicts: 2, right: 1, of: 3 });
	});
});

describe('parseLabelFile', () => {
	it('reads root cause, fault type, further right answers and path', () => {
		const file = parseLabelFile({
			one: { root_cause: 'a', also_right: ['b'], path: ['x', 'a'] },
			two: { root_cause: 'c', fault_type: 'cpu' },
		});
		expect(file.ok && [...file.value.labels.values()]).toEqual([
			{ rootCause: 'a', faultType: 'unknown', alsoRight: ['b'], path: ['x', 'a'] },
			{ rootCause: 'c', faultType: 'cpu', alsoRight: [], path: null },
		]);
	});

	it('tells incidents without a fault and those with false log lines from the others', () => {
		const file = parseLabelFile({
			broken: { root_cause: 'a' },
			quiet: { root_cause: null },
			lied: { root_cause: 'a', original: 'broken', accused: 'b' },
		});
		expect(file.ok && file.value).toMatchObject({ faultFree: new Set(['quiet']) });
		expect(file.ok && [...file.value.labels.keys()]).toEqual(['broken']);
		expect(file.ok && [...file.value.falseLogs]).toEqual([['lied', { original: 'broken', accused: 'b' }]]);
	});

	it.each([[null], [[]], [{ one: 1 }], [{ one: {} }], [{ one: { root_cause: '' } }]])(
		'refuses %j',
		(value) => {
			expect(parseLabelFile(value)).toMatchObject({ ok: false, error: { code: 'bad-label' } });
		},
	);
});
