import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import {
	describe,
	halt,
	readArray,
	readEntries,
	readMinute,
	readName,
	readNumber,
	readObject,
} from '../field-reader.ts';
import type { WarningList } from '../import-failure.ts';
import type { Alert, NodeTelemetry } from '../incident-model.ts';
import { compareText } from '../time-order.ts';

/** Figures an endpoint has per minute. */
export const STAT_FIELDS = ['calls', 'error_rate', 'average_duration', 'timeout_rate'] as const;

const MAX_ENDPOINTS = 10_000;
const MAX_MINUTES = 5_000;
const MAX_CALLEES = 2_000;

/** That one endpoint called another in a minute. */
export type Call = { readonly caller: string; readonly callee: string; readonly minute: string };

/** Every call of `endpoints_maps`, in file order. */
export function readMaps(maps: JsonValue): readonly Call[] {
	const out: Call[] = [];
	for (const [caller, byMinute] of readEntries(maps, 'endpoints_maps', MAX_ENDPOINTS))
		for (const [minute, callees] of readEntries(byMinute, `endpoints_maps["${caller}"]`, MAX_MINUTES)) {
			const where = `endpoints_maps["${caller}"]["${minute}"]`;
			readMinute(minute, where);
			readArray(callees, where, MAX_CALLEES).forEach((callee, i) =>
				out.push({ caller, minute, callee: readName(callee, `${where}[${i}]`) }),
			);
		}
	return out;
}

/** All minutes of both files, sorted. */
export function minutesOf(stat: JsonObject, calls: readonly Call[]): readonly string[] {
	const seen = new Set(calls.map((call) => call.minute));
	for (const [endpoint, byMinute] of readEntries(stat, 'endpoints_stat', MAX_ENDPOINTS))
		for (const [minute] of readEntries(byMinute, `endpoints_stat["${endpoint}"]`, MAX_MINUTES))
			seen.add(readMinute(minute, `endpoints_stat["${endpoint}"]`));
	if (seen.size === 0) halt({ code: 'no-telemetry', where: 'endpoints_stat' });
	if (seen.size > MAX_MINUTES)
		halt({ code: 'too-many', where: 'endpoints_stat', limit: MAX_MINUTES, actual: seen.size });
	return [...seen].sort(compareText);
}

/** The nodes of `endpoints_stat`, one per endpoint, series aligned with `minutes`. */
export function readStat(stat: JsonObject, minutes: readonly string[]): Map<string, NodeTelemetry> {
	const nodes = new Map<string, NodeTelemetry>();
	for (const [endpoint, byMinute] of readEntries(stat, 'endpoints_stat', MAX_ENDPOINTS)) {
		const where = `endpoints_stat["${endpoint}"]`;
		const record = readObject(byMinute, where);
		const series = STAT_FIELDS.map(
			(field) =>
				[field, minutes.map((minute) => readFigure(record[minute], field, `${where}["${minute}"]`))] as const,
		);
		const measured = series.filter(([, values]) => values.some((value) => value !== null));
		nodes.set(endpoint, {
			service: endpoint,
			operation: endpoint,
			kind: 'server',
			series: new Map(measured),
			baselineSummary: new Map(),
		});
	}
	return nodes;
}

/** The earliest alert of `label`; undefined when it holds none. Later ones are reported as dropped. */
export function readLabel(
	label: JsonValue,
	nodes: ReadonlyMap<string, NodeTelemetry>,
	warnings: WarningList,
): Alert | undefined {
	for (const [minute, alerts] of readEntries(label, 'label', MAX_MINUTES).sort(([a], [b]) =>
		compareText(a, b),
	)) {
		const time = readMinute(minute, 'label');
		const [first, ...rest] = readEntries(alerts, `label["${minute}"]`, MAX_ENDPOINTS);
		if (!first) continue;
		if (rest.length > 0) warnings.add('dropped-row', `label["${minute}"]["${rest[0]?.[0]}"]`, 'later-alert');
		const node = first[0];
		if (!nodes.has(node)) warnings.add('alert-node-unknown', `label["${minute}"]`, node);
		return {
			node,
			service: node,
			time,
			signal: 'unspecified',
			value: null,
			baseline: null,
			score: null,
			weak: false,
			derived: false,
		};
	}
	return undefined;
}

function readFigure(entry: unknown, field: (typeof STAT_FIELDS)[number], where: string): number | null {
	if (entry === undefined || entry === null) return null;
	const record = readObject(entry, where);
	const value = record[field];
	if (value === undefined || value === null) {
		const success = record.success_rate;
		return field === 'error_rate' && typeof success === 'number'
			? 100 - readNumber(success, `${where}.success_rate`)
			: null;
	}
	const number = readNumber(value, `${where}.${field}`);
	if (number < 0)
		halt({
			code: 'bad-field',
			where: `${where}.${field}`,
			expected: 'number of at least 0',
			found: describe(value),
		});
	return number;
}
