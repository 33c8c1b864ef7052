import type { JsonObject } from '../../primitives/json.ts';
import type { LogLevel } from '../../telemetry/measured/log-tally.ts';
import type { Span, SpanKind } from '../../telemetry/spans/span.ts';
import type { LogLine, Sample } from '../record-run.ts';

const KIND_NUMBERS: Readonly<Record<SpanKind, number>> = { unknown: 0, internal: 1, server: 2, client: 3 };
const SEVERITY_NUMBERS: Readonly<Record<LogLevel, number>> = { info: 9, warn: 13, error: 17 };
const STATUS_ERROR = 2;
/** Names and units of what pods report, as `k8s` receivers spell them. */
const METRICS: ReadonlyMap<string, readonly [name: string, unit: string]> = new Map([
	['cpu_pct', ['k8s.pod.cpu.utilization', '%']],
	['mem_pct', ['k8s.pod.memory.utilization', '%']],
]);
const SCOPE = { name: 'simulator' };

/** Spans as an OTLP/JSON export request: one resource per service, nanoseconds as text. */
export function encodeOtlpTraces(spans: readonly Span[]): JsonObject {
	return {
		resourceSpans: byService(spans).map(([service, members]) => ({
			resource: resourceOf(service),
			scopeSpans: [{ scope: SCOPE, spans: members.map(encodeSpan) }],
		})),
	};
}

/** What pods reported as an OTLP/JSON export request of gauges. */
export function encodeOtlpMetrics(samples: readonly Sample[]): JsonObject {
	return {
		resourceMetrics: byService(samples).map(([service, members]) => ({
			resource: resourceOf(service),
			scopeMetrics: [
				{ scope: SCOPE, metrics: [...METRICS.keys()].map((metric) => gaugeOf(metric, members)) },
			],
		})),
	};
}

/** Log lines as an OTLP/JSON export request. */
export function encodeOtlpLogs(lines: readonly LogLine[]): JsonObject {
	return {
		resourceLogs: byService(lines).map(([service, members]) => ({
			resource: resourceOf(service),
			scopeLogs: [{ scope: SCOPE, logRecords: members.map(encodeLine) }],
		})),
	};
}

function byService<T extends { readonly service: string }>(
	items: readonly T[],
): readonly (readonly [string, readonly T[]])[] {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(item.service);
		if (group) group.push(item);
		else groups.set(item.service, [item]);
	}
	return [...groups];
}

function resourceOf(service: string): JsonObject {
	return { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
}

function encodeSpan(span: Span): JsonObject {
	return {
		traceId: span.traceId,
		spanId: span.spanId,
		...(span.parentId === null ? {} : { parentSpanId: span.parentId }),
		name: span.operation,
		kind: KIND_NUMBERS[span.kind],
		startTimeUnixNano: nanosOf(span.startMs),
		endTimeUnixNano: nanosOf(span.startMs + span.durationMs),
		status: span.failed ? { code: STATUS_ERROR } : {},
	};
}

function gaugeOf(metric: string, samples: readonly Sample[]): JsonObject {
	const [name, unit] = METRICS.get(metric) as readonly [string, string];
	const points = samples.filter((sample) => sample.metric === metric);
	return {
		name,
		unit,
		gauge: {
			dataPoints: points.map(({ seconds, value }) => ({
				timeUnixNano: nanosOf(1000 * seconds),
				asDouble: value,
			})),
		},
	};
}

function encodeLine({ seconds, level, statement, isException }: LogLine): JsonObject {
	return {
		timeUnixNano: nanosOf(1000 * seconds),
		severityNumber: SEVERITY_NUMBERS[level],
		severityText: level.toUpperCase(),
		body: { stringValue: statement },
		attributes: isException ? [{ key: 'exception.type', value: { stringValue: 'SimulatedException' } }] : [],
	};
}

/** Milliseconds, whole microseconds of them, as nanoseconds in text: beyond 2^53 as a number. */
function nanosOf(ms: number): string {
	return `${Math.round(1000 * ms)}000`;
}
