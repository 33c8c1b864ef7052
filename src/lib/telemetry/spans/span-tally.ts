import { ImportHalt, type WarningList } from '../import-failure.ts';
import type { Span, SpanSide } from './span.ts';
import { cellAt, countCell, edgeCellAt, mergeCell, mergeEdgeCell, rejoin } from './tally-cells.ts';
import type { Cell, Cells, EdgeCell } from './tally-cells.ts';
import { buildTrace, type PlacedSpan, type Trace } from './trace-tree.ts';

/** The counts of one operation and of the calls it makes. */
export type OperationTally = {
	readonly service: string;
	readonly operation: string;
	readonly kinds: { server: number; client: number; internal: number; unknown: number };
	readonly cells: Cells<Cell>;
	readonly calls: Map<OperationTally, Cells<EdgeCell>>;
};
/** The counts of one service over its server spans, its operations and its routes at the front door. */
export type ServiceTally = {
	readonly name: string;
	readonly cells: Cells<Cell>;
	readonly operations: Map<string, OperationTally>;
	readonly routes: Map<string, OperationTally>;
};

/** Narrowest windows; they are joined while counting so that there are never too many. */
const LEAST_WIDTH_SECONDS = 5;
const MOST_WINDOWS = 240;
/** Spans of traces not yet put together; beyond it the traces begun first are closed. */
export const MOST_OPEN_SPANS = 200_000;
const MOST_OPERATIONS = 10_000;
const GENERIC_ROUTE = /\*|^(?:HTTP )?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i;

/**
 * Counts spans by operation, call and window while they stream in: traces are put together, counted and forgotten, so
 * that memory is bounded by the counts. A window's key is twice its number (seconds / width) plus 1 for the incident side.
 */
export class SpanTally {
	readonly services = new Map<string, ServiceTally>();
	readonly #open = new Map<string, { readonly side: SpanSide; readonly spans: Span[] }>();
	readonly #reach = [new Reach(), new Reach()] as const;
	readonly #windows = new Set<number>();
	#openSpans = 0;
	#operations = 0;
	width = LEAST_WIDTH_SECONDS;
	spans = 0;
	traces = 0;
	orphans = 0;
	skewed = 0;
	skewMs = 0;
	tooDeep = 0;

	constructor(readonly warnings: WarningList) {}

	/** Adds one span of a file of that side; its trace is counted when it is closed. */
	add(span: Span, side: SpanSide = 0): void {
		const trace = this.#open.get(span.traceId);
		if (trace) trace.spans.push(span);
		else this.#open.set(span.traceId, { side, spans: [span] });
		this.#reach[side].add(span.startMs);
		if (++this.#openSpans > MOST_OPEN_SPANS) this.#close(MOST_OPEN_SPANS / 2);
	}

	/** Spans added so far, those of open traces included. */
	get added(): number {
		return this.spans + this.#openSpans;
	}

	/** Closes every open trace. */
	finish(): void {
		this.#close(0);
	}

	/** Window keys seen. */
	get windows(): readonly number[] {
		return [...this.#windows];
	}

	/**
	 * Settles which side is the incident when two files may be one each: the later one, and neither where their times
	 * overlap. True when there are two sides then.
	 */
	settleSidesByTime(): boolean {
		const [first, second] = this.#reach;
		if (first.isEmpty || second.isEmpty) return false;
		if (first.end < second.start) return true;
		const apart = second.end < first.start;
		this.#rekey((key) => (apart ? (key % 2 === 0 ? key + 1 : key - 1) : key - (key % 2)));
		return apart;
	}

	/** Joins `factor` neighbouring windows into one. */
	coarsen(factor: number): void {
		this.width *= factor;
		this.#rekey((key) => 2 * Math.floor(Math.floor(key / 2) / factor) + (key % 2));
	}

	#rekey(newKey: (key: number) => number): void {
		const keys = new Set([...this.#windows].map(newKey));
		this.#windows.clear();
		for (const key of keys) this.#windows.add(key);
		for (const service of this.services.values()) {
			rejoin(service.cells, newKey, mergeCell);
			for (const tallies of [service.operations, service.routes])
				for (const operation of tallies.values()) {
					rejoin(operation.cells, newKey, mergeCell);
					for (const cells of operation.calls.values()) rejoin(cells, newKey, mergeEdgeCell);
				}
		}
	}

	#close(leave: number): void {
		for (const [id, { side, spans }] of this.#open) {
			if (this.#openSpans <= leave) break;
			this.#open.delete(id);
			this.#openSpans -= spans.length;
			this.#count(buildTrace(spans), side);
		}
	}

	#count(trace: Trace, side: SpanSide): void {
		this.traces++;
		this.spans += trace.spans.length;
		this.orphans += trace.orphans;
		this.skewed += trace.skewed;
		this.skewMs = Math.max(this.skewMs, trace.skewMs);
		this.tooDeep += trace.tooDeep;
		let start = Number.POSITIVE_INFINITY;
		for (const { startMs } of trace.spans) start = Math.min(start, startMs);
		const key = 2 * Math.floor(start / 1000 / this.width) + side;
		for (const entry of trace.spans) this.#countSpan(entry, key);
		for (const root of trace.roots) this.#countRoute(root, trace, key);
		this.#windows.add(key);
		if (this.#windows.size > MOST_WINDOWS) this.coarsen(2);
	}

	#countSpan(entry: PlacedSpan, key: number): void {
		const { span, parent, kind } = entry;
		const service = this.#service(span.service);
		const operation = this.#operation(service, span.operation);
		operation.kinds[kind]++;
		countCell(cellAt(operation.cells, key), entry);
		const whole = cellAt(service.cells, key);
		if (kind === 'server') countCell(whole, entry);
		whole.spans++;
		if (!parent) return;
		const caller = this.#operation(this.#service(parent.span.service), parent.span.operation);
		const edge = edgeCellAt(cellsOf(caller.calls, operation), key);
		edge.calls++;
		if (parent.kind !== 'client' || parent.span.service === span.service) return;
		edge.client += parent.span.durationMs;
		edge.server += span.durationMs;
		edge.gap.add(parent.span.durationMs - span.durationMs);
	}

	/** A root is a request at the front door; where its name says nothing, its route is what it called first. */
	#countRoute(root: PlacedSpan, trace: Trace, key: number): void {
		const service = this.#service(root.span.service);
		const name = GENERIC_ROUTE.test(root.span.operation)
			? (firstCallee(root)?.span.operation ?? root.span.operation)
			: root.span.operation;
		let route = service.routes.get(name);
		if (!route) service.routes.set(name, (route = createOperation(root.span.service, name)));
		const cell = cellAt(route.cells, key);
		countCell(cell, root);
		cell.spans += trace.spans.length;
		if (!root.span.failed && trace.spans.some((entry) => entry.span.failed)) cell.failed++;
	}

	#service(name: string): ServiceTally {
		let service = this.services.get(name);
		if (!service) {
			service = { name, cells: new Map(), operations: new Map(), routes: new Map() };
			this.services.set(name, service);
		}
		return service;
	}

	#operation(service: ServiceTally, name: string): OperationTally {
		let operation = service.operations.get(name);
		if (!operation) {
			if (++this.#operations > MOST_OPERATIONS)
				throw new ImportHalt({
					code: 'too-many',
					where: `${service.name} ${name}`,
					limit: MOST_OPERATIONS,
					actual: this.#operations,
				});
			service.operations.set(name, (operation = createOperation(service.name, name)));
		}
		return operation;
	}
}

/** First and last start of the spans of one side, ms. */
class Reach {
	start = Number.POSITIVE_INFINITY;
	end = Number.NEGATIVE_INFINITY;

	get isEmpty(): boolean {
		return this.start > this.end;
	}

	add(ms: number): void {
		if (ms < this.start) this.start = ms;
		if (ms > this.end) this.end = ms;
	}
}

function createOperation(service: string, operation: string): OperationTally {
	const kinds = { server: 0, client: 0, internal: 0, unknown: 0 };
	return { service, operation, kinds, cells: new Map(), calls: new Map() };
}

function cellsOf(calls: OperationTally['calls'], callee: OperationTally): Cells<EdgeCell> {
	let cells = calls.get(callee);
	if (!cells) calls.set(callee, (cells = new Map()));
	return cells;
}

function firstCallee(root: PlacedSpan): PlacedSpan | null {
	let best: PlacedSpan | null = null;
	const inside = [root];
	for (let i = 0; i < inside.length && i < 64; i++)
		for (const child of (inside[i] as PlacedSpan).children) {
			if (child.span.service === root.span.service) inside.push(child);
			else if (!best || child.startMs < best.startMs) best = child;
		}
	return best;
}
