import { centreOf, largestOf, valuesAt } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { secondsOf } from '../front-door-load.ts';
import { claimAbove } from '../row-index.ts';
import { minutesShown, type Scene } from '../scene.ts';

/** Percent of its limit a pod must use before CPU counts at all, and how much more until it counts in full. */
const CPU_FLOOR = 10;
const CPU_RANGE = 30;
const MEMORY_FLOOR = 60;
const MEMORY_RANGE = 30;

/** Finds pods whose CPU or memory rose against their own history and is high in absolute terms: idle pods jitter freely. */
export function findResourcePressure(scene: Scene): readonly Finding[] {
	return scene.candidates.flatMap((candidate) => [
		...pressureOf(scene, candidate, 'cpu_pct', 'cpu-high', 'cpu', CPU_FLOOR, CPU_RANGE, {
			share: 0.3,
			floor: 2,
			ratio: 1.5,
		}),
		...pressureOf(scene, candidate, 'mem_pct', 'memory-high', 'memory', MEMORY_FLOOR, MEMORY_RANGE, {
			share: 0.1,
			floor: 2,
			ratio: 0.5,
		}),
	]);
}

function pressureOf(
	scene: Scene,
	candidate: string,
	metric: string,
	code: 'cpu-high' | 'memory-high',
	faultType: 'cpu' | 'memory',
	floor: number,
	range: number,
	scale: { readonly share: number; readonly floor: number; readonly ratio: number },
): readonly Finding[] {
	const series = scene.series.get(candidate)?.get(metric);
	const history = valuesAt(series, scene.baseline);
	const centre = centreOf(history);
	const peak = largestOf(valuesAt(series, scene.affected));
	if (!centre || peak === null || history.length < 2) return [];
	const load = code === 'cpu-high' ? loadFactorOf(scene, candidate) : 1;
	const usual = centre.median * load;
	const unit = Math.max(load * centre.spread, scale.share * usual, scale.floor);
	const spreads = (peak - usual) / unit;
	const ratio = peak / (usual + scale.floor);
	const strength =
		clamp01((peak - floor) / range) *
		Math.min(clamp01((spreads - 2) / 8), clamp01((ratio - 1) / scale.ratio));
	if (strength < 0.02) return [];
	const claim = claimAbove(scene.index, candidate, metric, minutesShown(scene));
	return [
		{
			candidate,
			code,
			strength,
			hard: true,
			faultType,
			subject: metric,
			observed: peak,
			expected: usual,
			claims: claim ? [claim] : [],
		},
	];
}

/** How many times as many calls per second as usual reach a candidate, at least 1: who is asked more works more. */
function loadFactorOf(scene: Scene, candidate: string): number {
	const calls = scene.series.get(candidate)?.get('calls');
	if (!calls) return 1;
	const rates = (windows: readonly number[]) =>
		windows.flatMap((index) =>
			calls[index] === null || calls[index] === undefined
				? []
				: [(calls[index] as number) / secondsOf(scene, index)],
		);
	const usual = centreOf(rates(scene.tracedBaseline))?.median ?? 0;
	const now =
		largestOf(
			rates(scene.tracedAffected).filter((_, i) => secondsOf(scene, scene.tracedAffected[i] as number) >= 20),
		) ?? 0;
	return usual > 0 && now > usual ? now / usual : 1;
}
