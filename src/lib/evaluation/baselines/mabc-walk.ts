import { candidateOf, type Scene } from '../../rca/scene.ts';
import type { NodeTelemetry } from '../../telemetry/incident.ts';
import { largestOf, valuesAt } from '../../telemetry/statistics.ts';
import type { Scores } from '../ranking-measures.ts';
import { deviationOf } from './deviation.ts';
import { mabcProbability } from './mabc-formula.ts';

/** How abnormal an endpoint is; 0 = normal. */
type Abnormality = (scene: Scene, node: NodeTelemetry) => number;

/** mABC's walk with its fixed thresholds: from the alert down through abnormal endpoints, the deepest abnormal one first. */
export function rankByMabcWalk(scene: Scene): Scores {
	return walk(scene, (scene, node) =>
		mabcProbability(
			largestOf(valuesAt(node.series.get('average_duration'), scene.affected)) ?? 0,
			(largestOf(valuesAt(node.series.get('error_rate'), scene.affected)) ?? 0) / 100,
			null,
		),
	);
}

/** The same walk, where abnormal means: more than three spreads above the baseline. */
export function rankByMabcWalkDeviation(scene: Scene): Scores {
	return walk(scene, deviationOf);
}

function walk(scene: Scene, abnormalityOf: Abnormality): Scores {
	const callees = scene.level === 'node' ? scene.callees : endpointGraph(scene);
	const starts = startsOf(scene);
	const depth = depthsFrom(starts, callees, scene);
	const abnormal = new Map(
		[...depth.keys()].map((name) => [
			name,
			abnormalityOf(scene, scene.incident.nodes.get(name) as NodeTelemetry),
		]),
	);
	const scores = new Map(scene.candidates.map((name) => [name, 0]));
	for (const name of reachableThroughAbnormal(starts, callees, abnormal, depth)) {
		const own = abnormal.get(name) as number;
		if (own <= 0) continue;
		const isDeepest = ![...(callees.get(name) ?? [])].some(
			(callee) => callee !== name && (abnormal.get(callee) ?? 0) > 0,
		);
		const value =
			(isDeepest ? 1000 : 0) + (depth.get(name) as number) * 10 + (Math.min(own, 1000) / 1000) * 9;
		const candidate = candidateOf(scene, name);
		scores.set(candidate, Math.max(scores.get(candidate) ?? 0, value));
	}
	return scores;
}

/** Server endpoint → server endpoints called from inside it: client and internal work collapses on the endpoint it ran in. */
function endpointGraph(scene: Scene): ReadonlyMap<string, ReadonlySet<string>> {
	const { nodes } = scene.incident;
	const parents = new Map<string, Set<string>>();
	for (const edge of scene.incident.innerEdges) {
		const child = `${edge.service} ${edge.child}`;
		parents.set(child, (parents.get(child) ?? new Set()).add(`${edge.service} ${edge.parent}`));
	}
	const serversAbove = (name: string, seen: Set<string>): readonly string[] => {
		const node = nodes.get(name);
		if (!node || seen.has(name)) return [];
		if (node.kind === 'server') return [name];
		seen.add(name);
		return [...(parents.get(name) ?? [])].flatMap((parent) => serversAbove(parent, seen));
	};
	const graph = new Map<string, Set<string>>();
	for (const edge of scene.incident.edges) {
		if (nodes.get(edge.callee)?.kind !== 'server') continue;
		for (const server of serversAbove(edge.caller, new Set()))
			graph.set(server, (graph.get(server) ?? new Set()).add(edge.callee));
	}
	return graph;
}

function startsOf(scene: Scene): readonly string[] {
	const { alert, nodes } = scene.incident;
	if (scene.level === 'node') return [alert.node];
	const entry = nodes.get(alert.node);
	if (!entry) return [];
	return [...nodes]
		.filter(
			([, node]) =>
				node.kind === 'server' && (node.operation === entry.operation || node.service === entry.service),
		)
		.map(([name]) => name);
}

function depthsFrom(
	starts: readonly string[],
	callees: ReadonlyMap<string, ReadonlySet<string>>,
	scene: Scene,
): ReadonlyMap<string, number> {
	const depth = new Map<string, number>();
	const queue = starts.map((name) => ({ name, at: 0 }));
	for (const { name, at } of queue) {
		if (depth.has(name) || !scene.incident.nodes.has(name)) continue;
		depth.set(name, at);
		for (const callee of callees.get(name) ?? []) queue.push({ name: callee, at: at + 1 });
	}
	return depth;
}

function reachableThroughAbnormal(
	starts: readonly string[],
	callees: ReadonlyMap<string, ReadonlySet<string>>,
	abnormal: ReadonlyMap<string, number>,
	depth: ReadonlyMap<string, number>,
): ReadonlySet<string> {
	const reached = new Set<string>();
	const stack = starts.filter((name) => depth.has(name));
	for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
		if (reached.has(name) || ((abnormal.get(name) ?? 0) <= 0 && (depth.get(name) ?? 0) > 0)) continue;
		reached.add(name);
		for (const callee of callees.get(name) ?? []) if (abnormal.has(callee)) stack.push(callee);
	}
	return reached;
}
