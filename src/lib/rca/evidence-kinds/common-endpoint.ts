import { clamp01 } from '../finding.ts';

/** How one kind of call between two candidates changed: time lost between client and server, at the median. */
export type EdgeShift = {
	readonly caller: string;
	readonly callee: string;
	readonly calls: number;
	readonly before: number;
	readonly after: number;
	readonly excessMs: number;
	/** Excess from which the edge counts as slower. */
	readonly floorMs: number;
	/** 0 = as before, 1 = clearly slower. */
	readonly slow: number;
};

/** How well one endpoint explains the slow edges, 0–1, and the slowest edge it touches. */
export type EndpointScore = {
	readonly score: number;
	readonly worst: EdgeShift;
	readonly inboundSlow: boolean;
};

type Side = { total: number; slow: number };
type Tally = { readonly inbound: Side; readonly outbound: Side; excess: number; worst: EdgeShift | null };

/** One more edge that did not slow, in units of an edge's weight: a service with a single edge proves little. */
const PSEUDO_EDGES = 0.5;
/** Calls at which an edge's median is half trusted when it just reached its floor, and how far below that it can fall. */
const HALF_TRUSTED_CALLS = 3;
const LEAST_HALF_TRUSTED_CALLS = 0.1;
/** Excess per call at which the magnitude of a delay is taken in full. */
const FULL_DELAY_MS = 400;

/**
 * Finds the endpoint that slow edges have in common. A delay at a service slows all its inbound edges, CPU starvation its
 * outbound ones too, and every slow edge touches it: score = consistency × coverage.
 */
export function endpointScores(shifts: readonly EdgeShift[]): ReadonlyMap<string, EndpointScore> {
	const tallies = new Map<string, Tally>();
	let total = 0;
	for (const shift of shifts) {
		const cost = shift.slow * Math.max(0, shift.excessMs) * shift.calls;
		total += cost;
		addShift(tallies, shift.callee, 'inbound', shift, cost);
		addShift(tallies, shift.caller, 'outbound', shift, cost);
	}
	const scores = new Map<string, EndpointScore>();
	for (const [name, { inbound, outbound, excess, worst }] of tallies) {
		if (!worst || total === 0) continue;
		const consistency = Math.max(
			shareOf(inbound.slow, inbound.total),
			shareOf(inbound.slow + outbound.slow, inbound.total + outbound.total),
		);
		scores.set(name, {
			score: clamp01((consistency * excess) / total),
			worst,
			inboundSlow: inbound.slow > 0,
		});
	}
	return scores;
}

/** How much of a full delay an excess is, 0–1, on a logarithmic scale: 10 ms a fifth, 100 ms two thirds. */
export function delayMagnitude(excessMs: number): number {
	return clamp01(Math.log2(1 + Math.max(0, excessMs) / 10) / Math.log2(1 + FULL_DELAY_MS / 10));
}

/** A few calls prove little when they are a little late, and enough when they are a hundred times too late. */
function trustOf({ calls, excessMs, floorMs }: EdgeShift): number {
	return (
		calls /
		(calls +
			Math.max(
				LEAST_HALF_TRUSTED_CALLS,
				Math.min(HALF_TRUSTED_CALLS, (HALF_TRUSTED_CALLS * floorMs) / excessMs),
			))
	);
}

function shareOf(slow: number, all: number): number {
	return all > 0 ? slow / (all + PSEUDO_EDGES) : 0;
}

function addShift(
	tallies: Map<string, Tally>,
	name: string,
	side: 'inbound' | 'outbound',
	shift: EdgeShift,
	cost: number,
): void {
	const tally: Tally = tallies.get(name) ?? {
		inbound: { total: 0, slow: 0 },
		outbound: { total: 0, slow: 0 },
		excess: 0,
		worst: null,
	};
	const weight = Math.sqrt(shift.calls);
	tally[side].total += weight;
	tally[side].slow += weight * shift.slow * trustOf(shift);
	tally.excess += cost;
	if (shift.slow > 0 && (!tally.worst || shift.excessMs > tally.worst.excessMs)) tally.worst = shift;
	tallies.set(name, tally);
}
