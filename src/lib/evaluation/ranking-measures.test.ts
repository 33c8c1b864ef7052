import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedHit, expectedReciprocalRank, hitOf, meanHit } from './ranking-measures.ts';

const SCORES = new Map([
	['a', 3],
	['b', 2],
	['c', 2],
	['d', 0],
]);

describe('ranking measures', () => {
	it('counts ties in expectation', () => {
		expect(expectedHit(SCORES, 'a', 1)).toBe(1);
		expect(expectedHit(SCORES, 'b', 1)).toBe(0);
		expect(expectedHit(SCORES, 'b', 2)).toBe(0.5);
		expect(expectedHit(SCORES, 'b', 3)).toBe(1);
		expect(expectedReciprocalRank(SCORES, 'c')).toBeCloseTo((1 / 2 + 1 / 3) / 2);
	});

	it('gives nothing for a name that was not ranked', () => {
		expect(hitOf(SCORES, ['x'])).toEqual({ ac1: 0, ac3: 0, ac5: 0, mrr: 0 });
	});

	it('takes the best of several right answers', () => {
		expect(hitOf(SCORES, ['d', 'a']).ac1).toBe(1);
	});

	it('is a guess when all are equal', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 50 }), (n) => {
				const equal = new Map(Array.from({ length: n }, (_, i) => [String(i), 0]));
				expect(expectedHit(equal, '0', 1)).toBeCloseTo(1 / n);
			}),
		);
	});

	it('has a mean of nothing', () => {
		expect(meanHit([])).toEqual({ ac1: 0, ac3: 0, ac5: 0, mrr: 0 });
	});
});
