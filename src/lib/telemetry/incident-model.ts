/** One value per window; `null` = no data in that window. */
export type Series = readonly (number | null)[];

/**
 * What a window is: `baseline` fault-free reference, `pre` guard right before the onset (never a baseline),
 * `transition` the rest of the onset window, `incident` after it.
 */
export type Phase = 'baseline' | 'pre' | 'transition' | 'incident';

/** What a node stands for: an endpoint (`server`), a call made (`client`), work inside (`internal`), a route at the front door (`entry`), or a metric-only box. */
export type NodeKind = 'server' | 'client' | 'internal' | 'entry' | 'service' | 'resource' | 'remote';

/** Named series of one thing. Names are those of the file form (`average_duration`, `error_rate`, `cpu_pct`…). */
export type SeriesByName = ReadonlyMap<string, Series>;

/** Robust summary of one series over all fault-free windows, also those that are not shipped. */
export type BaselineSummary = {
	readonly n: number;
	readonly median: number;
	readonly mad: number;
	readonly q25?: number;
	readonly q75?: number;
	readonly p99?: number;
	readonly min?: number;
	readonly max?: number;
};

/** Series of one node. Durations ms, rates percent 0–100. */
export type NodeTelemetry = {
	readonly service: string;
	readonly operation: string;
	readonly kind: NodeKind;
	readonly series: SeriesByName;
	readonly baselineSummary: ReadonlyMap<string, BaselineSummary>;
	/** Windows in which requests from outside reached this node; absent where the source does not say. */
	readonly entered?: readonly boolean[];
};

/**
 * A call between nodes of different services. `present` says per window whether it was seen, where the source has no
 * counts; with neither `calls` nor `present` the edge is static (PetShop).
 */
export type EdgeTelemetry = {
	readonly caller: string;
	readonly callee: string;
	readonly calls?: Series;
	readonly present?: readonly boolean[];
	readonly series: SeriesByName;
};

/** Calls of `child` made while `parent` ran, both operations of one service. */
export type InnerEdge = {
	readonly service: string;
	readonly parent: string;
	readonly child: string;
	readonly calls: Series;
};

/** Series of one service: those over all its spans, and its pod's resources. */
export type ServiceTelemetry = {
	readonly pod?: string;
	readonly series: SeriesByName;
	readonly resources: SeriesByName;
};

/** Log lines of one service: per level (`info`, `warn`, `error`, `exception`) and per statement (`SEV Class#line`). */
export type LogTelemetry = { readonly levels: SeriesByName; readonly templates: SeriesByName };

/** Median latency of the calls from one service to another as both sides' mesh proxies saw it, ms. */
export type MeshEdge = {
	readonly caller: string;
	readonly callee: string;
	readonly sourceP50: Series;
	readonly destinationP50: Series;
};

/** What called for help: a node, a time, and where known the signal with its value against its baseline. */
export type Alert = {
	readonly node: string;
	readonly service: string;
	readonly time: string;
	readonly signal: string;
	readonly value: number | null;
	readonly baseline: number | null;
	readonly score: number | null;
	readonly weak: boolean;
	/** True when no source named an alert and one was derived from the front door. */
	readonly derived: boolean;
};

/** The normalised incident: every series is aligned with `minutes`, which need not be sorted nor whole minutes. */
export type Incident = {
	readonly version: 1;
	readonly id: string;
	readonly source: string;
	readonly system: string;
	readonly windowSeconds: number;
	readonly minutes: readonly string[];
	/** True length of each window in seconds, where windows are cut. */
	readonly seconds?: Series;
	/** Absent = not known: the windows are then found by onset detection. */
	readonly phase?: readonly Phase[];
	/** False = the trace data of that window is absent (metrics only). */
	readonly traceAvailable?: readonly boolean[];
	readonly alert: Alert;
	readonly nodes: ReadonlyMap<string, NodeTelemetry>;
	readonly edges: readonly EdgeTelemetry[];
	readonly innerEdges: readonly InnerEdge[];
	readonly services: ReadonlyMap<string, ServiceTelemetry>;
	readonly logs: ReadonlyMap<string, LogTelemetry>;
	readonly meshEdges: readonly MeshEdge[];
	readonly frontDoor: SeriesByName;
};

/** Everything of an incident but its alert: what an importer reads out of files that name none. */
export type Telemetry = Omit<Incident, 'alert'> & { readonly alert?: Alert };

/** The unit of a series by its name: `ms`, `percent`, `count`, `bytes`, `mib`, `millicores`, `ratio`. */
export function unitOf(metric: string): string {
	if (metric.endsWith('_rate') || metric.endsWith('_pct')) return 'percent';
	if (metric.endsWith('_bytes')) return 'bytes';
	if (metric.endsWith('_mib')) return 'mib';
	if (metric.endsWith('_millicores')) return 'millicores';
	if (metric.endsWith('_per_call') || metric.endsWith('_per_trace')) return 'ratio';
	if (metric === 'calls' || metric.startsWith('syscall_') || metric.endsWith('_ops')) return 'count';
	return 'ms';
}

/** Whether an edge was seen in window `index`; static edges always are. */
export function edgeSeenAt(edge: EdgeTelemetry, index: number): boolean {
	if (edge.calls && edge.calls[index] !== null && edge.calls[index] !== undefined)
		return edge.calls[index] > 0;
	if (edge.present) return edge.present[index] === true;
	return edge.calls === undefined;
}

/** Every service name of an incident, sorted: those of nodes and those that only have resources. */
export function serviceNamesOf(incident: Incident): string[] {
	const names = new Set<string>(incident.services.keys());
	for (const node of incident.nodes.values()) names.add(node.service);
	return [...names].sort();
}
