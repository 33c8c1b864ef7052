import type { Span } from '../../telemetry/spans/span.ts';

const HEADING = 'TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration';
/** What Kubernetes appends to the name of a deployment's pod. */
const POD_SUFFIX = '-7b6dc75c45-2z9p2';

/** Spans as a trace file of the Nezha data set: CSV, nanoseconds, no kind and no status, durations in microseconds. */
export function encodeNezhaTraces(spans: readonly Span[]): string {
	return `${[HEADING, ...spans.map(encodeSpan)].join('\n')}\n`;
}

function encodeSpan(span: Span): string {
	const start = Math.round(1000 * span.startMs);
	const duration = Math.round(1000 * span.durationMs);
	return [
		span.traceId,
		span.spanId,
		span.parentId ?? 'root',
		`${span.service}${POD_SUFFIX}`,
		span.operation,
		`${start}000`,
		`${start + duration}000`,
		duration,
	].join(',');
}
