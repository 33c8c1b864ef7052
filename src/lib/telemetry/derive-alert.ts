import type { Alert, Series, SeriesByName, Telemetry } from './incident-model.ts';
import { centreOf, valuesAt, weightedMean } from './statistics.ts';

/** What an alert is about: a node (or a service) and its signal, `latency`, `errors` or a metric's name. */
export type TrackName = { readonly node: string; readonly signal: string };

/** A series a monitor at the front door would watch. */
export type AlertTrack = TrackName & {
	readonly service: string;
	readonly metric: string;
	readonly series: Series;
	readonly calls: Series | undefined;
	readonly isRate: boolean;
};
type Alarm = {
	readonly watched: AlertTrack;
	readonly score: number;
	readonly at: number;
	readonly value: number;
	readonly baseline: number | null;
};

/** Reference windows a series needs before it is judged against its own past. */
const LEAST_REFERENCE = 3;
const HALF_TRUSTED_CALLS = 3;
/** Below this score an alert could be chance. */
const CLEAR_SCORE = 3;
/** Failing calls that are an alarm by themselves, percent. */
const ABSOLUTE_ERRORS = 5;
const NODE_METRICS = ['average_duration', 'error_rate', 'timeout_rate'];
const SERVICE_METRICS = [...NODE_METRICS, 'p90', 'server_p90_ms', 'client_p90_ms'];
const RESOURCE_METRICS = ['cpu_pct', 'mem_pct'];

/**
 * The alert a monitor at the front door would have raised, for sources that name none: of all routes (else of nodes nobody
 * calls, else of services) the one whose latency or errors stand farthest above the baseline windows, or without these
 * above its other windows; with too few windows the worst in absolute terms. With `wanted`, only that series is watched.
 * Undefined when there is nothing to watch.
 */
export function deriveAlert(telemetry: Telemetry, wanted?: TrackName): Alert | undefined {
	const watched = alertTracksOf(telemetry).filter(
		({ node, signal }) => !wanted || (node === wanted.node && signal === wanted.signal),
	);
	const [reference, judged] = windowsOf(telemetry);
	let best: Alarm | null = null;
	for (const track of watched) {
		const alarm = alarmOf(track, reference, judged);
		if (alarm && (!best || alarm.score > best.score)) best = alarm;
	}
	const isMeasured = best !== null;
	best ??= worstOf(watched, judged);
	if (!best) return undefined;
	const { node, service, signal } = best.watched;
	return {
		node,
		service,
		time: telemetry.minutes[best.at] as string,
		signal,
		value: best.value,
		baseline: best.baseline,
		score: isMeasured ? Math.round(best.score * 10) / 10 : null,
		weak: !isMeasured || best.score < CLEAR_SCORE,
		derived: true,
	};
}

/** Every series an alert can be about with how far it stands above the usual (null where that cannot be told), farthest first. */
export function rankAlertTracks(
	telemetry: Telemetry,
): readonly { readonly track: AlertTrack; readonly score: number | null }[] {
	const [reference, judged] = windowsOf(telemetry);
	return alertTracksOf(telemetry)
		.map((track) => ({ track, score: alarmOf(track, reference, judged)?.score ?? null }))
		.sort((a, b) => (b.score ?? Number.NEGATIVE_INFINITY) - (a.score ?? Number.NEGATIVE_INFINITY) || 0);
}

function windowsOf({ minutes, phase }: Telemetry): readonly [readonly number[], readonly number[]] {
	const all = minutes.map((_, index) => index);
	if (!phase?.includes('baseline')) return [all, all];
	return [
		all.filter((index) => phase[index] === 'baseline'),
		all.filter((index) => phase[index] === 'incident' || phase[index] === 'transition'),
	];
}

/** The series a monitor at the front door would watch: of routes, else of nodes nobody calls, else of services. */
export function alertTracksOf(telemetry: Telemetry): readonly AlertTrack[] {
	const called = new Set(telemetry.edges.map((edge) => edge.callee));
	const nodes = [...telemetry.nodes];
	const groups = [
		nodes.filter(([, node]) => node.kind === 'entry'),
		nodes.filter(([name, node]) => node.kind !== 'internal' && node.kind !== 'client' && !called.has(name)),
		nodes,
	];
	for (const group of groups) {
		const tracks = group.flatMap(([name, node]) => tracksOf(name, node.service, node.series, NODE_METRICS));
		if (tracks.length > 0) return tracks;
	}
	const services = [...telemetry.services];
	const tracks = services.flatMap(([name, { series, resources }]) =>
		tracksOf(name, name, new Map([...series, ...resources]), SERVICE_METRICS),
	);
	return tracks.length > 0
		? tracks
		: services.flatMap(([name, { resources }]) => tracksOf(name, name, resources, RESOURCE_METRICS));
}

function tracksOf(
	node: string,
	service: string,
	all: SeriesByName,
	metrics: readonly string[],
): readonly AlertTrack[] {
	return metrics.flatMap((metric) => {
		const series = all.get(metric);
		if (!series?.some((value) => value !== null)) return [];
		const isRate = metric.endsWith('_rate') || metric.endsWith('_pct');
		const signal = metric === 'average_duration' ? 'latency' : metric === 'error_rate' ? 'errors' : metric;
		return [{ node, service, signal, metric, series, calls: all.get('calls'), isRate }];
	});
}

/** How far a series rose: over all judged windows together where they are known, else in its worst one. */
function alarmOf(watched: AlertTrack, reference: readonly number[], judged: readonly number[]): Alarm | null {
	const { series, calls } = watched;
	const centre = centreOf(valuesAt(series, reference));
	if (!centre || valuesAt(series, reference).length < LEAST_REFERENCE) return null;
	const scale = watched.isRate
		? Math.max(centre.spread, 2)
		: Math.max(centre.spread, 0.1 * Math.abs(centre.median), 1);
	const scoreOf = (value: number, count: number | null) =>
		((value - centre.median) / scale) * (count === null ? 1 : count / (count + HALF_TRUSTED_CALLS));
	let worst: Alarm | null = null;
	for (const at of judged) {
		const value = series[at] ?? null;
		if (value === null) continue;
		const score = scoreOf(value, calls ? (calls[at] ?? 0) : null);
		if (!worst || score > worst.score) worst = { watched, score, at, value, baseline: centre.median };
	}
	const pooled = weightedMean(series, calls ?? series.map(() => 1), judged);
	if (!worst || judged === reference || !pooled) return worst;
	return { ...worst, score: scoreOf(pooled.mean, calls ? pooled.weight : null) };
}

/** The worst in absolute terms: failing calls first, then the longest duration. */
function worstOf(watched: readonly AlertTrack[], judged: readonly number[]): Alarm | null {
	let best: Alarm | null = null;
	for (const track of watched)
		for (const at of judged) {
			const value = track.series[at] ?? null;
			if (value === null) continue;
			const score = track.isRate ? (value >= ABSOLUTE_ERRORS ? 1e12 + value : -1 / (1 + value)) : value;
			if (!best || score > best.score) best = { watched: track, score, at, value, baseline: null };
		}
	return best;
}
