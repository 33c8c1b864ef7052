import { FORBIDDEN_KEYS } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import {
	halt,
	readArray,
	readFlags,
	readMinute,
	readName,
	readNumber,
	readObject,
	readOptionalNumber,
	readSeries,
	readText,
	describe,
} from './field-reader.ts';
import { ImportHalt, WarningList, type ImportFailure, type ImportWarning } from './import-failure.ts';
import type { Alert, Incident, Phase, Telemetry } from './incident-model.ts';
import { readBlocks, type FileShape } from './incident-blocks.ts';

export type * from './incident-model.ts';
export { edgeSeenAt, serviceNamesOf, unitOf } from './incident-model.ts';

/** Newest version of the file form this code reads. */
export const INCIDENT_VERSION = 1;

/** Most windows an incident may have. */
export const MAX_MINUTES = 5_000;

const PHASES: ReadonlySet<string> = new Set(['baseline', 'pre', 'transition', 'incident']);
const TOP_FIELDS: ReadonlySet<string> = new Set([
	'version',
	'format',
	'id',
	'source',
	'system',
	'window_seconds',
	'unit',
	'minutes',
	'seconds',
	'phase',
	'trace_available',
	'alert',
	'nodes',
	'edges',
	'inner_edges',
	'services',
	'logs',
	'mesh_edges',
	'front_door',
	'baseline_source',
]);

/**
 * The incident of a value in the `incident-json` file form, with what was ignored on the way.
 * Fails with `no-alert` when the file names none, otherwise as {@link parseTelemetry}.
 */
export function parseIncident(
	value: unknown,
): Result<{ readonly incident: Incident; readonly warnings: readonly ImportWarning[] }, ImportFailure> {
	const parsed = parseTelemetry(value);
	if (!parsed.ok) return parsed;
	const { telemetry, warnings } = parsed.value;
	if (!telemetry.alert) return err({ code: 'no-alert', where: 'alert' });
	return ok({ incident: { ...telemetry, alert: telemetry.alert }, warnings });
}

/**
 * The telemetry of a value in the `incident-json` file form; its alert may be absent.
 * Fails with `bad-field`, `series-length`, `unknown-name`, `duplicate`, `too-many`, `newer-version`, each naming where.
 */
export function parseTelemetry(
	value: unknown,
): Result<{ readonly telemetry: Telemetry; readonly warnings: readonly ImportWarning[] }, ImportFailure> {
	const warnings = new WarningList();
	try {
		return ok({ telemetry: readTelemetry(value, warnings), warnings: warnings.list() });
	} catch (error) {
		if (error instanceof ImportHalt) return err(error.failure);
		throw error;
	}
}

function readTelemetry(value: unknown, warnings: WarningList): Telemetry {
	const file = readObject(value, '$');
	readVersion(file.version);
	for (const key of Object.keys(file)) {
		if (FORBIDDEN_KEYS.has(key))
			halt({ code: 'bad-field', where: key, expected: 'known field', found: describe(key) });
		if (!TOP_FIELDS.has(key)) warnings.add('unknown-field', key);
	}
	const minutes = readMinutes(file.minutes);
	const shape: FileShape = { length: minutes.length, warnings };
	const blocks = readBlocks(file, shape);
	const telemetry = {
		version: 1 as const,
		id: file.id === undefined ? 'unnamed' : readName(file.id, 'id'),
		source: file.source === undefined ? '' : readText(file.source, 'source'),
		system: file.system === undefined ? '' : readText(file.system, 'system'),
		windowSeconds: file.window_seconds === undefined ? 60 : readWindow(file.window_seconds),
		minutes,
		...(file.seconds === undefined
			? {}
			: { seconds: readSeries(file.seconds, 'seconds', minutes.length, 0) }),
		...(file.phase === undefined ? {} : { phase: readPhases(file.phase, minutes.length) }),
		...(file.trace_available === undefined
			? {}
			: { traceAvailable: readFlags(file.trace_available, 'trace_available', minutes.length) }),
		...blocks,
	};
	if (file.unit !== undefined && file.unit !== 'ms')
		halt({ code: 'bad-field', where: 'unit', expected: '"ms"', found: describe(file.unit) });
	if (file.alert === undefined || file.alert === null) return telemetry;
	return { ...telemetry, alert: readAlert(file.alert, telemetry, warnings) };
}

function readVersion(value: unknown): void {
	if (value === undefined) return;
	const version = readNumber(value, 'version');
	if (!Number.isInteger(version) || version < 1)
		halt({ code: 'bad-field', where: 'version', expected: 'positive integer', found: describe(value) });
	if (version > INCIDENT_VERSION)
		halt({ code: 'newer-version', supported: INCIDENT_VERSION, found: version });
}

function readWindow(value: unknown): number {
	const seconds = readNumber(value, 'window_seconds');
	if (seconds <= 0)
		halt({ code: 'bad-field', where: 'window_seconds', expected: 'positive number', found: describe(value) });
	return seconds;
}

function readMinutes(value: unknown): readonly string[] {
	const list = readArray(value, 'minutes', MAX_MINUTES);
	if (list.length === 0) halt({ code: 'no-telemetry', where: 'minutes' });
	const seen = new Set<string>();
	return list.map((entry, index) => {
		const minute = readMinute(entry, `minutes[${index}]`);
		if (seen.has(minute)) halt({ code: 'duplicate', where: `minutes[${index}]`, found: minute });
		seen.add(minute);
		return minute;
	});
}

function readPhases(value: unknown, length: number): readonly Phase[] {
	const list = readArray(value, 'phase', MAX_MINUTES);
	if (list.length !== length)
		halt({ code: 'series-length', where: 'phase', expected: length, actual: list.length });
	return list.map((entry, index) => {
		if (typeof entry !== 'string' || !PHASES.has(entry))
			return halt({
				code: 'bad-field',
				where: `phase[${index}]`,
				expected: [...PHASES].join(' | '),
				found: describe(entry),
			});
		return entry as Phase;
	});
}

function readAlert(value: unknown, telemetry: Telemetry, warnings: WarningList): Alert {
	const alert = readObject(value, 'alert');
	const node = readName(alert.node, 'alert.node');
	const known = telemetry.nodes.get(node);
	if (!known && !telemetry.services.has(node)) warnings.add('alert-node-unknown', 'alert.node', node);
	return {
		node,
		service:
			alert.service === undefined ? (known?.service ?? node) : readName(alert.service, 'alert.service'),
		time: readMinute(alert.time, 'alert.time'),
		signal: alert.signal === undefined ? 'unspecified' : readText(alert.signal, 'alert.signal'),
		value: readOptionalNumber(alert.value, 'alert.value'),
		baseline: readOptionalNumber(alert.baseline, 'alert.baseline'),
		score: readOptionalNumber(alert.score, 'alert.score'),
		weak: alert.weak === true,
		derived: alert.derived === true,
	};
}
