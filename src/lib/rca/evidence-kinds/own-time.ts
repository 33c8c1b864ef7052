import type { NodeTelemetry } from '../../telemetry/incident.ts';
import { centreOf, sumAt, valuesAt, weightedMean } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { meaningOfSlowness } from '../front-door-load.ts';
import { claimAbove } from '../row-index.ts';
import { isWork, minutesShown, type Scene } from '../scene.ts';
import { delayMagnitude } from './common-endpoint.ts';
import { edgeShiftsOf } from './slow-edges.ts';

type OwnShift = {
	readonly node: string;
	readonly operation: string;
	readonly before: number;
	readonly after: number;
	readonly msPerRequest: number;
	readonly calls: number;
};

const FLOOR_MS = 0.3;
const FLOOR_SHARE = 0.25;
/** Own time must stand this many spreads above its baseline to begin to count, and twice as many more to count in full. */
const FIRST_SPREADS = 3;
const FULL_SPREADS = 10;
/** Excess own time that is taken in full: this share of what a request took before. */
const HALF_TRUSTED_CALLS = 3;
const FULL_SHARE_OF_REQUEST = 0.25;

/**
 * Finds whose own time grew: the share each candidate has in the excess milliseconds per front-door request (own time of
 * its operations, against everybody's own time and delays on edges). The typical call must have moved, not only the mean.
 * Operations that call other services are left out: what they wait for is counted on the edges.
 */
export function findOwnTime(scene: Scene): readonly Finding[] {
	const requests = requestsOf(scene);
	const shifts = new Map<string, OwnShift[]>();
	let budget = 0;
	const waiting = new Set(scene.incident.edges.filter((edge) => edge.calls).map((edge) => edge.caller));
	for (const [candidate, nodes] of scene.nodesOf) {
		const own = nodes.flatMap(([name, node]) =>
			isWork(node) && !waiting.has(name) ? (shiftOf(scene, name, node, requests) ?? []) : [],
		);
		if (own.length === 0) continue;
		shifts.set(candidate, own);
		budget += totalMs(own);
	}
	for (const edge of edgeShiftsOf(scene))
		budget += (edge.slow * Math.max(0, edge.excessMs) * edge.calls) / requests;
	const usual = usualRequestMs(scene);
	return [...shifts].flatMap(([candidate, own]) => findingOf(scene, candidate, own, budget, usual) ?? []);
}

function requestsOf(scene: Scene): number {
	return (scene.requests && sumAt(scene.requests, scene.tracedAffected)) || 1;
}

function usualRequestMs(scene: Scene): number {
	let [sum, weight] = [0, 0];
	for (const node of scene.incident.nodes.values()) {
		if (node.kind !== 'entry') continue;
		const mean = weightedMean(
			node.series.get('average_duration'),
			node.series.get('calls'),
			scene.tracedBaseline,
		);
		if (!mean) continue;
		sum += mean.mean * mean.weight;
		weight += mean.weight;
	}
	return weight > 0 ? sum / weight : 100;
}

function totalMs(own: readonly OwnShift[]): number {
	return own.reduce((sum, shift) => sum + shift.msPerRequest, 0);
}

function shiftOf(scene: Scene, node: string, telemetry: NodeTelemetry, requests: number): OwnShift | null {
	const calls = telemetry.series.get('calls');
	const mean = compare(scene, telemetry, 'self_duration');
	if (!mean || !calls || mean.calls < 2) return null;
	const typical = compare(scene, telemetry, 'self_p50');
	const seldom = mean.calls / (mean.calls + 5);
	const allowance = mean.calls >= 30 ? 1.5 : 0;
	const spreads = typical
		? Math.min(mean.spreads, 4 * Math.max(typical.spreads, 0) + allowance)
		: mean.spreads;
	const weight = clamp01((spreads - FIRST_SPREADS) / FULL_SPREADS) * seldom;
	if (weight === 0) return null;
	const { before, after, calls: count } = typical ?? mean;
	return {
		node,
		operation: telemetry.operation,
		before,
		after,
		calls: count,
		msPerRequest: (weight * (mean.after - mean.before) * mean.calls) / requests,
	};
}

function compare(scene: Scene, node: NodeTelemetry, metric: string) {
	const series = node.series.get(metric);
	const now = weightedMean(series, node.series.get('calls'), scene.tracedAffected);
	const history = valuesAt(series, scene.tracedBaseline);
	const centre = centreOf(history);
	if (!now || !centre || history.length < 2) return null;
	const scale = Math.max(centre.spread, FLOOR_SHARE * Math.abs(centre.median), FLOOR_MS);
	return {
		before: centre.median,
		after: now.mean,
		calls: now.weight,
		spreads: (now.mean - centre.median) / scale,
	};
}

function findingOf(
	scene: Scene,
	candidate: string,
	own: readonly OwnShift[],
	budget: number,
	usual: number,
): Finding | null {
	const ms = totalMs(own);
	const share = budget > 0 ? ms / budget : 0;
	const worst = own.reduce((a, b) => (b.msPerRequest > a.msPerRequest ? b : a));
	const perCall =
		delayMagnitude(worst.after - worst.before) * (worst.calls / (worst.calls + HALF_TRUSTED_CALLS));
	const strength =
		share * Math.max(clamp01(ms / (FULL_SHARE_OF_REQUEST * usual)), perCall) * meaningOfSlowness(scene);
	if (strength < 0.02) return null;
	const minutes = minutesShown(scene);
	const claims = [
		claimAbove(scene.index, candidate, 'self_ms_per_request', minutes),
		claimAbove(scene.index, worst.node, 'self_p50', minutes),
	].filter((claim) => claim !== null);
	return {
		candidate,
		code: 'own-time',
		strength,
		hard: false,
		faultType: 'slow-code',
		subject: worst.operation,
		observed: worst.after,
		expected: worst.before,
		claims,
	};
}
