import { describe, expect, it } from 'vitest';
import { WarningList } from '../import-failure.ts';
import type { Span } from './span.ts';
import { MOST_OPEN_SPANS, SpanTally } from './span-tally.ts';
import { buildTrace, MOST_DEPTH } from './trace-tree.ts';

const START = 1_700_000_000_000;

function spanOf(traceId: string, spanId: number, parentId: number | null): Span {
	return {
		traceId,
		spanId: String(spanId),
		parentId: parentId === null ? null : String(parentId),
		service: `service-${spanId % 3}`,
		operation: '/step',
		kind: 'unknown',
		startMs: START + spanId / 1000,
		durationMs: 100,
		failed: false,
	};
}

/** A trace in which each span calls the next one. */
function chainOf(length: number): Span[] {
	return Array.from({ length }, (_, index) => spanOf('t', index, index === 0 ? null : index - 1));
}

describe('the depth of a trace', () => {
	it.each([MOST_DEPTH - 1, MOST_DEPTH, MOST_DEPTH + 1])(
		'of %i calls below the root is kept up to the cap',
		(calls) => {
			const trace = buildTrace(chainOf(calls + 1));
			expect(trace.spans).toHaveLength(Math.min(calls, MOST_DEPTH) + 1);
			expect(trace.tooDeep).toBe(Math.max(0, calls - MOST_DEPTH));
		},
	);

	it('is cut in any order of the file, and the last span kept has no children to wait for', () => {
		const trace = buildTrace(chainOf(50_000).reverse());
		expect(trace.spans).toHaveLength(MOST_DEPTH + 1);
		expect(trace.tooDeep).toBe(50_000 - MOST_DEPTH - 1);
		const deepest = trace.spans.find(({ span }) => span.spanId === String(MOST_DEPTH))!;
		expect(deepest).toMatchObject({ children: [], ownMs: 100 });
	});

	it('cuts only what is deep: a wide trace stays whole', () => {
		const wide = [spanOf('t', 0, null), ...Array.from({ length: 500 }, (_, i) => spanOf('t', i + 1, 0))];
		expect(buildTrace(wide)).toMatchObject({ tooDeep: 0, spans: { length: 501 } });
	});
});

describe('spans of open traces', () => {
	it('are never more than the cap: the traces begun first are counted and forgotten', () => {
		const tally = new SpanTally(new WarningList());
		for (let i = 0; i < MOST_OPEN_SPANS; i++) tally.add(spanOf(`trace-${i}`, 0, null));
		expect(tally.spans).toBe(0);
		tally.add(spanOf('one more', 0, null));
		expect(tally.spans).toBe(MOST_OPEN_SPANS / 2 + 1);
		expect(tally.added).toBe(MOST_OPEN_SPANS + 1);
		tally.finish();
		expect(tally).toMatchObject({ spans: MOST_OPEN_SPANS + 1, traces: MOST_OPEN_SPANS + 1, orphans: 0 });
	});

	it('make a late span of a trace that was closed an orphan, not a loss', () => {
		const tally = new SpanTally(new WarningList());
		tally.add(spanOf('early', 0, null));
		for (let i = 0; i <= MOST_OPEN_SPANS; i++) tally.add(spanOf(`trace-${i}`, 0, null));
		tally.add(spanOf('early', 1, 0));
		tally.finish();
		expect(tally).toMatchObject({ spans: MOST_OPEN_SPANS + 3, orphans: 1 });
	});
});
