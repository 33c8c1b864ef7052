import type { EvidenceRow } from '../evidence/row.ts';
import { rowsOfIncident, shownWindowsOf } from '../telemetry/evidence-rows.ts';
import {
	edgeSeenAt,
	serviceNamesOf,
	type EdgeTelemetry,
	type Incident,
	type InnerEdge,
	type NodeTelemetry,
	type Series,
	type SeriesByName,
} from '../telemetry/incident.ts';
import { frontDoorRequestsOf, serviceSeriesOf } from '../telemetry/service-series.ts';
import { compareText } from '../telemetry/time-order.ts';
import { affectedWindowsOf, windowsOf, type Windows } from '../telemetry/windows.ts';
import { indexRows, type RowIndex } from './row-index.ts';

/** What is judged: services where the telemetry has them beside their endpoints, else the nodes themselves. */
export type Level = 'service' | 'node';

/** One incident laid out for the analysis: windows, candidates, call graph, series, citable rows. */
export type Scene = {
	readonly incident: Incident;
	readonly windows: Windows;
	readonly level: Level;
	readonly candidates: readonly string[];
	/** Fault-free windows, and those among them with traces. */
	readonly baseline: readonly number[];
	readonly tracedBaseline: readonly number[];
	/** Windows after the onset, and those whose traces speak for the incident. */
	readonly affected: readonly number[];
	readonly tracedAffected: readonly number[];
	readonly shown: readonly number[];
	readonly series: ReadonlyMap<string, SeriesByName>;
	/** Endpoints of each candidate, by node name. */
	readonly nodesOf: ReadonlyMap<string, readonly (readonly [string, NodeTelemetry])[]>;
	readonly innerEdges: ReadonlyMap<string, readonly InnerEdge[]>;
	/** Edges between two candidates, by `caller\ncallee`. */
	readonly edgesBetween: ReadonlyMap<string, readonly EdgeTelemetry[]>;
	readonly callees: ReadonlyMap<string, ReadonlySet<string>>;
	readonly callers: ReadonlyMap<string, ReadonlySet<string>>;
	readonly requests: Series | null;
	readonly start: string;
	readonly rows: readonly EvidenceRow[];
	readonly index: RowIndex;
};

/** Lays an incident out for the analysis. */
export function buildScene(incident: Incident, windows: Windows = windowsOf(incident)): Scene {
	const level = levelOf(incident);
	const affected = affectedWindowsOf(windows);
	const hasTrace = (index: number) => incident.traceAvailable?.[index] !== false;
	const tracedIncident = windows.incident.filter(hasTrace);
	const services = serviceSeriesOf(incident);
	const rows = rowsOfIncident(incident, windows, services);
	const nodesOf = groupByCandidate(incident, level);
	const graph = callGraphOf(incident, level, windows);
	return {
		incident,
		windows,
		level,
		candidates: level === 'service' ? serviceNamesOf(incident) : [...incident.nodes.keys()].sort(compareText),
		baseline: windows.baseline,
		tracedBaseline: windows.baseline.filter(hasTrace),
		affected,
		tracedAffected: tracedIncident.length > 0 ? tracedIncident : windows.transition.filter(hasTrace),
		shown: shownWindowsOf(incident, windows),
		series:
			level === 'service'
				? services
				: new Map([...incident.nodes].map(([name, node]) => [name, node.series])),
		nodesOf,
		innerEdges: groupInnerEdges(incident),
		edgesBetween: groupEdges(incident, level),
		callees: graph.callees,
		callers: graph.callers,
		requests: frontDoorRequestsOf(incident),
		start: level === 'service' ? incident.alert.service : incident.alert.node,
		rows,
		index: indexRows(rows),
	};
}

/** The candidate a node belongs to. */
export function candidateOf(scene: Pick<Scene, 'incident' | 'level'>, node: string): string {
	return scene.level === 'node' ? node : (scene.incident.nodes.get(node)?.service ?? node);
}

/** Whether an endpoint name stands for work (not for a route at the front door, which repeats an endpoint). */
export function isWork(node: NodeTelemetry): boolean {
	return node.kind !== 'entry';
}

function levelOf(incident: Incident): Level {
	return incident.services.size > 0 ? 'service' : 'node';
}

function groupByCandidate(incident: Incident, level: Level): Scene['nodesOf'] {
	const groups = new Map<string, (readonly [string, NodeTelemetry])[]>();
	for (const [name, node] of incident.nodes) {
		const key = level === 'service' ? node.service : name;
		const group = groups.get(key);
		if (group) group.push([name, node]);
		else groups.set(key, [[name, node]]);
	}
	return groups;
}

function groupEdges(incident: Incident, level: Level): Scene['edgesBetween'] {
	const groups = new Map<string, EdgeTelemetry[]>();
	for (const edge of incident.edges) {
		const key = `${candidateOf({ incident, level }, edge.caller)}\n${candidateOf({ incident, level }, edge.callee)}`;
		const group = groups.get(key);
		if (group) group.push(edge);
		else groups.set(key, [edge]);
	}
	return groups;
}

function groupInnerEdges(incident: Incident): Scene['innerEdges'] {
	const groups = new Map<string, InnerEdge[]>();
	for (const edge of incident.innerEdges) {
		const group = groups.get(edge.service);
		if (group) group.push(edge);
		else groups.set(edge.service, [edge]);
	}
	return groups;
}

type Graph = { readonly callees: Map<string, Set<string>>; readonly callers: Map<string, Set<string>> };

function callGraphOf(incident: Incident, level: Level, windows: Windows): Graph {
	const graph: Graph = { callees: new Map(), callers: new Map() };
	const hasBaseline = windows.baseline.length > 0;
	const nameOf = (node: string) => (level === 'service' ? (incident.nodes.get(node)?.service ?? node) : node);
	for (const edge of incident.edges) {
		if (hasBaseline || edgeSeenAt(edge, windows.focus))
			connect(graph, nameOf(edge.caller), nameOf(edge.callee));
	}
	if (level === 'service') for (const edge of incident.meshEdges) connect(graph, edge.caller, edge.callee);
	return graph;
}

function connect(graph: Graph, caller: string, callee: string): void {
	if (caller === callee) return;
	const callees = graph.callees.get(caller) ?? new Set();
	const callers = graph.callers.get(callee) ?? new Set();
	graph.callees.set(caller, callees.add(callee));
	graph.callers.set(callee, callers.add(caller));
}

/** The minutes whose rows may be cited, in time order. */
export function minutesShown(scene: Scene): readonly string[] {
	return scene.shown.map((index) => scene.incident.minutes[index] as string);
}
