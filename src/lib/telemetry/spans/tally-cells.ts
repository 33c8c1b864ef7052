import { DurationSketch } from './duration-sketch.ts';
import type { PlacedSpan } from './trace-tree.ts';

/** What is counted of one operation, service or call in one window. */
export type Cell = {
	calls: number;
	failed: number;
	late: number;
	spans: number;
	readonly duration: DurationSketch;
	readonly own: DurationSketch;
};
/** What is counted of the calls from one operation to another in one window. */
export type EdgeCell = {
	calls: number;
	client: number;
	server: number;
	readonly gap: DurationSketch;
};
/** Cells by window key, see `SpanTally`. */
export type Cells<T> = Map<number, T>;

/** A call longer than this timed out. */
const TIMEOUT_MS = 5_000;

/** Counts one span. */
export function countCell(cell: Cell, { span, ownMs }: PlacedSpan): void {
	cell.calls++;
	if (span.failed) cell.failed++;
	if (span.durationMs > TIMEOUT_MS) cell.late++;
	cell.duration.add(span.durationMs);
	cell.own.add(ownMs);
}

/** The cell of a window, made when it is new. */
export function cellAt(cells: Cells<Cell>, key: number): Cell {
	let cell = cells.get(key);
	if (!cell) {
		cell = {
			calls: 0,
			failed: 0,
			late: 0,
			spans: 0,
			duration: new DurationSketch(),
			own: new DurationSketch(),
		};
		cells.set(key, cell);
	}
	return cell;
}

/** The cell of a call in a window, made when it is new. */
export function edgeCellAt(cells: Cells<EdgeCell>, key: number): EdgeCell {
	let cell = cells.get(key);
	if (!cell) cells.set(key, (cell = { calls: 0, client: 0, server: 0, gap: new DurationSketch() }));
	return cell;
}

/** Joins windows: cells whose keys become one are merged. */
export function rejoin<T>(
	cells: Cells<T>,
	joined: (key: number) => number,
	merge: (into: T, from: T) => void,
): void {
	const all = [...cells];
	cells.clear();
	for (const [key, cell] of all) {
		const known = cells.get(joined(key));
		if (known) merge(known, cell);
		else cells.set(joined(key), cell);
	}
}

/** Adds one cell to another. */
export function mergeCell(into: Cell, from: Cell): void {
	into.calls += from.calls;
	into.failed += from.failed;
	into.late += from.late;
	into.spans += from.spans;
	into.duration.merge(from.duration);
	into.own.merge(from.own);
}

/** Adds one call's cell to another. */
export function mergeEdgeCell(into: EdgeCell, from: EdgeCell): void {
	into.calls += from.calls;
	into.client += from.client;
	into.server += from.server;
	into.gap.merge(from.gap);
}
