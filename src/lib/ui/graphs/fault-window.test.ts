import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultWindow } from '../../telemetry/alert-setup.ts';
import { EDGES, moveEdge, placeOf } from './fault-window.ts';

const WINDOW: FaultWindow = { baseline: [2, 4], incident: [6, 8] };

describe('moveEdge', () => {
	it('moves one edge and leaves the others', () => {
		expect(moveEdge(WINDOW, 'onset', 5, 10)).toEqual({ baseline: [2, 4], incident: [5, 8] });
		expect(moveEdge(WINDOW, 'baselineFrom', 0, 10)).toEqual({ baseline: [0, 4], incident: [6, 8] });
	});

	it('pushes the edges in its way', () => {
		expect(moveEdge(WINDOW, 'onset', 3, 10)).toEqual({ baseline: [2, 2], incident: [3, 8] });
		expect(moveEdge(WINDOW, 'baselineTo', 9, 10)).toEqual({ baseline: [2, 8], incident: [9, 9] });
		expect(moveEdge(WINDOW, 'end', 1, 10)).toEqual({ baseline: [0, 0], incident: [1, 1] });
	});

	it('always leaves both ranges a window, in order and inside', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 30 }),
				fc.array(fc.tuple(fc.constantFrom(...EDGES), fc.integer({ min: -5, max: 40 })), { maxLength: 8 }),
				(count, moves) => {
					const start: FaultWindow = { baseline: [0, 0], incident: [1, count - 1] };
					const { baseline, incident } = moves.reduce(
						(window, [edge, to]) => moveEdge(window, edge, to, count),
						start,
					);
					expect(baseline[0]).toBeGreaterThanOrEqual(0);
					expect(baseline[1]).toBeGreaterThanOrEqual(baseline[0]);
					expect(incident[0]).toBeGreaterThan(baseline[1]);
					expect(incident[1]).toBeGreaterThanOrEqual(incident[0]);
					expect(incident[1]).toBeLessThan(count);
				},
			),
		);
	});

	it('puts the edge where it was asked for, where that is possible', () => {
		fc.assert(
			fc.property(fc.constantFrom(...EDGES), fc.integer({ min: 1, max: 8 }), (edge, to) => {
				expect(placeOf(moveEdge(WINDOW, edge, to, 10), edge)).toBe(to);
			}),
		);
	});
});
