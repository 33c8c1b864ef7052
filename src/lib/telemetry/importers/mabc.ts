import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';
import { err, ok, type Result } from '../../primitives/result.ts';
import { readObject, secondsOfMinute } from '../field-reader.ts';
import { WarningList, type ImportFailure } from '../import-failure.ts';
import type {
	Alert,
	EdgeTelemetry,
	NodeTelemetry,
	Phase,
	SeriesByName,
	Telemetry,
} from '../incident-model.ts';
import { atOnce, catchHalts, reportOf, type Imported, type Importer, type SourceFile } from './importer.ts';
import { minutesOf, readLabel, readMaps, readStat, STAT_FIELDS, type Call } from './mabc-tables.ts';
import { looksLikeJson } from './source-file.ts';

/** The caller's name that stands for the world outside. */
const FRONT_DOOR = 'None';
const GUARD_WINDOWS = 1;
const NO_SERIES: SeriesByName = new Map();

type Part = 'endpoints_stat' | 'endpoints_maps' | 'label';

/** mABC's three files: `endpoints_stat`, `endpoints_maps`, `label`, told apart by content. Service = endpoint. */
export const mabcImporter: Importer = {
	name: 'mabc',
	lookedFor:
		'{endpoint: {minute: {calls, error_rate, …}}}, {caller: {minute: [callee]}}, {minute: {alert endpoint: […]}}',
	recognises: (file) => partOf(file) !== null,
	import: catchHalts(atOnce(importMabc)),
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
	if (!stat)
		return err({ code: 'missing-companion', file: files[0]?.name ?? '', expected: ['endpoints_stat'] });
	const warnings = new WarningList();
	const maps = parts.get('endpoints_maps') ?? {};
	if (!parts.has('endpoints_maps')) warnings.add('missing-calls', 'endpoints_maps');
	const telemetry = telemetryOf(
		readObject(stat, 'endpoints_stat') as JsonObject,
		maps,
		parts.get('label'),
		warnings,
	);
	return ok({ telemetry, warnings: warnings.list(), report: reportOf('mabc', files, telemetry) });
}

function telemetryOf(
	stat: JsonObject,
	maps: JsonValue,
	label: JsonValue | undefined,
	warnings: WarningList,
): Telemetry {
	const calls = readMaps(maps);
	const minutes = minutesOf(stat, calls);
	const position = new Map(minutes.map((minute, index) => [minute, index]));
	const nodes = readStat(stat, minutes);
	for (const { caller, callee } of calls) {
		for (const name of [caller, callee]) {
			if (name === FRONT_DOOR || nodes.has(name)) continue;
			warnings.add('missing-metrics', `endpoints_stat["${name}"]`, name);
			nodes.set(name, {
				service: name,
				operation: name,
				kind: 'server',
				series: new Map(),
				baselineSummary: new Map(),
			});
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
		frontDoor: new Map(),
	};
}

/** The alert's window and later ones are the incident; the window right before it is a guard; earlier ones are the baseline. */
function phasesOf(minutes: readonly string[], alert: Alert): readonly Phase[] {
	const onset = minutes.findIndex((minute) => minute >= alert.time);
	const first = onset === -1 ? minutes.length - 1 : onset;
	const guard = first > GUARD_WINDOWS + 1 ? GUARD_WINDOWS : 0;
	return minutes.map((_, index) =>
		index >= first ? 'incident' : index >= first - guard ? 'pre' : 'baseline',
	);
}

function windowSecondsOf(minutes: readonly string[]): number {
	let least = Number.POSITIVE_INFINITY;
	for (let i = 1; i < minutes.length; i++)
		least = Math.min(
			least,
			(secondsOfMinute(minutes[i] as string) ?? 0) - (secondsOfMinute(minutes[i - 1] as string) ?? 0),
		);
	return Number.isFinite(least) && least > 0 ? least : 60;
}

function edgesOf(calls: readonly Call[], position: ReadonlyMap<string, number>): readonly EdgeTelemetry[] {
	const edges = new Map<
		string,
		{ caller: string; callee: string; present: boolean[]; series: SeriesByName }
	>();
	for (const { caller, callee, minute } of calls) {
		if (caller === FRONT_DOOR) continue;
		const key = `${caller}\n${callee}`;
		const edge = edges.get(key) ?? {
			caller,
			callee,
			present: new Array<boolean>(position.size).fill(false),
			series: NO_SERIES,
		};
		edge.present[position.get(minute) as number] = true;
		edges.set(key, edge);
	}
	return [...edges.values()];
}

function withEntries(
	nodes: ReadonlyMap<string, NodeTelemetry>,
	calls: readonly Call[],
	position: ReadonlyMap<string, number>,
): ReadonlyMap<string, NodeTelemetry> {
	const entered = new Map<string, boolean[]>();
	for (const call of calls) {
		if (call.caller !== FRONT_DOOR) continue;
		const flags = entered.get(call.callee) ?? new Array<boolean>(position.size).fill(false);
		flags[position.get(call.minute) as number] = true;
		entered.set(call.callee, flags);
	}
	return new Map(
		[...nodes].map(([name, node]) => [
			name,
			entered.has(name) ? { ...node, entered: entered.get(name) as boolean[] } : node,
		]),
	);
}
