import { describe, expect, it } from 'vitest';
import type { Score } from './attribution.ts';
import { rank } from './posterior.ts';

function scores(entries: Record<string, number>): ReadonlyMap<string, Score> {
	return new Map(
		Object.entries(entries).map(([name, score]) => [name, { local: score, score, explainedBy: null }]),
	);
}

const none = () => [];

describe('rank', () => {
	it('orders by score, ties by name, and leaves room for what nobody measures', () => {
		const ranked = rank(scores({ b: 1, a: 1, c: 2 }), none);
		expect(ranked.map((entry) => entry.candidate)).toEqual(['c', 'a', 'b']);
		const total = ranked.reduce((sum, entry) => sum + entry.posterior, 0);
		expect(total).toBeLessThan(1);
		expect(total).toBeGreaterThan(0.99);
	});

	it('is unsure when little speaks for anybody', () => {
		expect(rank(scores({ a: 0.05, b: 0 }), none)[0]?.posterior).toBeLessThan(0.4);
		expect(rank(scores({ a: 0, b: 0 }), none)[0]?.posterior).toBe(0);
	});

	it('shares a suspect’s probability with its unmeasured callees', () => {
		const ranked = rank(scores({ a: 2, x: 0 }), (name) => (name === 'a' ? ['x'] : []));
		expect(ranked.map((entry) => [entry.candidate, Math.round(100 * entry.posterior)])).toEqual([
			['a', 85],
			['x', 15],
		]);
	});
});
