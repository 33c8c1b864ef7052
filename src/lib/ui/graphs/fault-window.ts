import type { FaultWindow } from '../../telemetry/alert-setup.ts';

/** The edges of a fault window in time order. */
export const EDGES = ['baselineFrom', 'baselineTo', 'onset', 'end'] as const;
export type Edge = (typeof EDGES)[number];

/** The window an edge stands at: the first or the last of its range. */
export function placeOf({ baseline, incident }: FaultWindow, edge: Edge): number {
	return [baseline[0], baseline[1], incident[0], incident[1]][EDGES.indexOf(edge)] as number;
}

/**
 * A fault window with one edge moved to a window, as far as `count` windows allow. Edges in the way are pushed along, so
 * that each range keeps at least one window and the reference ends before the fault begins.
 */
export function moveEdge(window: FaultWindow, edge: Edge, to: number, count: number): FaultWindow {
	const moved = EDGES.indexOf(edge);
	const least = edge === 'onset' || edge === 'end' ? 1 : 0;
	const most = count - (edge === 'baselineFrom' || edge === 'baselineTo' ? 2 : 1);
	const places = EDGES.map((one) => placeOf(window, one));
	places[moved] = Math.max(least, Math.min(most, Math.round(to)));
	for (let i = moved + 1; i < places.length; i++)
		places[i] = Math.max(places[i] as number, (places[i - 1] as number) + apart(i));
	for (let i = moved - 1; i >= 0; i--)
		places[i] = Math.min(places[i] as number, (places[i + 1] as number) - apart(i + 1));
	const [a, b, c, d] = places as [number, number, number, number];
	return { baseline: [a, b], incident: [c, d] };
}

/** Windows between an edge and the one before it: the fault begins after the reference, other edges may share a window. */
function apart(index: number): number {
	return EDGES[index] === 'onset' ? 1 : 0;
}
