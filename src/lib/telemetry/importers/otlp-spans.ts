import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import { isJsonObject } from '../../primitives/json.ts';
import type { WarningList } from '../import-failure.ts';
import { operationName } from '../spans/clean-name.ts';
import type { Span, SpanKind } from '../spans/span.ts';
import { attributeOf, fieldOf, millisecondsOf, objectsIn } from './otlp-value.ts';
import { faultOfTimes } from './span-files.ts';

const KINDS: readonly SpanKind[] = ['unknown', 'internal', 'server', 'client', 'client', 'server'];
const KIND_NAMES = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/** The spans of one `resourceSpans` entry. */
export function* spansOfResource(
	resource: JsonObject,
	service: string,
	where: string,
	warnings: WarningList,
): Generator<Span> {
	for (const scope of objectsIn(
		fieldOf(resource, 'scopeSpans', 'scope_spans', 'instrumentationLibrarySpans'),
	))
		for (const [index, value] of objectsIn(scope.spans).entries()) {
			const span = readSpan(value, service, where, warnings);
			if (typeof span === 'string')
				warnings.add('dropped-row', `${where} spans[${index}]`, span, `span ${span}`);
			else yield span;
		}
}

/** One span, or what is wrong with it. */
function readSpan(span: JsonObject, service: string, where: string, warnings: WarningList): Span | string {
	const traceId = fieldOf(span, 'traceId', 'trace_id');
	const spanId = fieldOf(span, 'spanId', 'span_id');
	const parent = fieldOf(span, 'parentSpanId', 'parent_span_id');
	if (typeof traceId !== 'string' || typeof spanId !== 'string') return 'no id';
	const startMs = millisecondsOf(fieldOf(span, 'startTimeUnixNano', 'start_time_unix_nano'));
	const durationMs = millisecondsOf(fieldOf(span, 'endTimeUnixNano', 'end_time_unix_nano')) - startMs;
	const fault = faultOfTimes(startMs, durationMs);
	if (fault) return `bad ${fault}`;
	return {
		traceId,
		spanId,
		parentId: typeof parent === 'string' && /[^0]/.test(parent) ? parent : null,
		service,
		operation: operationName(typeof span.name === 'string' ? span.name : '?', where, warnings),
		kind: kindOf(span.kind),
		startMs,
		durationMs,
		failed: hasFailed(span),
	};
}

function kindOf(kind: JsonValue | undefined): SpanKind {
	const index =
		typeof kind === 'string' ? KIND_NAMES.indexOf(kind.replace('SPAN_KIND_', '')) : Number(kind ?? 0);
	return KINDS[index] ?? 'unknown';
}

function hasFailed(span: JsonObject): boolean {
	const code = isJsonObject(span.status) ? span.status.code : undefined;
	if (code === 2 || code === 'STATUS_CODE_ERROR') return true;
	return (
		Number(attributeOf(span, 'http.response.status_code') ?? attributeOf(span, 'http.status_code')) >= 500
	);
}
