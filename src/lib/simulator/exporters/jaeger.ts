import type { JsonObject } from '../../primitives/json.ts';
import type { Span } from '../../telemetry/spans/span.ts';

/** Spans as the Jaeger UI saves them and its HTTP API answers: `{"data": [{"traceID", "spans", "processes"}]}`, microseconds. */
export function encodeJaeger(spans: readonly Span[]): JsonObject {
	const traces = new Map<string, Span[]>();
	for (const span of spans) {
		const trace = traces.get(span.traceId);
		if (trace) trace.push(span);
		else traces.set(span.traceId, [span]);
	}
	return {
		data: [...traces].map(([traceID, members]) => encodeTrace(traceID, members)),
		total: 0,
		limit: 0,
		offset: 0,
		errors: null,
	};
}

function encodeTrace(traceID: string, spans: readonly Span[]): JsonObject {
	const services = [...new Set(spans.map(({ service }) => service))];
	const processOf = new Map(services.map((service, index) => [service, `p${index + 1}`]));
	return {
		traceID,
		spans: spans.map((span) => encodeSpan(span, processOf.get(span.service) as string)),
		processes: Object.fromEntries(
			services.map((serviceName) => [processOf.get(serviceName) as string, { serviceName, tags: [] }]),
		),
		warnings: null,
	};
}

function encodeSpan(span: Span, processID: string): JsonObject {
	const { traceId: traceID, spanId: spanID, parentId, operation: operationName } = span;
	return {
		traceID,
		spanID,
		operationName,
		references: parentId === null ? [] : [{ refType: 'CHILD_OF', traceID, spanID: parentId }],
		startTime: Math.round(1000 * span.startMs),
		duration: Math.round(1000 * span.durationMs),
		tags: [
			...(span.kind === 'unknown' ? [] : [{ key: 'span.kind', type: 'string', value: span.kind }]),
			...(span.failed ? [{ key: 'error', type: 'bool', value: true }] : []),
		],
		logs: [],
		processID,
		warnings: null,
	};
}
