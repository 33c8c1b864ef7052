import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	centreOf,
	centresOfRest,
	largestOf,
	medianOf,
	quantileOf,
	sumAt,
	valuesAt,
	weightedMean,
} from './statistics.ts';

describe('statistics', () => {
	it('leaves out what was not measured', () => {
		expect(valuesAt([1, null, 3], [0, 1, 2, 9])).toEqual([1, 3]);
		expect(sumAt([1, null, 3], [0, 1, 2])).toBe(4);
		expect(valuesAt(undefined, [0])).toEqual([]);
	});

	it('has no middle of nothing', () => {
		expect(medianOf([])).toBeNull();
		expect(centreOf([])).toBeNull();
		expect(quantileOf([], 0.5)).toBeNull();
		expect(largestOf([])).toBeNull();
		expect(weightedMean([1], [0], [0])).toBeNull();
	});

	it('is not moved by one wild window', () => {
		expect(centreOf([10, 11, 9, 10, 10_000])).toEqual({ median: 10, spread: 1.4826 });
	});

	it('leaves out any one number without sorting again, to the last bit', () => {
		const number = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.integer({ min: -3, max: 3 }));
		fc.assert(
			fc.property(fc.array(number, { maxLength: 12 }), (values) => {
				const centreOfRest = centresOfRest(values);
				expect(centreOfRest(null)).toEqual(centreOf(values));
				values.forEach((value, place) =>
					expect(centreOfRest(value)).toEqual(centreOf(values.filter((_, other) => other !== place))),
				);
			}),
		);
	});

	it('interpolates quantiles as numpy does', () => {
		expect(quantileOf([1, 2, 3, 4], 0.25)).toBe(1.75);
		expect(quantileOf([4, 1, 3, 2], 0.5)).toBe(2.5);
	});

	it('weighs by calls', () => {
		expect(weightedMean([10, 20], [1, 3], [0, 1])).toEqual({ mean: 17.5, weight: 4 });
	});
});
