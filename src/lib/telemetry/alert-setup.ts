import { err, ok, type Result } from '../primitives/result.ts';
import { deriveAlert, rankAlertTracks, type TrackName } from './derive-alert.ts';
import { secondsOfMinute } from './field-reader.ts';
import {
	unitOf,
	type Alert,
	type Incident,
	type Phase,
	type Series,
	type Telemetry,
} from './incident-model.ts';
import { detectPhases } from './onset.ts';
import { centreOf, valuesAt } from './statistics.ts';
import { timeOrderOf } from './time-order.ts';

/** First and last window, counted from 0 in time order. */
export type WindowRange = readonly [first: number, last: number];

/** Which windows are the fault-free reference and which are the fault; the reference ends before the fault begins. */
export type FaultWindow = { readonly baseline: WindowRange; readonly incident: WindowRange };

/** What a reader chose; what is null is derived. */
export type AlertChoice = { readonly track: TrackName | null; readonly window: FaultWindow | null };

/** A series an alert can be about, with how far it stands above the usual; null where that cannot be told. */
export type AlertCandidate = TrackName & { readonly service: string; readonly score: number | null };

/** The alert of telemetry that names none, and all that a chart needs to let a reader choose another. Windows are in time order. */
export type AlertSetup = {
	readonly alert: Alert;
	/** At most {@link MOST_CANDIDATES}, farthest above the usual first; the alert's own is always among them. */
	readonly candidates: readonly AlertCandidate[];
	readonly windows: readonly {
		readonly minute: string;
		readonly phase: Phase;
		/** Whether no data were measured right before it. */
		readonly afterGap: boolean;
	}[];
	/** The alert's series, with its unit and what is usual in the baseline. */
	readonly values: Series;
	readonly unit: string;
	readonly usual: { readonly median: number; readonly spread: number } | null;
	/** The reference right before the fault, and the fault; null where there is no reference before it. */
	readonly window: FaultWindow | null;
};

/** Why a choice yields no alert. */
export type AlertChoiceFault = {
	readonly code: 'unknown-series' | 'bad-window' | 'no-value-in-window' | 'nothing-to-watch';
};

/** Most series offered. */
export const MOST_CANDIDATES = 200;

/** The choice that leaves everything to {@link deriveAlert} and onset detection. */
export const DERIVED: AlertChoice = { track: null, window: null };

/** The incident of telemetry without an alert under a reader's choice, with what a chart of it shows. */
export function setUpAlert(
	telemetry: Telemetry,
	choice: AlertChoice = DERIVED,
): Result<{ readonly incident: Incident; readonly setup: AlertSetup }, AlertChoiceFault> {
	const order = timeOrderOf(telemetry.minutes);
	if (choice.window && !isWindow(choice.window, order.length)) return err({ code: 'bad-window' });
	const chosen = choice.window
		? { ...telemetry, phase: phasesOf(telemetry, choice.window, order) }
		: telemetry;
	const ranked = rankAlertTracks(chosen);
	if (ranked.length === 0) return err({ code: 'nothing-to-watch' });
	const isWanted = ({ node, signal }: TrackName) =>
		node === choice.track?.node && signal === choice.track.signal;
	if (choice.track && !ranked.some(({ track }) => isWanted(track))) return err({ code: 'unknown-series' });
	const alert = deriveAlert(chosen, choice.track ?? undefined);
	if (!alert) return err({ code: 'no-value-in-window' });
	const incident: Incident = { ...chosen, alert };
	return ok({ incident, setup: setupOf(incident, order, ranked) });
}

function setupOf(
	incident: Incident,
	order: readonly number[],
	ranked: ReturnType<typeof rankAlertTracks>,
): AlertSetup {
	const { alert } = incident;
	const own = ranked.find(({ track }) => track.node === alert.node && track.signal === alert.signal)!;
	const shown = ranked.slice(0, MOST_CANDIDATES);
	if (!shown.includes(own)) shown[shown.length - 1] = own;
	const phases = incident.phase ?? detectPhases(incident);
	const baseline = order.filter((index) => phases[index] === 'baseline');
	return {
		alert,
		candidates: shown.map(({ track: { node, service, signal }, score }) => ({
			node,
			service,
			signal,
			score,
		})),
		windows: order.map((index, place) => ({
			minute: incident.minutes[index] as string,
			phase: phases[index] as Phase,
			afterGap: place > 0 && isAfterGap(incident, order[place - 1] as number, index),
		})),
		values: order.map((index) => own.track.series[index] ?? null),
		unit: unitOf(own.track.metric),
		usual: centreOf(valuesAt(own.track.series, baseline)),
		window: windowOf(order.map((index) => phases[index] as Phase)),
	};
}

/** The fault's windows and the unbroken reference before them; null where either is absent. */
function windowOf(phases: readonly Phase[]): FaultWindow | null {
	const isFault = (phase: Phase | undefined) => phase === 'incident' || phase === 'transition';
	const first = phases.findIndex(isFault);
	const last = phases.findLastIndex(isFault);
	const end = phases.slice(0, Math.max(0, first)).lastIndexOf('baseline');
	if (first === -1 || end === -1) return null;
	let start = end;
	while (phases[start - 1] === 'baseline') start--;
	return { baseline: [start, end], incident: [first, last] };
}

/** Phases by a reader's window. Windows in neither range are left out, but a reference that was found after the fault stays. */
function phasesOf(
	telemetry: Telemetry,
	{ baseline, incident }: FaultWindow,
	order: readonly number[],
): readonly Phase[] {
	const alert = deriveAlert(telemetry);
	const derived = telemetry.phase ?? (alert && detectPhases({ ...telemetry, alert }));
	const phases = new Array<Phase>(order.length).fill('pre');
	order.forEach((index, place) => {
		if (isIn(baseline, place)) phases[index] = 'baseline';
		else if (isIn(incident, place)) phases[index] = 'incident';
		else if (place > incident[1] + 1 && derived?.[index] === 'baseline') phases[index] = 'baseline';
	});
	return phases;
}

function isIn([first, last]: WindowRange, place: number): boolean {
	return place >= first && place <= last;
}

function isWindow({ baseline, incident }: FaultWindow, length: number): boolean {
	const bounds = [...baseline, ...incident];
	const isOrdered = baseline[0] <= baseline[1] && baseline[1] < incident[0] && incident[0] <= incident[1];
	return isOrdered && bounds.every((at) => Number.isInteger(at) && at >= 0 && at < length);
}

function isAfterGap(incident: Incident, before: number, index: number): boolean {
	const [from, to] = [before, index].map((at) => secondsOfMinute(incident.minutes[at] as string) as number);
	const length = incident.seconds?.[before] ?? incident.windowSeconds;
	return (to as number) - (from as number) - length > incident.windowSeconds;
}
