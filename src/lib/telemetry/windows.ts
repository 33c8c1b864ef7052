import { secondsOfMinute } from './field-reader.ts';
import type { Incident, Phase } from './incident-model.ts';

/** Indices into `minutes`, each list in time order. */
export type Windows = {
	readonly baseline: readonly number[];
	readonly pre: readonly number[];
	readonly transition: readonly number[];
	readonly incident: readonly number[];
	/** The window the alert speaks of: the incident window nearest its time. */
	readonly focus: number;
};

/** Windows of an incident by its `phase`, or by another one (onset detection, a user's choice on the chart). */
export function windowsOf(incident: Incident, phase: readonly Phase[] | undefined = incident.phase): Windows {
	const order = timeOrderOf(incident.minutes);
	const known = phase ?? phaseByAlert(incident);
	const of = (wanted: Phase) => order.filter((index) => known[index] === wanted);
	const [transition, after] = [of('transition'), of('incident')];
	return { baseline: of('baseline'), pre: of('pre'), transition, incident: after, focus: focusOf(incident, [...transition, ...after]) };
}

/** Indices of windows in time order. */
export function timeOrderOf(minutes: readonly string[]): readonly number[] {
	return minutes.map((_, index) => index).sort((a, b) => compareText(minutes[a] as string, minutes[b] as string));
}

/** Order of two strings by UTF-16 code units: the same everywhere, whatever the locale. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Transition and incident windows together: everything after the onset. */
export function affectedWindowsOf(windows: Windows): readonly number[] {
	return [...windows.transition, ...windows.incident];
}

/** Without phases: windows that end before the alert's own one are the baseline, all others the incident. */
function phaseByAlert(incident: Incident): readonly Phase[] {
	const alert = secondsOfMinute(incident.alert.time) as number;
	return incident.minutes.map((minute) => {
		const start = secondsOfMinute(minute) as number;
		return start + incident.windowSeconds <= alert ? 'baseline' : 'incident';
	});
}

function focusOf(incident: Incident, affected: readonly number[]): number {
	const alert = secondsOfMinute(incident.alert.time) as number;
	let best = affected[0] ?? 0;
	let distance = Number.POSITIVE_INFINITY;
	for (const index of affected) {
		const start = secondsOfMinute(incident.minutes[index] as string) as number;
		const middle = start <= alert ? alert - start : 2 * (start - alert);
		if (middle < distance) [best, distance] = [index, middle];
	}
	return best;
}
