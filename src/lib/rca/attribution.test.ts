import { describe, expect, it } from 'vitest';
import { attribute, GROUP_WEIGHTS } from './attribution.ts';
import type { EvidenceCode, Finding } from './finding.ts';
import type { Scene } from './scene.ts';

function finding(candidate: string, code: EvidenceCode, strength: number, hard = false): Finding {
	return {
		candidate,
		code,
		strength,
		hard,
		faultType: 'unknown',
		subject: '',
		observed: 0,
		expected: 0,
		claims: [],
	};
}

function scene(edges: readonly [string, string][]): Scene {
	const callees = new Map<string, Set<string>>();
	for (const [caller, callee] of edges) callees.set(caller, (callees.get(caller) ?? new Set()).add(callee));
	return { level: 'service', candidates: [...new Set(edges.flat())], callees } as unknown as Scene;
}

describe('attribute', () => {
	const chain = scene([
		['door', 'cart'],
		['cart', 'stock'],
	]);

	it('explains a caller’s errors by what it calls, also two calls down', () => {
		const scores = attribute(chain, [
			finding('door', 'errors-logged', 1),
			finding('stock', 'errors-logged', 1),
		]);
		expect(scores.get('stock')?.score).toBeGreaterThan(2 * (scores.get('door')?.score ?? 9));
		expect(scores.get('door')?.explainedBy).toBe('stock');
	});

	it('never explains away a starved resource', () => {
		const scores = attribute(chain, [
			finding('door', 'cpu-high', 1, true),
			finding('stock', 'errors-logged', 1),
		]);
		expect(scores.get('door')?.score).toBe(GROUP_WEIGHTS.resources);
	});

	it('adds witnesses of one thing like independent chances, never beyond the group’s weight', () => {
		const twice = attribute(chain, [
			finding('stock', 'errors-logged', 0.8),
			finding('stock', 'errors-returned', 0.8),
		]);
		expect(twice.get('stock')?.local).toBeLessThan(GROUP_WEIGHTS.errors);
		expect(twice.get('stock')?.local).toBeGreaterThan(0.8 * GROUP_WEIGHTS.errors);
	});

	it('ends on cycles', () => {
		const cycle = scene([
			['a', 'b'],
			['b', 'a'],
		]);
		const scores = attribute(cycle, [finding('a', 'errors-logged', 1), finding('b', 'errors-logged', 0.2)]);
		expect(scores.get('a')?.score).toBeGreaterThan(scores.get('b')?.score ?? 9);
	});
});
