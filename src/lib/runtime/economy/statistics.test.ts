import { describe, expect, it } from 'vitest';
import { createGenerator } from './generator.ts';
import { giniOf, groupedCorrelation, meanOf, pairedDifference, shareOf, type Point } from './statistics.ts';

const times = (count: number, value: boolean) => Array.from({ length: count }, () => value);

describe('shares and means', () => {
	it('have the Wilson and the normal interval', () => {
		expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, share: 0, low: 0, high: 1 });
		expect(shareOf(81, 263)).toMatchObject({ share: 81 / 263 });
		expect(shareOf(81, 263).low).toBeCloseTo(0.2553, 4);
		expect(shareOf(81, 263).high).toBeCloseTo(0.3662, 4);
		expect(meanOf([1, 2, 3]).mean).toBe(2);
		expect(meanOf([1, 2, 3]).high).toBeCloseTo(2 + 1.96 / Math.sqrt(3), 3);
		expect(meanOf([5])).toEqual({ mean: 5, low: 5, high: 5 });
	});
});

describe('pairedDifference', () => {
	it('says no difference where the sides balance, and where there are few', () => {
		const balanced = pairedDifference(
			[...times(10, true), ...times(10, false), ...times(80, true)],
			[...times(10, false), ...times(10, true), ...times(80, true)],
		);
		expect(balanced).toMatchObject({
			onlyFirst: 10,
			onlySecond: 10,
			difference: 0,
			p: 1,
			answer: 'no-difference',
		});
		expect(pairedDifference([true, false], [false, false]).answer).toBe('no-difference');
	});

	it('says which side is higher, with the interval of Bonett and Price', () => {
		const first = [...times(30, true), ...times(5, false), ...times(65, false)];
		const second = [...times(30, false), ...times(5, true), ...times(65, false)];
		const found = pairedDifference(first, second);
		expect(found.answer).toBe('first-higher');
		expect(found.difference).toBeCloseTo(0.25);
		const [a, b] = [31 / 102, 6 / 102];
		const half = 1.959964 * Math.sqrt((a + b - (a - b) ** 2) / 102);
		expect(found.low).toBeCloseTo(a - b - half, 5);
		expect(found.high).toBeCloseTo(a - b + half, 5);
		expect(pairedDifference(second, first).answer).toBe('second-higher');
	});
});

describe('groupedCorrelation', () => {
	const noise = createGenerator(1);
	const groups = (slope: number) =>
		Array.from({ length: 200 }, () =>
			Array.from({ length: 5 }, (): Point => {
				const x = noise.normal();
				return [x, slope * x + noise.normal()];
			}),
		);

	it('finds a relation, and none where there is none', () => {
		const related = groupedCorrelation(groups(1), createGenerator(2))!;
		expect(related.r).toBeCloseTo(Math.SQRT1_2, 1);
		expect(related.answer).toBe('positive');
		expect(groupedCorrelation(groups(-1), createGenerator(2))?.answer).toBe('negative');
		expect(groupedCorrelation(groups(0), createGenerator(2))?.answer).toBe('no-difference');
	});

	it('cannot tell where one side never varies', () => {
		expect(groupedCorrelation([[[1, 0]], [[1, 1]]], createGenerator(2))).toBeNull();
		expect(groupedCorrelation([], createGenerator(2))).toBeNull();
	});

	it('widens the interval where the points of a group repeat one another', () => {
		const single = groups(0.3).map((group) => group.slice(0, 1));
		const repeated = single.map((group) => Array.from({ length: 5 }, () => group[0]!));
		const [a, b] = [single, repeated].map((each) => groupedCorrelation(each, createGenerator(3))!);
		expect(b!.high - b!.low).toBeCloseTo(a!.high - a!.low, 5);
	});
});

describe('giniOf', () => {
	it('is 0 where all have the same and near 1 where one has everything', () => {
		expect(giniOf([5, 5, 5])).toBe(0);
		expect(giniOf([0, 0, 0, 8])).toBeCloseTo(0.75);
		expect(giniOf([])).toBe(0);
	});
});
