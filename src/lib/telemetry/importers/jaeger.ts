import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';
import { err, ok } from '../../primitives/result.ts';
import { WarningList } from '../import-failure.ts';
import { cleanName, operationName } from '../spans/clean-name.ts';
import type { Span, SpanKind } from '../spans/span.ts';
import { SpanTally } from '../spans/span-tally.ts';
import { catchHalts, reportOf, type Importer, type ImportSteps, type SourceFile } from './importer.ts';
import { looksLikeJson } from './source-file.ts';
import { closeTally, faultOfTimes, sidesOf } from './span-files.ts';

const TRACES_PER_STEP = 200;
const KINDS: ReadonlyMap<JsonValue | undefined, SpanKind> = new Map([
	['server', 'server'],
	['consumer', 'server'],
	['client', 'client'],
	['producer', 'client'],
	['internal', 'internal'],
]);

/** What the Jaeger UI saves and its HTTP API answers: `{"data": [{"traceID", "spans", "processes"}]}`, microseconds. */
export const jaegerImporter: Importer = {
	name: 'jaeger',
	lookedFor: '{"data": [{"traceID", "spans": […], "processes": {…}}]}',
	recognises: (file) =>
		looksLikeJson(file) && /"data"\s*:\s*\[/.test(file.head) && /"(?:traceID|spanID)"\s*:/.test(file.head),
	import: catchHalts(importJaeger),
};

function* importJaeger(files: readonly SourceFile[]): ImportSteps {
	const warnings = new WarningList();
	const tally = new SpanTally(warnings);
	const sides = sidesOf(files);
	let before = 0;
	for (const file of files) {
		const json = file.json();
		if (!json.ok) return json;
		const data = isJsonObject(json.value) ? json.value.data : undefined;
		if (!Array.isArray(data))
			return err({ code: 'bad-field', where: `${file.name} data`, expected: 'array', found: typeof data });
		for (const [index, trace] of (data as readonly JsonValue[]).entries()) {
			for (const span of spansOf(trace, `${file.name} data[${index}]`, warnings))
				tally.add(span, sides.of.get(file));
			if (index % TRACES_PER_STEP === 0)
				yield { bytes: before + (file.bytes.length * index) / data.length, rows: tally.added };
		}
		before += file.bytes.length;
		yield { bytes: before, rows: tally.added };
	}
	const telemetry = { ...closeTally(tally, sides, warnings), source: 'Jaeger JSON' };
	if (tally.spans === 0)
		return err({ code: 'no-telemetry', where: files.map((file) => file.name).join(', ') });
	return ok({
		telemetry,
		warnings: warnings.list(),
		report: reportOf('jaeger', files, telemetry, tally.spans),
	});
}

function* spansOf(trace: JsonValue, where: string, warnings: WarningList): Generator<Span> {
	const spans = isJsonObject(trace) ? trace.spans : undefined;
	if (!isJsonObject(trace) || !Array.isArray(spans))
		return warnings.add('dropped-row', where, 'no spans', 'trace');
	const services = new Map<string, string>();
	if (isJsonObject(trace.processes))
		for (const [id, process] of Object.entries(trace.processes))
			if (isJsonObject(process) && typeof process.serviceName === 'string')
				services.set(id, cleanName(process.serviceName, where, warnings));
	for (const [index, value] of (spans as readonly JsonValue[]).entries()) {
		const span = isJsonObject(value) ? readSpan(value, trace, services, where, warnings) : 'no object';
		if (typeof span === 'string')
			warnings.add('dropped-row', `${where}.spans[${index}]`, span, `span ${span}`);
		else yield span;
	}
}

/** One span, or what is wrong with it. */
function readSpan(
	span: JsonObject,
	trace: JsonObject,
	services: ReadonlyMap<string, string>,
	where: string,
	warnings: WarningList,
): Span | string {
	const { spanID, operationName: operation, startTime, duration } = span;
	const traceId = span.traceID ?? trace.traceID;
	if (typeof spanID !== 'string' || typeof traceId !== 'string') return 'no id';
	const service =
		typeof span.processID === 'string'
			? services.get(span.processID)
			: isJsonObject(span.process) && typeof span.process.serviceName === 'string'
				? cleanName(span.process.serviceName, where, warnings)
				: undefined;
	if (service === undefined) return 'no process';
	const [startMs, durationMs] = [Number(startTime) / 1000, Number(duration) / 1000];
	const fault = faultOfTimes(startMs, durationMs);
	if (fault) return `bad ${fault}`;
	return {
		traceId,
		spanId: spanID,
		parentId: parentOf(span, traceId),
		service,
		operation: operationName(typeof operation === 'string' ? operation : '?', where, warnings),
		...outcomeOf(span.tags),
		startMs,
		durationMs,
	};
}

/** The span it is a child of; links into other traces are none. Old files have `parentSpanID` instead. */
function parentOf(span: JsonObject, traceId: string): string | null {
	const references = Array.isArray(span.references) ? (span.references as readonly JsonValue[]) : [];
	let follows: string | null = null;
	for (const reference of references) {
		if (!isJsonObject(reference) || typeof reference.spanID !== 'string') continue;
		if (reference.traceID !== undefined && reference.traceID !== traceId) continue;
		if (reference.refType === 'CHILD_OF') return reference.spanID;
		follows ??= reference.spanID;
	}
	if (follows !== null) return follows;
	return typeof span.parentSpanID === 'string' && span.parentSpanID !== '' ? span.parentSpanID : null;
}

function outcomeOf(tags: JsonValue | undefined): { readonly kind: SpanKind; readonly failed: boolean } {
	let kind: SpanKind = 'unknown';
	let failed = false;
	for (const tag of Array.isArray(tags) ? (tags as readonly JsonValue[]) : []) {
		if (!isJsonObject(tag)) continue;
		const { key, value } = tag;
		if (key === 'span.kind') kind = KINDS.get(value) ?? 'unknown';
		else if (key === 'error') failed ||= value === true || value === 'true';
		else if (key === 'otel.status_code') failed ||= value === 'ERROR';
		else if (key === 'http.status_code' || key === 'http.response.status_code')
			failed ||= Number(value) >= 500;
	}
	return { kind, failed };
}
