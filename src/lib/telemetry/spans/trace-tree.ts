import type { Span, SpanKind } from './span.ts';

/** A span in its place: its parent, its kind as told from the trace, its own time. */
export type PlacedSpan = {
	readonly span: Span;
	parent: PlacedSpan | null;
	children: readonly PlacedSpan[];
	kind: SpanKind;
	/** Calls below its root. */
	depth: number;
	/** Start on the clock of the root, where clocks differ. */
	startMs: number;
	/** Duration less the union of its children's. */
	ownMs: number;
};

/** One trace put together. */
export type Trace = {
	readonly spans: readonly PlacedSpan[];
	readonly roots: readonly PlacedSpan[];
	/** Spans whose parent is not in the file. */
	readonly orphans: number;
	/** Largest shift that brought a child of another service inside its parent, ms. */
	readonly skewMs: number;
	readonly skewed: number;
	/** Spans that were left out because they lie too deep. */
	readonly tooDeep: number;
};

/** Calls below a root beyond which spans are left out: no request is that deep, a broken or hostile file is. */
export const MOST_DEPTH = 64;
/** Differences of clocks under this are rounding. */
const LEAST_SKEW_MS = 1;
const NO_CHILDREN: readonly PlacedSpan[] = [];

/** Puts the spans of one trace together. Never fails: what does not fit becomes a root and is counted. */
export function buildTrace(spans: readonly Span[]): Trace {
	const given: PlacedSpan[] = spans.map((span) => ({
		span,
		parent: null,
		children: NO_CHILDREN,
		kind: span.kind,
		depth: 0,
		startMs: span.startMs,
		ownMs: span.durationMs,
	}));
	const byId = new Map<string, PlacedSpan>();
	for (const entry of given) if (!byId.has(entry.span.spanId)) byId.set(entry.span.spanId, entry);
	let orphans = 0;
	for (const entry of given) {
		const { parentId } = entry.span;
		if (parentId === null) continue;
		const parent = byId.get(parentId);
		if (!parent || parent === entry) orphans++;
		else {
			entry.parent = parent;
			if (parent.children.length === 0) parent.children = [entry];
			else (parent.children as PlacedSpan[]).push(entry);
		}
	}
	const order = topDown(given);
	const placed = withoutTooDeep(given, order);
	let [skewMs, skewed] = [0, 0];
	for (const entry of order) {
		const shift = alignClock(entry);
		if (shift > LEAST_SKEW_MS) skewed++;
		skewMs = Math.max(skewMs, shift);
	}
	for (const entry of placed) {
		if (entry.kind === 'unknown') entry.kind = kindOf(entry);
		if (entry.children.length > 0) entry.ownMs = entry.span.durationMs - coveredMs(entry);
	}
	return {
		spans: placed,
		roots: placed.filter((entry) => entry.span.parentId === null),
		orphans,
		skewMs,
		skewed,
		tooDeep: given.length - placed.length,
	};
}

/** Parents before children; spans on a cycle of parents are cut loose and come last. */
function topDown(placed: readonly PlacedSpan[]): readonly PlacedSpan[] {
	const order = placed.filter((entry) => entry.parent === null);
	for (let i = 0; i < order.length; i++)
		for (const child of (order[i] as PlacedSpan).children) order.push(child);
	if (order.length < placed.length) {
		const reached = new Set(order);
		for (const entry of placed)
			if (!reached.has(entry)) {
				entry.parent = null;
				entry.children = NO_CHILDREN;
			}
	}
	return order;
}

/** The spans at most {@link MOST_DEPTH} calls below their root; `order` has parents before children. */
function withoutTooDeep(placed: readonly PlacedSpan[], order: readonly PlacedSpan[]): readonly PlacedSpan[] {
	if (order.length <= MOST_DEPTH) return placed;
	let tooDeep = 0;
	for (const entry of order) {
		entry.depth = entry.parent ? entry.parent.depth + 1 : 0;
		if (entry.depth > MOST_DEPTH) tooDeep++;
	}
	if (tooDeep === 0) return placed;
	for (const entry of order) if (entry.depth === MOST_DEPTH) entry.children = NO_CHILDREN;
	return placed.filter((entry) => entry.depth <= MOST_DEPTH);
}

/**
 * Puts a span on its parent's clock, and one of another service that lies outside its parent into its middle (as Jaeger
 * does). Parents come first. Gives that shift, ms.
 */
function alignClock(entry: PlacedSpan): number {
	const { parent, span } = entry;
	if (!parent) return 0;
	entry.startMs = span.startMs + (parent.startMs - parent.span.startMs);
	const slack = parent.span.durationMs - span.durationMs;
	if (slack < 0 || parent.span.service === span.service) return 0;
	const early = parent.startMs - entry.startMs;
	const late = -early - slack;
	if (early <= LEAST_SKEW_MS && late <= LEAST_SKEW_MS) return 0;
	if (late > parent.span.durationMs) return 0; // began after its parent was done: work that nobody waited for
	const start = parent.startMs + slack / 2;
	const shift = Math.abs(start - entry.startMs);
	entry.startMs = start;
	return shift;
}

/** Without a kind: a span called from another service serves, one that only calls another service is a client. */
function kindOf(entry: PlacedSpan): SpanKind {
	if (!entry.parent || entry.parent.span.service !== entry.span.service) return 'server';
	const [only, second] = entry.children;
	return only && !second && only.span.service !== entry.span.service ? 'client' : 'internal';
}

/** The part of a span's duration during which at least one child ran, ms. */
function coveredMs(entry: PlacedSpan): number {
	const end = entry.startMs + entry.span.durationMs;
	const [only, second] = entry.children;
	if (only && !second) return overlap(only, entry.startMs, end);
	const sorted = [...entry.children].sort((a, b) => a.startMs - b.startMs);
	let covered = 0;
	let from = entry.startMs;
	for (const child of sorted) {
		covered += overlap(child, from, end);
		from = Math.max(from, child.startMs + child.span.durationMs);
	}
	return covered;
}

function overlap(child: PlacedSpan, from: number, to: number): number {
	return Math.max(0, Math.min(to, child.startMs + child.span.durationMs) - Math.max(from, child.startMs));
}
