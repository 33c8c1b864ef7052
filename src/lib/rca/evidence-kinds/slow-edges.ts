import { centreOf, valuesAt, weightedMean } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimAbove } from '../row-index.ts';
import { candidateOf, minutesShown, type Scene } from '../scene.ts';

/** How one kind of call between two candidates changed: time lost between client and server, at the median. */
export type EdgeShift = {
	readonly caller: string;
	readonly callee: string;
	readonly calls: number;
	readonly before: number;
	readonly after: number;
	readonly excessMs: number;
	/** 0 = as before, 1 = clearly slower. */
	readonly slow: number;
};

/** Least excess, in ms and in spreads, from which an edge begins to count as slower; at twice as much it counts in full. */
const EDGE_FLOOR_MS = 3;
const EDGE_SPREADS = 4;
const PSEUDO_EDGES = 0.7;
/** Excess per call at which the magnitude of a delay is taken in full. */
const FULL_DELAY_MS = 400;

/** Shifts of every traced edge with enough history. */
export function edgeShiftsOf(scene: Scene): readonly EdgeShift[] {
	const shifts: EdgeShift[] = [];
	for (const edge of scene.incident.edges) {
		const now = weightedMean(edge.series.get('gap_p50'), edge.calls, scene.tracedAffected);
		const centre = centreOf(valuesAt(edge.series.get('gap_p50'), scene.tracedBaseline));
		if (!now || !centre) continue;
		shifts.push(shiftOf(candidateOf(scene, edge.caller), candidateOf(scene, edge.callee), now.weight, centre, now.mean));
	}
	return shifts;
}

function shiftOf(caller: string, callee: string, calls: number, centre: { median: number; spread: number }, after: number): EdgeShift {
	const excessMs = after - centre.median;
	const floor = Math.max(EDGE_FLOOR_MS, EDGE_SPREADS * Math.max(centre.spread, 0.25 * Math.abs(centre.median)));
	return { caller, callee, calls, before: centre.median, after, excessMs, slow: clamp01((excessMs - floor) / floor) };
}

type Side = { total: number; slow: number };
type Tally = { inbound: Side; outbound: Side; excess: number; worst: EdgeShift | null };

/**
 * Finds the endpoint common to the slow edges. A delay at a service slows all its inbound edges (CPU starvation its outbound
 * ones too), and every slow edge touches it; so strength = consistency × coverage × magnitude.
 */
export function findSlowEdges(scene: Scene): readonly Finding[] {
	const shifts = edgeShiftsOf(scene);
	const tallies = new Map<string, Tally>();
	let total = 0;
	for (const shift of shifts) {
		const cost = shift.slow * Math.max(0, shift.excessMs) * shift.calls;
		total += cost;
		addShift(tallies, shift.callee, 'inbound', shift, cost);
		addShift(tallies, shift.caller, 'outbound', shift, cost);
	}
	if (total === 0) return [];
	const findings: Finding[] = [];
	for (const [candidate, tally] of tallies) {
		const finding = findingOf(scene, candidate, tally, total);
		if (finding) findings.push(finding);
	}
	return findings;
}

function addShift(tallies: Map<string, Tally>, name: string, side: 'inbound' | 'outbound', shift: EdgeShift, cost: number): void {
	const tally: Tally = tallies.get(name) ?? { inbound: { total: 0, slow: 0 }, outbound: { total: 0, slow: 0 }, excess: 0, worst: null };
	const weight = Math.sqrt(shift.calls);
	tally[side].total += weight;
	tally[side].slow += weight * shift.slow;
	tally.excess += cost;
	if (shift.slow > 0 && (!tally.worst || shift.excessMs > tally.worst.excessMs)) tally.worst = shift;
	tallies.set(name, tally);
}

function findingOf(scene: Scene, candidate: string, tally: Tally, total: number): Finding | null {
	const { inbound, outbound, worst } = tally;
	if (!worst) return null;
	const share = (slow: number, all: number) => (all > 0 ? slow / (all + PSEUDO_EDGES) : 0);
	const consistency = Math.max(share(inbound.slow, inbound.total), share(inbound.slow + outbound.slow, inbound.total + outbound.total));
	const coverage = tally.excess / total;
	const magnitude = clamp01(Math.log2(1 + worst.excessMs / 10) / Math.log2(1 + FULL_DELAY_MS / 10));
	const strength = clamp01(consistency * coverage * magnitude);
	if (strength < 0.02) return null;
	const metric = inbound.slow > 0 ? 'inbound_gap_p50' : 'outbound_gap_p50';
	const claim = claimAbove(scene.index, candidate, metric, minutesShown(scene));
	return {
		candidate,
		code: 'edges-slow',
		strength,
		hard: true,
		faultType: 'network-delay',
		subject: `${worst.caller} → ${worst.callee}`,
		observed: worst.after,
		expected: worst.before,
		claims: claim ? [claim] : []
	};
}
