import { MAX_ROW_BYTES } from '../evidence/parse-row.ts';
import type { BaselineRow, EdgeRow, EvidenceRow, LogRow, MetricRow } from '../evidence/row.ts';
import { jsonBytes } from './field-reader.ts';
import {
	edgeSeenAt,
	unitOf,
	type Incident,
	type NodeKind,
	type Series,
	type SeriesByName,
} from './incident-model.ts';
import { serviceSeriesOf } from './service-series.ts';
import { centreOf, MAD_SCALE, valuesAt } from './statistics.ts';
import { affectedWindowsOf, windowsOf, type Windows } from './windows.ts';

/** Most rows an incident commits to; beyond it endpoints' rows are left out, services' never. */
export const MAX_ROWS = 20_000;

/** Most windows that get rows: those nearest the alert. */
export const MAX_ROW_WINDOWS = 12;

/** Series of endpoints that get rows; work inside an endpoint (`internal`, `client`) gets its counts and typical own time. */
const ENDPOINT_METRICS: ReadonlySet<string> = new Set([
	'calls',
	'average_duration',
	'p90',
	'self_duration',
	'self_p50',
	'error_rate',
	'timeout_rate',
	'cpu_pct',
	'mem_pct',
]);
const INNER_METRICS: ReadonlySet<string> = new Set(['calls', 'self_p50']);
/** Series of services that no finding cites. */
const SKIPPED_SERVICE_METRICS = /^(syscall_|net_|mem_mib|node_cpu)/;
const MAX_LEVEL = 128;
const MAX_WORD = 64;

/**
 * Every fact an incident commits to, for the windows the analyst used: nodes, edges, metrics of services and endpoints
 * with their baselines, log counts. Deterministic, no fact twice, each row at most 1 KiB. Claims cite only these.
 */
export function rowsOfIncident(
	incident: Incident,
	windows: Windows = windowsOf(incident),
	services: ReadonlyMap<string, SeriesByName> = serviceSeriesOf(incident),
): readonly EvidenceRow[] {
	const rows = new Map<string, EvidenceRow>();
	const add = (row: EvidenceRow) => {
		const fact = factKeyOf(row);
		if (rows.size < MAX_ROWS && !rows.has(fact) && fitsRow(row)) rows.set(fact, row);
	};
	const shown = shownWindowsOf(incident, windows);
	for (const name of services.keys()) add({ kind: 'node', node: name });
	for (const [name, node] of incident.nodes) if (!isInner(node.kind)) add({ kind: 'node', node: name });
	const alert = incident.nodes.get(incident.alert.node);
	if (alert)
		addSeries(
			add,
			incident,
			incident.alert.node,
			alert.series,
			shown,
			windows,
			(metric) => !metric.startsWith('p9'),
		);
	for (const [name, series] of services)
		if (!incident.nodes.has(name))
			addSeries(
				add,
				incident,
				name,
				series,
				shown,
				windows,
				(metric) => !SKIPPED_SERVICE_METRICS.test(metric),
			);
	addEdges(add, incident, shown);
	addLogs(add, incident, shown, windows);
	for (const [name, node] of incident.nodes) {
		const wanted = isInner(node.kind) ? INNER_METRICS : ENDPOINT_METRICS;
		addSeries(add, incident, name, node.series, shown, windows, (metric) => wanted.has(metric));
	}
	return [...rows.values()];
}

function isInner(kind: NodeKind): boolean {
	return kind === 'internal' || kind === 'client';
}

/** What a row is about without its numbers, as one cheap key: names hold no line breaks. */
export function factKeyOf(row: EvidenceRow): string {
	switch (row.kind) {
		case 'metric':
			return `m\n${row.node}\n${row.metric}\n${row.minute}`;
		case 'baseline':
			return `b\n${row.node}\n${row.metric}`;
		case 'log':
			return `l\n${row.node}\n${row.level}\n${row.minute}`;
		case 'edge':
			return `e\n${row.caller}\n${row.callee}\n${row.minute}`;
		case 'node':
			return `n\n${row.node}`;
	}
}

/** The windows that get rows, in time order: those of the incident, and the cut onset window where only it has traces. */
export function shownWindowsOf(incident: Incident, windows: Windows): readonly number[] {
	const traced = windows.incident.some((index) => incident.traceAvailable?.[index] !== false);
	const wanted = traced ? windows.incident : affectedWindowsOf(windows);
	if (wanted.length <= MAX_ROW_WINDOWS) return wanted;
	const at = Math.max(0, wanted.indexOf(windows.focus));
	const start = Math.max(0, Math.min(at - MAX_ROW_WINDOWS / 2, wanted.length - MAX_ROW_WINDOWS));
	return wanted.slice(start, start + MAX_ROW_WINDOWS);
}

/** The level text of the row that counts one log statement: severity and statement as the source wrote them. */
export function levelOfTemplate(template: string): string {
	return template.slice(0, MAX_LEVEL);
}

function fitsRow(row: EvidenceRow): boolean {
	if (row.kind === 'edge') return jsonBytes(row.caller) + jsonBytes(row.callee) < MAX_ROW_BYTES - 160;
	if (row.kind === 'metric' || row.kind === 'baseline') return row.metric.length <= MAX_WORD;
	return true;
}

function addSeries(
	add: (row: EvidenceRow) => void,
	incident: Incident,
	node: string,
	all: SeriesByName,
	shown: readonly number[],
	windows: Windows,
	wanted: (metric: string) => boolean,
): void {
	for (const [metric, series] of all) {
		if (!wanted(metric)) continue;
		if (!isEverNotZero(series, shown) && !isEverNotZero(series, windows.baseline)) continue;
		let seen = false;
		for (const index of shown) {
			const row = metricRow(incident, node, metric, series, index);
			if (!row) continue;
			add(row);
			seen = true;
		}
		const baseline =
			seen || hasBaselineCounts(metric, series, windows)
				? baselineRow(incident, node, metric, series, windows)
				: null;
		if (baseline) add(baseline);
	}
}

function isEverNotZero(series: Series, windows: readonly number[]): boolean {
	return windows.some((index) => (series[index] ?? 0) !== 0);
}

function hasBaselineCounts(metric: string, series: Series, windows: Windows): boolean {
	return metric === 'calls' && valuesAt(series, windows.baseline).some((value) => value > 0);
}

function metricRow(
	incident: Incident,
	node: string,
	metric: string,
	series: Series,
	index: number,
): MetricRow | null {
	const value = series[index] ?? null;
	const minute = incident.minutes[index];
	if (value === null || minute === undefined) return null;
	return { kind: 'metric', node, minute, metric, value, unit: unitOf(metric) };
}

function baselineRow(
	incident: Incident,
	node: string,
	metric: string,
	series: Series,
	windows: Windows,
): BaselineRow | null {
	const summary = incident.nodes.get(node)?.baselineSummary.get(metric);
	if (summary)
		return {
			kind: 'baseline',
			node,
			metric,
			median: summary.median,
			spread: MAD_SCALE * summary.mad,
			samples: summary.n,
		};
	const values = valuesAt(series, windows.baseline);
	const centre = centreOf(values);
	if (!centre) return null;
	return {
		kind: 'baseline',
		node,
		metric,
		median: centre.median,
		spread: centre.spread,
		samples: values.length,
	};
}

function addEdges(add: (row: EvidenceRow) => void, incident: Incident, shown: readonly number[]): void {
	for (const edge of incident.edges) {
		const { caller, callee } = edge;
		if (!edge.calls && !edge.present) {
			add({ kind: 'edge', caller, callee, minute: null, calls: null });
			continue;
		}
		for (const index of shown) {
			const minute = incident.minutes[index] as string;
			const calls = edge.calls?.[index] ?? null;
			if (calls === null && !edgeSeenAt(edge, index)) continue;
			const row: EdgeRow = { kind: 'edge', caller, callee, minute, calls };
			add(row);
		}
	}
}

function addLogs(
	add: (row: EvidenceRow) => void,
	incident: Incident,
	shown: readonly number[],
	windows: Windows,
): void {
	for (const [service, logs] of incident.logs) {
		for (const [level, series] of logs.levels)
			for (const index of shown) if (series[index]) addLog(add, incident, service, level, series, index);
		for (const [template, series] of logs.templates) {
			const level = levelOfTemplate(template);
			const known = valuesAt(series, windows.baseline).some((count) => count > 0);
			const now = valuesAt(series, shown).some((count) => count > 0);
			if (known || now) for (const index of shown) addLog(add, incident, service, level, series, index);
		}
	}
}

function addLog(
	add: (row: EvidenceRow) => void,
	incident: Incident,
	node: string,
	level: string,
	series: Series,
	index: number,
): void {
	const count = series[index] ?? null;
	const minute = incident.minutes[index];
	if (count === null || minute === undefined) return;
	const row: LogRow = { kind: 'log', node, minute, level, count };
	add(row);
}
