import { describe, expect, it } from 'vitest';
import { delayMagnitude, endpointScores, type EdgeShift } from './common-endpoint.ts';

function shift(caller: string, callee: string, slow: number, excessMs = 200, calls = 50): EdgeShift {
	return {
		caller,
		callee,
		calls,
		before: 2,
		after: 2 + excessMs,
		excessMs: slow > 0 ? excessMs : 0,
		floorMs: 3,
		slow,
	};
}

describe('endpointScores', () => {
	it('blames the callee whose inbound edges all slowed, not the callers with healthy other edges', () => {
		const scores = endpointScores([
			shift('a', 'x', 1),
			shift('b', 'x', 1),
			shift('a', 'y', 0),
			shift('b', 'y', 0),
			shift('x', 'y', 0),
		]);
		expect(scores.get('x')?.score).toBeGreaterThan(0.85);
		expect(scores.get('a')?.score ?? 0).toBeLessThan(0.3);
		expect(scores.has('y')).toBe(false);
	});

	it('blames the caller when every edge it has slowed, in and out', () => {
		const scores = endpointScores([
			shift('door', 'x', 1),
			shift('x', 'a', 1),
			shift('x', 'b', 1),
			shift('x', 'c', 1),
		]);
		const best = [...scores].sort((p, q) => q[1].score - p[1].score)[0];
		expect(best?.[0]).toBe('x');
	});

	it('shares the blame by what of the total delay touches an endpoint', () => {
		const scores = endpointScores([shift('a', 'x', 1, 2000), shift('c', 'y', 1, 20)]);
		expect(scores.get('x')?.score).toBeGreaterThan(50 * (scores.get('y')?.score ?? 1));
	});

	it('trusts one call that is a hundred times too late more than one that is a little late', () => {
		const late = endpointScores([shift('a', 'x', 1, 2000, 1)]).get('x')?.score ?? 0;
		const little = endpointScores([shift('a', 'x', 1, 4, 1)]).get('x')?.score ?? 0;
		expect(late).toBeGreaterThan(0.5);
		expect(little).toBeLessThan(0.25);
	});

	it('finds nothing where nothing slowed', () => {
		expect(endpointScores([shift('a', 'x', 0)]).size).toBe(0);
	});
});

describe('delayMagnitude', () => {
	it('grows with the delay and is full at 400 ms', () => {
		expect(delayMagnitude(0)).toBe(0);
		expect(delayMagnitude(10)).toBeLessThan(delayMagnitude(100));
		expect(delayMagnitude(400)).toBe(1);
		expect(delayMagnitude(-5)).toBe(0);
	});
});
