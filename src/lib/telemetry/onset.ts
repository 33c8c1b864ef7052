import type { Incident, Phase, Series } from './incident-model.ts';
import { serviceSeriesOf } from './service-series.ts';
import { centresOfRest, quantileOf, valuesAt } from './statistics.ts';
import { secondsOf, startOf, timeOrderOf, windowOfAlert } from './time-order.ts';

/** Windows farther than this from the alert are taken for fault-free when the onset is sought. */
const NEAR_WINDOWS = 3;
const LEAST_REFERENCE = 3;
/** Windows are never alike: how strange the calm quarter of those far from the alert is counts as nothing. */
const CALM_QUANTILE = 0.25;
/** Part of the alert window's strangeness beyond that from which a neighbour belongs to the incident. */
const ANOMALOUS_SHARE = 0.25;
/** Part of a full window below which a window is too short to be judged by itself. */
const SHORT_WINDOW_SHARE = 0.5;
const FULL_SPREADS = 8;
const FLOOR_SHARE = 0.1;

/**
 * Phases of the windows of an incident that names none: from the window of the alert backwards as far as windows follow
 * one another and look as strange (the onset), forwards likewise; the window before the onset is a guard, all others are
 * the baseline. Without enough windows far from the alert, earlier windows are the baseline and the rest the incident.
 */
export function detectPhases(incident: Incident): readonly Phase[] {
	const order = timeOrderOf(incident.minutes);
	const at = order.indexOf(windowOfAlert(incident, order));
	const far = order.filter(
		(_, place) => Math.abs(place - at) > NEAR_WINDOWS || !isChained(incident, order, place, at),
	);
	if (far.length < LEAST_REFERENCE) return phasesByTime(order, at);
	const tracks = tracksOf(incident);
	const strangeness = strangenessOf(tracks, order, far);
	const peak = Math.max(...strangeness.slice(Math.max(0, at - 1), at + 2));
	const farStrangeness = far.map((index) => strangeness[order.indexOf(index)] as number);
	const quiet = quantileOf(farStrangeness, CALM_QUANTILE) ?? 0;
	const least = quiet + ANOMALOUS_SHARE * Math.max(0, peak - quiet);
	const belongs = (place: number) => (strangeness[place] as number) >= least;
	let [first, last] = [at, at];
	while (first > 0 && isChained(incident, order, first - 1, first) && belongs(first - 1)) first--;
	while (last + 1 < order.length && isChained(incident, order, last, last + 1) && belongs(last + 1)) last++;
	return phasesBetween(incident, order, first, last);
}

/** Whether windows follow one another without a gap from one place in time to another. */
function isChained(incident: Incident, order: readonly number[], from: number, to: number): boolean {
	for (let place = Math.min(from, to); place < Math.max(from, to); place++) {
		const [index, next] = [order[place] as number, order[place + 1] as number];
		const gap = startOf(incident, next) - (startOf(incident, index) + secondsOf(incident, index));
		if (gap > incident.windowSeconds) return false;
	}
	return true;
}

function phasesBetween(
	incident: Incident,
	order: readonly number[],
	first: number,
	last: number,
): readonly Phase[] {
	const phases = new Array<Phase>(order.length).fill('baseline');
	for (let place = first; place <= last; place++) phases[order[place] as number] = 'incident';
	for (const place of [first - 1, last + 1])
		if (place >= 0 && place < order.length && isChained(incident, order, place, first))
			phases[order[place] as number] = 'pre';
	const [onset, second] = [order[first] as number, order[first + 1]];
	const isShort = secondsOf(incident, onset) < SHORT_WINDOW_SHARE * incident.windowSeconds;
	if (isShort && second !== undefined && first < last) phases[onset] = 'transition';
	return phases;
}

function phasesByTime(order: readonly number[], at: number): readonly Phase[] {
	const phases = new Array<Phase>(order.length).fill('incident');
	for (let place = 0; place < at; place++) phases[order[place] as number] = 'baseline';
	return phases;
}

/** A series that is watched for the onset, with its weight. */
type Track = { readonly series: Series; readonly weight: number };

const ALERT_METRICS = ['average_duration', 'error_rate'];
const SERVICE_METRICS = [
	'average_duration',
	'error_rate',
	'self_duration',
	'cpu_pct',
	'inbound_gap_p50',
	'server_p90_ms',
];

function tracksOf(incident: Incident): readonly Track[] {
	const tracks: Track[] = [];
	const add = (series: Series | undefined, weight: number) => {
		if (series) tracks.push({ series, weight });
	};
	for (const metric of ALERT_METRICS) add(incident.nodes.get(incident.alert.node)?.series.get(metric), 10);
	for (const series of incident.frontDoor.values()) add(series, 3);
	for (const service of serviceSeriesOf(incident).values())
		for (const metric of SERVICE_METRICS) add(service.get(metric), 1);
	return tracks;
}

/** How far each window is from the others of the reference over all tracks, 0 = like them; a mean of capped robust distances. */
function strangenessOf(
	tracks: readonly Track[],
	windows: readonly number[],
	reference: readonly number[],
): readonly number[] {
	const [sums, totals] = [windows.map(() => 0), windows.map(() => 0)];
	const isReference = new Set(reference);
	for (const { series, weight } of tracks) {
		const centreOfOthers = centresOfRest(valuesAt(series, reference));
		windows.forEach((index, place) => {
			const value = series[index] ?? null;
			const centre = value === null ? null : centreOfOthers(isReference.has(index) ? value : null);
			if (value === null || !centre) return;
			const scale = Math.max(centre.spread, FLOOR_SHARE * Math.abs(centre.median), 1);
			const distance = Math.min(FULL_SPREADS, Math.abs(value - centre.median) / scale);
			sums[place] = (sums[place] as number) + weight * distance;
			totals[place] = (totals[place] as number) + weight;
		});
	}
	return sums.map((sum, place) => ((totals[place] as number) > 0 ? sum / (totals[place] as number) : 0));
}
