import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import { describe, halt, readArray, readEntries, readMinute, readName, readNumber, readObject, secondsOfMinute } from '../field-reader.ts';
import { ImportHalt, WarningList, type ImportFailure } from '../import-failure.ts';
import type { Alert, EdgeTelemetry, NodeTelemetry, Phase, SeriesByName, Telemetry } from '../incident-model.ts';
import { compareText } from '../time-order.ts';
import { reportOf, type Imported, type Importer, type SourceFile } from './importer.ts';
import { looksLikeJson } from './source-file.ts';

const STAT_FIELDS = ['calls', 'error_rate', 'average_duration', 'timeout_rate'] as const;
const MAX_ENDPOINTS = 10_000;
const MAX_MINUTES = 5_000;
const MAX_CALLEES = 2_000;
/** The caller's name that stands for the world outside. */
const FRONT_DOOR = 'None';
const GUARD_WINDOWS = 1;
const NO_SERIES: SeriesByName = new Map();

type Part = 'endpoints_stat' | 'endpoints_maps' | 'label';

/** mABC's three files: `endpoints_stat`, `endpoints_maps`, `label`, told apart by content. Service = endpoint. */
export const mabcImporter: Importer = {
	name: 'mabc',
	lookedFor: '{endpoint: {minute: {calls, error_rate, …}}}, {caller: {minute: [callee]}}, {minute: {alert endpoint: […]}}',
	recognises: (file) => partOf(file) !== null,
	import(files) {
		try {
			return importMabc(files);
		} catch (error) {
			if (error instanceof ImportHalt) return err(error.failure);
			throw error;
		}
	}
};

function partOf(file: SourceFile): Part | null {
	if (!looksLikeJson(file)) return null;
	const json = file.json();
	if (!json.ok || !isJsonObject(json.value)) return null;
	for (const [key, value] of Object.entries(json.value)) {
		if (!isJsonObject(value)) return null;
		if (secondsOfMinute(key) !== null) return Object.values(value).every(Array.isArray) ? 'label' : null;
		for (const [minute, entry] of Object.entries(value)) {
			if (secondsOfMinute(minute) === null) return null;
			if (Array.isArray(entry)) return 'endpoints_maps';
			return isJsonObject(entry) && STAT_FIELDS.some((field) => field in entry) ? 'endpoints_stat' : null;
		}
	}
	return null;
}

function importMabc(files: readonly SourceFile[]): Result<Imported, ImportFailure> {
	const parts = new Map<Part, JsonValue>();
	for (const file of files) {
		const part = partOf(file);
		const json = file.json();
		if (!part || !json.ok) continue;
		if (parts.has(part)) return err({ code: 'duplicate', where: file.name, found: part });
		parts.set(part, json.value);
	}
	const stat = parts.get('endpoints_stat');
	if (!stat) return err({ code: 'missing-companion', file: files[0]?.name ?? '', expected: ['endpoints_stat'] });
	const warnings = new WarningList();
	const maps = parts.get('endpoints_maps') ?? {};
	if (!parts.has('endpoints_maps')) warnings.add('missing-calls', 'endpoints_maps');
	const telemetry = telemetryOf(readObject(stat, 'endpoints_stat') as JsonObject, maps, parts.get('label'), warnings);
	return ok({ telemetry, warnings: warnings.list(), report: reportOf('mabc', files, telemetry) });
}

function telemetryOf(stat: JsonObject, maps: JsonValue, label: JsonValue | undefined, warnings: WarningList): Telemetry {
	const calls = readMaps(maps);
	const minutes = minutesOf(stat, calls);
	const position = new Map(minutes.map((minute, index) => [minute, index]));
	const nodes = readStat(stat, minutes);
	for (const { caller, callee } of calls) {
		for (const name of [caller, callee]) {
			if (name === FRONT_DOOR || nodes.has(name)) continue;
			warnings.add('missing-metrics', `endpoints_stat["${name}"]`, name);
			nodes.set(name, { service: name, operation: name, kind: 'server', series: new Map(), baselineSummary: new Map() });
		}
	}
	const alert = label === undefined ? undefined : readLabel(label, nodes, warnings);
	return {
		version: 1,
		id: alert ? `mabc-${alert.time.replace(/\D/g, '')}` : 'mabc',
		source: 'mABC files',
		system: 'mabc',
		windowSeconds: windowSecondsOf(minutes),
		minutes,
		...(alert ? { phase: phasesOf(minutes, alert), alert } : {}),
		nodes: withEntries(nodes, calls, position),
		edges: edgesOf(calls, position),
		innerEdges: [],
		services: new Map(),
		logs: new Map(),
		meshEdges: [],
		frontDoor: new Map()
	};
}

type Call = { readonly caller: string; readonly callee: string; readonly minute: string };

function readMaps(maps: JsonValue): readonly Call[] {
	const out: Call[] = [];
	for (const [caller, byMinute] of readEntries(maps, 'endpoints_maps', MAX_ENDPOINTS))
		for (const [minute, callees] of readEntries(byMinute, `endpoints_maps["${caller}"]`, MAX_MINUTES)) {
			const where = `endpoints_maps["${caller}"]["${minute}"]`;
			readMinute(minute, where);
			readArray(callees, where, MAX_CALLEES).forEach((callee, i) => out.push({ caller, minute, callee: readName(callee, `${where}[${i}]`) }));
		}
	return out;
}

function minutesOf(stat: JsonObject, calls: readonly Call[]): readonly string[] {
	const seen = new Set(calls.map((call) => call.minute));
	for (const [endpoint, byMinute] of readEntries(stat, 'endpoints_stat', MAX_ENDPOINTS))
		for (const [minute] of readEntries(byMinute, `endpoints_stat["${endpoint}"]`, MAX_MINUTES))
			seen.add(readMinute(minute, `endpoints_stat["${endpoint}"]`));
	if (seen.size === 0) halt({ code: 'no-telemetry', where: 'endpoints_stat' });
	if (seen.size > MAX_MINUTES) halt({ code: 'too-many', where: 'endpoints_stat', limit: MAX_MINUTES, actual: seen.size });
	return [...seen].sort(compareText);
}

function readStat(stat: JsonObject, minutes: readonly string[]): Map<string, NodeTelemetry> {
	const nodes = new Map<string, NodeTelemetry>();
	for (const [endpoint, byMinute] of readEntries(stat, 'endpoints_stat', MAX_ENDPOINTS)) {
		const where = `endpoints_stat["${endpoint}"]`;
		const record = readObject(byMinute, where);
		const series = STAT_FIELDS.map((field) => [field, minutes.map((minute) => readFigure(record[minute], field, `${where}["${minute}"]`))] as const);
		const measured = series.filter(([, values]) => values.some((value) => value !== null));
		nodes.set(endpoint, { service: endpoint, operation: endpoint, kind: 'server', series: new Map(measured), baselineSummary: new Map() });
	}
	return nodes;
}

function readFigure(entry: unknown, field: (typeof STAT_FIELDS)[number], where: string): number | null {
	if (entry === undefined || entry === null) return null;
	const record = readObject(entry, where);
	const value = record[field];
	if (value === undefined || value === null) {
		const success = record.success_rate;
		return field === 'error_rate' && typeof success === 'number' ? 100 - readNumber(success, `${where}.success_rate`) : null;
	}
	const number = readNumber(value, `${where}.${field}`);
	if (number < 0) halt({ code: 'bad-field', where: `${where}.${field}`, expected: 'number of at least 0', found: describe(value) });
	return number;
}

function readLabel(label: JsonValue, nodes: ReadonlyMap<string, NodeTelemetry>, warnings: WarningList): Alert | undefined {
	for (const [minute, alerts] of readEntries(label, 'label', MAX_MINUTES).sort(([a], [b]) => compareText(a, b))) {
		const time = readMinute(minute, 'label');
		const [first, ...rest] = readEntries(alerts, `label["${minute}"]`, MAX_ENDPOINTS);
		if (!first) continue;
		if (rest.length > 0) warnings.add('dropped-row', `label["${minute}"]["${rest[0]?.[0]}"]`, 'later-alert');
		const node = first[0];
		if (!nodes.has(node)) warnings.add('alert-node-unknown', `label["${minute}"]`, node);
		return { node, service: node, time, signal: 'unspecified', value: null, baseline: null, score: null, weak: false, derived: false };
	}
	return undefined;
}

/** The alert's window and later ones are the incident; the window right before it is a guard; earlier ones are the baseline. */
function phasesOf(minutes: readonly string[], alert: Alert): readonly Phase[] {
	const onset = minutes.findIndex((minute) => minute >= alert.time);
	const first = onset === -1 ? minutes.length - 1 : onset;
	const guard = first > GUARD_WINDOWS + 1 ? GUARD_WINDOWS : 0;
	return minutes.map((_, index) => (index >= first ? 'incident' : index >= first - guard ? 'pre' : 'baseline'));
}

function windowSecondsOf(minutes: readonly string[]): number {
	let least = Number.POSITIVE_INFINITY;
	for (let i = 1; i < minutes.length; i++)
		least = Math.min(least, (secondsOfMinute(minutes[i] as string) ?? 0) - (secondsOfMinute(minutes[i - 1] as string) ?? 0));
	return Number.isFinite(least) && least > 0 ? least : 60;
}

function edgesOf(calls: readonly Call[], position: ReadonlyMap<string, number>): readonly EdgeTelemetry[] {
	const edges = new Map<string, { caller: string; callee: string; present: boolean[]; series: SeriesByName }>();
	for (const { caller, callee, minute } of calls) {
		if (caller === FRONT_DOOR) continue;
		const key = `${caller}\n${callee}`;
		const edge = edges.get(key) ?? { caller, callee, present: new Array<boolean>(position.size).fill(false), series: NO_SERIES };
		edge.present[position.get(minute) as number] = true;
		edges.set(key, edge);
	}
	return [...edges.values()];
}

function withEntries(nodes: ReadonlyMap<string, NodeTelemetry>, calls: readonly Call[], position: ReadonlyMap<string, number>): ReadonlyMap<string, NodeTelemetry> {
	const entered = new Map<string, boolean[]>();
	for (const call of calls) {
		if (call.caller !== FRONT_DOOR) continue;
		const flags = entered.get(call.callee) ?? new Array<boolean>(position.size).fill(false);
		flags[position.get(call.minute) as number] = true;
		entered.set(call.callee, flags);
	}
	return new Map([...nodes].map(([name, node]) => [name, entered.has(name) ? { ...node, entered: entered.get(name) as boolean[] } : node]));
}
