import type { NodeTelemetry } from '../../telemetry/incident.ts';
import { valuesAt, weightedMean } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { meaningOfSlowness } from '../front-door-load.ts';
import { claimAbove, claimBelow } from '../row-index.ts';
import { minutesShown, type Scene } from '../scene.ts';

/** Windows of history an endpoint needs, each with enough calls for its median to mean something. */
const LEAST_HISTORY = 3;
const LEAST_CALLS = 3;
/** Times are compared as logarithms, with this much added so that clock resolution does not count. */
const RESOLUTION_MS = 0.02;
/** Departure from the range of history that is taken in full: more than half as long again, or as short. */
const FULL_DEPARTURE = Math.log(1.6);
/** Spread every history is taken to have at least, in logarithms. */
const LEAST_SPREAD = 0.05;
const FULL_SPREADS = 3;
const HALF_TRUSTED_CALLS = 30;
const HALF_TRUSTED_HISTORY = 2;

/**
 * Finds services whose endpoints' typical own time left the whole range of its history, in either direction: code that
 * fails early is quicker, code that fails late is slower, and both are steadier than any latency budget shows.
 */
export function findChangedBehaviour(scene: Scene): readonly Finding[] {
	if (scene.level !== 'service') return [];
	const slowness = meaningOfSlowness(scene);
	return scene.candidates.flatMap((candidate) => {
		let best: Finding | null = null;
		for (const [name, node] of scene.nodesOf.get(candidate) ?? []) {
			if (node.kind !== 'server') continue;
			const departure = departureOf(scene, node);
			const strength = departure ? departure.strength * (departure.isSlower ? slowness : 1) : 0;
			if (!departure || strength <= (best?.strength ?? 0.05)) continue;
			const claim = (departure.isSlower ? claimAbove : claimBelow)(
				scene.index,
				name,
				'self_p50',
				minutesShown(scene),
			);
			best = {
				candidate,
				code: 'behaviour-changed',
				strength,
				hard: false,
				faultType: departure.isSlower ? 'slow-code' : 'code-exception',
				subject: node.operation,
				observed: departure.observed,
				expected: departure.bound,
				claims: claim ? [claim] : [],
			};
		}
		return best ? [best] : [];
	});
}

function departureOf(scene: Scene, node: NodeTelemetry) {
	const series = node.series.get('self_p50');
	const calls = node.series.get('calls');
	const now = weightedMean(series, calls, scene.tracedAffected);
	const history = valuesAt(
		series,
		scene.tracedBaseline.filter((index) => (calls?.[index] ?? 0) >= LEAST_CALLS),
	);
	if (!now || history.length < LEAST_HISTORY) return null;
	const log = (ms: number) => Math.log(Math.max(0, ms) + RESOLUTION_MS);
	const [low, high] = [Math.min(...history), Math.max(...history)];
	const above = log(now.mean) - log(high);
	const below = log(low) - log(now.mean);
	const departure = Math.max(above, below, 0);
	const strength =
		clamp01(departure / FULL_DEPARTURE) *
		clamp01(departure / (spreadOf(history.map(log)) + LEAST_SPREAD) / FULL_SPREADS) *
		(now.weight / (now.weight + HALF_TRUSTED_CALLS)) *
		(history.length / (history.length + HALF_TRUSTED_HISTORY));
	return { strength, isSlower: above > below, observed: now.mean, bound: above > below ? high : low };
}

function spreadOf(values: readonly number[]): number {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
