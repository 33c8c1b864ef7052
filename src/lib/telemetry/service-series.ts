import type { EdgeTelemetry, Incident, NodeTelemetry, Series, SeriesByName } from './incident-model.ts';

/**
 * Series of every service, by name: those the file gives (spans and resources), and where it does not, sums and
 * call-weighted means over its endpoints; plus `self_ms_per_request` (own time per front-door request) and
 * `inbound_gap_p50` / `outbound_gap_p50` (client span minus server span over its inbound / outbound calls, ms). What the
 * ingress measured stands at the alerted service as `front_door_*`.
 */
export function serviceSeriesOf(incident: Incident): ReadonlyMap<string, SeriesByName> {
	const groups = groupNodes(incident);
	const requests = frontDoorRequestsOf(incident);
	const gaps = gapSeriesOf(incident);
	const names = new Set([...groups.keys(), ...incident.services.keys()]);
	const out = new Map<string, SeriesByName>();
	for (const name of [...names].sort()) {
		const given = incident.services.get(name);
		const nodes = groups.get(name) ?? [];
		const series = new Map<string, Series>([...(given?.series ?? []), ...(given?.resources ?? [])]);
		if (!series.has('calls'))
			for (const [metric, values] of endpointSums(nodes, incident.minutes.length))
				if (!series.has(metric)) series.set(metric, values);
		const own = requests && selfTimePerRequest(nodes, requests);
		if (own) series.set('self_ms_per_request', own);
		for (const [metric, values] of gaps.get(name) ?? []) series.set(metric, values);
		if (name === incident.alert.service)
			for (const [metric, values] of incident.frontDoor) series.set(`front_door_${metric}`, values);
		out.set(name, series);
	}
	return out;
}

/** Requests that entered the system per window; null where no node is an entry with counts. */
export function frontDoorRequestsOf(incident: Incident): Series | null {
	const entries = [...incident.nodes.values()].filter(
		(node) => node.kind === 'entry' && node.series.has('calls'),
	);
	if (entries.length === 0) return null;
	return incident.minutes.map((_, index) => {
		let total: number | null = null;
		for (const node of entries) {
			const calls = node.series.get('calls')?.[index] ?? null;
			if (calls !== null) total = (total ?? 0) + calls;
		}
		return total;
	});
}

function groupNodes(incident: Incident): ReadonlyMap<string, readonly NodeTelemetry[]> {
	const groups = new Map<string, NodeTelemetry[]>();
	for (const node of incident.nodes.values()) {
		const group = groups.get(node.service);
		if (group) group.push(node);
		else groups.set(node.service, [node]);
	}
	return groups;
}

function endpointSums(nodes: readonly NodeTelemetry[], length: number): SeriesByName {
	const endpoints = nodes.filter(
		(node) =>
			node.kind === 'server' || node.kind === 'service' || node.kind === 'resource' || node.kind === 'remote',
	);
	const out = new Map<string, Series>();
	if (!endpoints.some((node) => node.series.has('calls'))) return out;
	const indices = Array.from({ length }, (_, index) => index);
	out.set(
		'calls',
		indices.map((index) => sumOver(endpoints, index)),
	);
	for (const metric of ['average_duration', 'error_rate', 'timeout_rate'])
		if (endpoints.some((node) => node.series.has(metric)))
			out.set(
				metric,
				indices.map((index) => meanOver(endpoints, metric, index)),
			);
	return out;
}

function sumOver(nodes: readonly NodeTelemetry[], index: number): number | null {
	let total: number | null = null;
	for (const node of nodes) {
		const calls = node.series.get('calls')?.[index] ?? null;
		if (calls !== null) total = (total ?? 0) + calls;
	}
	return total;
}

function meanOver(nodes: readonly NodeTelemetry[], metric: string, index: number): number | null {
	let [sum, weight] = [0, 0];
	for (const node of nodes) {
		const value = node.series.get(metric)?.[index] ?? null;
		const calls = node.series.get('calls')?.[index] ?? null;
		if (value === null || !calls) continue;
		sum += value * calls;
		weight += calls;
	}
	return weight > 0 ? sum / weight : null;
}

function selfTimePerRequest(nodes: readonly NodeTelemetry[], requests: Series): Series | null {
	const own = nodes.filter(
		(node) => node.kind !== 'entry' && node.series.has('self_duration') && node.series.has('calls'),
	);
	if (own.length === 0) return null;
	return requests.map((total, index) => {
		if (!total) return null;
		let sum = 0;
		for (const node of own)
			sum += (node.series.get('self_duration')?.[index] ?? 0) * (node.series.get('calls')?.[index] ?? 0);
		return sum / total;
	});
}

function gapSeriesOf(incident: Incident): ReadonlyMap<string, SeriesByName> {
	const inbound = new Map<string, EdgeTelemetry[]>();
	const outbound = new Map<string, EdgeTelemetry[]>();
	for (const edge of incident.edges) {
		if (!edge.calls || !edge.series.has('gap_p50')) continue;
		push(inbound, incident.nodes.get(edge.callee)?.service, edge);
		push(outbound, incident.nodes.get(edge.caller)?.service, edge);
	}
	const out = new Map<string, SeriesByName>();
	for (const name of new Set([...inbound.keys(), ...outbound.keys()])) {
		const series = new Map<string, Series>();
		const [into, from] = [inbound.get(name), outbound.get(name)];
		if (into) series.set('inbound_gap_p50', gapMeans(into, incident.minutes.length));
		if (from) series.set('outbound_gap_p50', gapMeans(from, incident.minutes.length));
		out.set(name, series);
	}
	return out;
}

function push<T>(groups: Map<string, T[]>, key: string | undefined, value: T): void {
	if (key === undefined) return;
	const group = groups.get(key);
	if (group) group.push(value);
	else groups.set(key, [value]);
}

function gapMeans(edges: readonly EdgeTelemetry[], length: number): Series {
	return Array.from({ length }, (_, index) => {
		let [sum, weight] = [0, 0];
		for (const edge of edges) {
			const gap = edge.series.get('gap_p50')?.[index] ?? null;
			const calls = edge.calls?.[index] ?? null;
			if (gap === null || !calls) continue;
			sum += gap * calls;
			weight += calls;
		}
		return weight > 0 ? sum / weight : null;
	});
}
