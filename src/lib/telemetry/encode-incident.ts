import type { JsonObject, JsonValue } from '../primitives/json.ts';
import type { EdgeTelemetry, Incident, NodeTelemetry, SeriesByName, Telemetry } from './incident-model.ts';

/** The `incident-json` file form of an incident (or of telemetry without an alert); parsing it gives the same model. */
export function encodeIncident(incident: Incident | Telemetry): JsonObject {
	return {
		format: 'incident-json',
		version: 1,
		id: incident.id,
		source: incident.source,
		system: incident.system,
		window_seconds: incident.windowSeconds,
		unit: 'ms',
		minutes: incident.minutes,
		...(incident.seconds ? { seconds: incident.seconds } : {}),
		...(incident.phase ? { phase: incident.phase } : {}),
		...(incident.traceAvailable ? { trace_available: incident.traceAvailable } : {}),
		...(incident.alert ? { alert: incident.alert } : {}),
		nodes: objectOf(incident.nodes, encodeNode),
		edges: incident.edges.map(encodeEdge),
		inner_edges: incident.innerEdges.map((edge) => [edge.service, edge.parent, edge.child, edge.calls]),
		services: objectOf(incident.services, (service) => ({
			...seriesObject(service.series),
			...(service.pod === undefined ? {} : { pod: service.pod }),
			resources: seriesObject(service.resources),
		})),
		logs: objectOf(incident.logs, (logs) => ({
			...seriesObject(logs.levels),
			templates: seriesObject(logs.templates),
		})),
		mesh_edges: Object.fromEntries(
			incident.meshEdges.map((edge) => [
				`${edge.caller}|${edge.callee}`,
				{ source_p50: edge.sourceP50, destination_p50: edge.destinationP50 },
			]),
		),
		front_door: seriesObject(incident.frontDoor),
	};
}

function encodeNode(node: NodeTelemetry): JsonObject {
	return {
		service: node.service,
		operation: node.operation,
		kind: node.kind,
		...seriesObject(node.series),
		...(node.entered ? { entered: node.entered } : {}),
		...(node.baselineSummary.size > 0
			? { baseline_summary: objectOf(node.baselineSummary, (summary) => ({ ...summary })) }
			: {}),
	};
}

function encodeEdge(edge: EdgeTelemetry): JsonObject {
	return {
		caller: edge.caller,
		callee: edge.callee,
		...(edge.calls ? { calls: edge.calls } : {}),
		...(edge.present ? { present: edge.present } : {}),
		...seriesObject(edge.series),
	};
}

function seriesObject(series: SeriesByName): { readonly [name: string]: JsonValue } {
	return objectOf(series, (values) => values);
}

function objectOf<T>(
	map: ReadonlyMap<string, T>,
	encode: (value: T) => JsonValue,
): { readonly [name: string]: JsonValue } {
	return Object.fromEntries([...map].map(([name, value]) => [name, encode(value)]));
}
