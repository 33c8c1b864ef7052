import type { Incident } from '../telemetry/incident.ts';
import { windowsOf, type Windows } from '../telemetry/windows.ts';

/** Fault-free windows that must be left to judge one of them by. */
const LEAST_LEFT = 3;

/**
 * Windows under which nothing is broken: the first and the last fault-free window of an incident, each taken for the
 * incident while the other fault-free windows are the baseline. Whoever names a cause there raises a false alarm.
 */
export function faultFreeWindowsOf(incident: Incident): readonly Windows[] {
	const { baseline } = windowsOf(incident);
	if (baseline.length <= LEAST_LEFT) return [];
	return [0, baseline.length - 1].map((place) => {
		const judged = baseline[place] as number;
		return {
			baseline: baseline.filter((index) => index !== judged),
			pre: [],
			transition: [],
			incident: [judged],
			focus: judged,
		};
	});
}
