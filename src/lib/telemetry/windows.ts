import type { Incident, Phase } from './incident-model.ts';
import { detectPhases } from './onset.ts';
import { timeOrderOf, windowOfAlert } from './time-order.ts';

/** Indices into `minutes`, each list in time order. */
export type Windows = {
	readonly baseline: readonly number[];
	readonly pre: readonly number[];
	readonly transition: readonly number[];
	readonly incident: readonly number[];
	/** The window the alert speaks of: the incident window nearest its time. */
	readonly focus: number;
};

/** Windows of an incident by its `phase`, by another one (a user's choice on the chart), or by onset detection. */
export function windowsOf(incident: Incident, phase: readonly Phase[] | undefined = incident.phase): Windows {
	const order = timeOrderOf(incident.minutes);
	const known = phase ?? detectPhases(incident);
	const of = (wanted: Phase) => order.filter((index) => known[index] === wanted);
	const [transition, after] = [of('transition'), of('incident')];
	const focus = windowOfAlert(incident, after.length > 0 ? after : transition);
	return { baseline: of('baseline'), pre: of('pre'), transition, incident: after, focus };
}

/** Transition and incident windows together: everything after the onset. */
export function affectedWindowsOf(windows: Windows): readonly number[] {
	return [...windows.transition, ...windows.incident];
}
