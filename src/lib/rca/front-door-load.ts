import { medianOf } from '../telemetry/statistics.ts';
import type { Scene } from './scene.ts';

/** Windows shorter than this say little about a rate. */
const LEAST_SECONDS = 20;
/** Traffic up to which slower code is no doing of the traffic, and from which on it need be nothing else: queues grow. */
const USUAL_TRAFFIC = 1.25;
const HEAVY_TRAFFIC = 2;

/** The true length of a window, seconds. */
export function secondsOf(scene: Scene, index: number): number {
	return Math.max(1, scene.incident.seconds?.[index] ?? scene.incident.windowSeconds);
}

/**
 * How much slower own time says about a service under the traffic of the incident, 0–1: all of it up to a quarter more
 * requests from outside than usual, nothing from twice as many on.
 */
export function meaningOfSlowness(scene: Scene): number {
	const { requests } = scene;
	if (!requests) return 1;
	const rate = (windows: readonly number[]) =>
		medianOf(
			windows.flatMap((index) => {
				const count = requests[index];
				const seconds = secondsOf(scene, index);
				return count === null || count === undefined || seconds < LEAST_SECONDS ? [] : [count / seconds];
			}),
		);
	const [usual, now] = [rate(scene.tracedBaseline), rate(scene.tracedAffected)];
	if (!usual || now === null) return 1;
	const share = (HEAVY_TRAFFIC - now / usual) / (HEAVY_TRAFFIC - USUAL_TRAFFIC);
	return Math.max(0, Math.min(1, share));
}
