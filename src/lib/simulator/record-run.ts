import type { LogLevel } from '../telemetry/measured/log-tally.ts';
import type { Span } from '../telemetry/spans/span.ts';
import { isAfterOnset, runSimulation, type SimulationOptions } from './run-simulation.ts';

/** One log line of a simulated service. */
export type LogLine = {
	readonly service: string;
	readonly seconds: number;
	readonly level: LogLevel;
	readonly statement: string;
	readonly isException: boolean;
};

/** One number a simulated pod reported. */
export type Sample = {
	readonly service: string;
	readonly metric: string;
	readonly seconds: number;
	readonly value: number;
};

/** All that a simulated run would have sent to its collectors, in the order of its requests. */
export type RecordedRun = {
	/** Ids are hexadecimal (traces 32 digits, spans 16), times whole microseconds. */
	readonly spans: readonly Span[];
	readonly logs: readonly LogLine[];
	readonly samples: readonly Sample[];
};

const TRACE_DIGITS = 32;
const SPAN_DIGITS = 16;
/** Most spans of one trace, as far as ids are concerned. */
const SPANS_PER_TRACE = 2 ** 16;

/** Runs a simulated system and keeps every span, log line and sample instead of counting them. */
export function recordRun(options: SimulationOptions): RecordedRun {
	const [spans, logs, samples] = [[] as Span[], [] as LogLine[], [] as Sample[]];
	const traces = new Map<string, number>();
	runSimulation(options, {
		spans: {
			add: (span) => {
				const trace = traces.get(span.traceId) ?? traces.size + 1;
				traces.set(span.traceId, trace);
				spans.push(withHexIds(span, trace));
			},
		},
		logs: {
			add: (service, seconds, level, statement, isException) =>
				logs.push({ service, seconds, level, statement, isException }),
		},
		samples: {
			add: (service, metric, seconds, value) => samples.push({ service, metric, seconds, value }),
		},
	});
	return { spans, logs, samples };
}

/** The spans of the traces that began before the onset, and of those that began after it. */
export function splitAtOnset({ spans }: RecordedRun): {
	readonly before: readonly Span[];
	readonly after: readonly Span[];
} {
	const late = new Set(
		spans
			.filter(({ parentId, startMs }) => parentId === null && isAfterOnset(startMs / 1000))
			.map(({ traceId }) => traceId),
	);
	return {
		before: spans.filter(({ traceId }) => !late.has(traceId)),
		after: spans.filter(({ traceId }) => late.has(traceId)),
	};
}

function withHexIds(span: Span, trace: number): Span {
	const idOf = (id: string) =>
		(trace * SPANS_PER_TRACE + Number(id) + 1).toString(16).padStart(SPAN_DIGITS, '0');
	return {
		...span,
		traceId: trace.toString(16).padStart(TRACE_DIGITS, '0'),
		spanId: idOf(span.spanId),
		parentId: span.parentId === null ? null : idOf(span.parentId),
		startMs: Math.round(1000 * span.startMs) / 1000,
		durationMs: Math.round(1000 * span.durationMs) / 1000,
	};
}
