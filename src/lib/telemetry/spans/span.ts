/** What a span stands for; `unknown` where the source does not say and it is told from the trace. */
export type SpanKind = 'server' | 'client' | 'internal' | 'unknown';

/** One span of a trace as any source gives it. Times in ms, `startMs` since the Unix epoch. */
export type Span = {
	readonly traceId: string;
	readonly spanId: string;
	/** null = a root; an id that no span of the trace has = a parent that is not in the file. */
	readonly parentId: string | null;
	readonly service: string;
	readonly operation: string;
	readonly kind: SpanKind;
	readonly startMs: number;
	readonly durationMs: number;
	readonly failed: boolean;
};

/** Which side of the onset the file of a span speaks for: 0 the baseline (or not known), 1 the incident. */
export type SpanSide = 0 | 1;
