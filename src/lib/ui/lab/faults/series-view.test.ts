import { expect, it } from 'vitest';
import { changeOfSeries, stretchesOf, unitOfSeries } from './series-view.ts';

const PHASE = ['baseline', 'baseline', 'baseline', 'pre', 'incident', 'incident'] as const;

it('compares the medians before and after the onset, and leaves the window between out', () => {
	expect(changeOfSeries([1, 3, 2, 99, 10, 20], PHASE)).toEqual({ before: 2, after: 15 });
	expect(changeOfSeries([null, null, null, 5, null, null], PHASE)).toEqual({ before: null, after: null });
});

it('joins neighbouring windows of one phase', () => {
	expect(stretchesOf(PHASE)).toEqual([
		{ phase: 'baseline', from: 0, to: 2 },
		{ phase: 'pre', from: 3, to: 3 },
		{ phase: 'incident', from: 4, to: 5 },
	]);
	expect(stretchesOf([])).toEqual([]);
});

it('counts logged lines', () => {
	expect(['error_lines', 'calls', 'cpu_pct', 'inbound_gap_p50'].map(unitOfSeries)).toEqual([
		'count',
		'count',
		'percent',
		'ms',
	]);
});
