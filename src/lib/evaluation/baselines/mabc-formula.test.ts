import { describe, expect, it } from 'vitest';
import { mabcProbability } from './mabc-formula.ts';

describe('mabcProbability', () => {
	it.each([
		[200, 0.01, 0.5, 0],
		[300, 0.05, 0.8, 0],
		[600, 0, null, 0.8],
		[null, 0.1, null, 0.8],
		[null, null, 1, 0.25],
		[22_220, 1, null, 1],
	])('of %d ms, %d, %d is %d', (ms, errors, utilisation, expected) => {
		expect(mabcProbability(ms, errors, utilisation)).toBeCloseTo(expected);
	});
});
