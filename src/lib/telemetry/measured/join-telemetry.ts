import { formatMinute, secondsOfMinute } from '../field-reader.ts';
import { ImportHalt } from '../import-failure.ts';
import type { Phase, Series, SeriesByName, ServiceTelemetry, Telemetry } from '../incident-model.ts';
import type { LogTally } from './log-tally.ts';
import type { SampleTable } from './sample-table.ts';

const MOST_WINDOWS = 5_000;
/** Metrics of whole services; all others are its pod's resources. */
const SERVICE_METRICS: ReadonlySet<string> = new Set([
	'calls',
	'average_duration',
	'p50',
	'p90',
	'p95',
	'p99',
	'error_rate',
	'timeout_rate',
]);

type Window = {
	readonly start: number;
	readonly length: number;
	readonly span: number | null;
	phase: Phase | null;
};

/**
 * Telemetry of traces with samples and log lines laid on its windows. A sample speaks for the trace windows nearest to it;
 * where there are no traces it gets a window of its own, whose side is that of the traces around it.
 */
export function joinTelemetry(traces: Telemetry, samples: SampleTable, logs: LogTally): Telemetry {
	const step = samples.rows > 0 ? samples.step() : 60;
	const windows = windowsOf(traces, samples, logs, step);
	const ofSpan = new Map(windows.map((window, index) => [window.span, index]));
	const spread = (series: Series): Series =>
		windows.map(({ span }) => (span === null ? null : (series[span] ?? null)));
	const spreadAll = (all: SeriesByName): SeriesByName =>
		new Map([...all].map(([name, series]) => [name, spread(series)]));
	const placed = placeTimes(samples.times(), windows, step);
	const windowsOfTime = (seconds: number) => placed.get(seconds) ?? [];
	const sided = windows.some(({ phase }) => phase !== null);
	const measured = samples.rows > 0 || ofSpan.has(null);
	return {
		...traces,
		windowSeconds: traces.minutes.length > 0 ? traces.windowSeconds : step,
		minutes: windows.map(({ start }) => formatMinute(start)),
		...(measured && traces.minutes.length > 0 ? { seconds: windows.map(({ length }) => length) } : {}),
		...(sided ? { phase: windows.map(({ phase }) => phase ?? 'baseline') } : {}),
		...(traces.minutes.length > 0 && ofSpan.has(null)
			? { traceAvailable: windows.map(({ span }) => span !== null) }
			: {}),
		nodes: new Map(
			[...traces.nodes].map(([name, node]) => [name, { ...node, series: spreadAll(node.series) }]),
		),
		edges: traces.edges.map((edge) => ({
			...edge,
			...(edge.calls ? { calls: spread(edge.calls) } : {}),
			series: spreadAll(edge.series),
		})),
		innerEdges: traces.innerEdges.map((edge) => ({ ...edge, calls: spread(edge.calls) })),
		services: servicesOf(traces, samples, logs, spreadAll, windows.length, windowsOfTime),
		logs: logs.telemetry(windows.length, windowFinder(windows)),
	};
}

function servicesOf(
	traces: Telemetry,
	samples: SampleTable,
	logs: LogTally,
	spreadAll: (all: SeriesByName) => SeriesByName,
	length: number,
	windowsOfTime: (seconds: number) => readonly number[],
): ReadonlyMap<string, ServiceTelemetry> {
	const names = new Set([...traces.services.keys(), ...samples.services.keys(), ...logs.services.keys()]);
	return new Map(
		[...names].sort().map((name) => {
			const series = new Map(spreadAll(traces.services.get(name)?.series ?? new Map()));
			const resources = new Map<string, Series>();
			for (const [metric, values] of samples.series(name, length, windowsOfTime))
				if (!SERVICE_METRICS.has(metric)) resources.set(metric, values);
				else if (!series.has(metric)) series.set(metric, values);
			const pod = samples.pods.get(name);
			return [name, { ...(pod === undefined ? {} : { pod }), series, resources }];
		}),
	);
}

function windowsOf(traces: Telemetry, samples: SampleTable, logs: LogTally, step: number): readonly Window[] {
	const windows: Window[] = traces.minutes.map((minute, span) => ({
		start: secondsOfMinute(minute) as number,
		length: traces.windowSeconds,
		span,
		phase: traces.phase?.[span] ?? null,
	}));
	const known = [...windows];
	const onset = Math.min(...known.filter(({ phase }) => phase === 'incident').map(({ start }) => start));
	const own = new Set<number>();
	const reach = windows.length === 0 && samples.rows === 0 ? logs.reach() : null;
	const logTimes = reach ? ticks(reach[0], reach[1], step) : [];
	for (const time of [...samples.times(), ...logTimes]) {
		if (known.some(({ start, length }) => time >= start - step && time <= start + length + step)) continue;
		own.add(Math.round(time / step) * step);
	}
	if (own.size + windows.length > MOST_WINDOWS)
		throw new ImportHalt({
			code: 'too-many',
			where: 'windows',
			limit: MOST_WINDOWS,
			actual: own.size + windows.length,
		});
	const taken = new Set(known.map(({ start }) => start));
	for (const start of own)
		if (!taken.has(start))
			windows.push({
				start,
				length: step,
				span: null,
				phase: Number.isFinite(onset)
					? start >= onset
						? 'incident'
						: start > onset - 2 * step
							? 'pre'
							: 'baseline'
					: null,
			});
	return windows.sort((a, b) => a.start - b.start);
}

function ticks(first: number, last: number, step: number): readonly number[] {
	return Array.from(
		{ length: Math.min(MOST_WINDOWS, Math.floor((last - first) / step) + 1) },
		(_, i) => first + i * step,
	);
}

/** The windows each time speaks for: its own, and every trace window to which no other time is nearer. */
function placeTimes(
	times: readonly number[],
	windows: readonly Window[],
	step: number,
): ReadonlyMap<number, readonly number[]> {
	const placed = new Map<number, number[]>();
	windows.forEach((window, index) => {
		const middle = window.start + (window.span === null ? 0 : window.length / 2);
		const nearest = window.span === null ? step / 2 : step;
		let at = lowerBound(times, middle - nearest);
		let least = Number.POSITIVE_INFINITY;
		for (let i = at; i < times.length && (times[i] as number) <= middle + nearest; i++)
			least = Math.min(least, Math.abs((times[i] as number) - middle));
		const slack = window.span === null ? nearest : Math.min(nearest, least + step / 4);
		for (; at < times.length && (times[at] as number) <= middle + slack; at++) {
			const time = times[at] as number;
			if (Math.abs(time - middle) > slack) continue;
			// A time half way between two windows of samples belongs to one of them: the later, whose number it made.
			if (window.span === null && time - middle === slack) continue;
			const list = placed.get(time);
			if (list) list.push(index);
			else placed.set(time, [index]);
		}
	});
	return placed;
}

function lowerBound(sorted: readonly number[], value: number): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] as number) < value) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Finds the window a time falls into, each time once. */
function windowFinder(windows: readonly Window[]): (seconds: number) => number | null {
	const known = new Map<number, number | null>();
	return (seconds) => {
		const before = known.get(seconds);
		if (before !== undefined) return before;
		const found = windows.findLastIndex(({ start, length }) => start <= seconds && seconds < start + length);
		known.set(seconds, found === -1 ? null : found);
		return found === -1 ? null : found;
	};
}
