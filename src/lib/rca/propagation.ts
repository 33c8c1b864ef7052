import type { InnerEdge, NodeTelemetry } from '../telemetry/incident.ts';
import { compareText } from '../telemetry/time-order.ts';
import { candidateOf, type Scene } from './scene.ts';

/** How abnormal a candidate is, 0 = not at all. */
type Abnormality = (candidate: string) => number;

/**
 * The shortest call path from the alert to a candidate, both ends included; through abnormal candidates where one as
 * short exists. Where calls of single operations are known it follows those that the alerted route makes, else those of
 * whole candidates. Empty when no path of calls joins them, one name when they are the same.
 */
export function pathTo(scene: Scene, target: string, abnormal: Abnormality): readonly string[] {
	if (scene.start === target) return [target];
	return routePathTo(scene, target, abnormal) ?? plainPathTo(scene, target, abnormal);
}

function plainPathTo(scene: Scene, target: string, abnormal: Abnormality): readonly string[] {
	const path = searchPath(
		[scene.start],
		(name) => [...(scene.callees.get(name) ?? [])],
		(name) => name === target,
		abnormal,
	);
	return path ?? [];
}

/** The path by the operations that the alerted route calls; null where they do not lead to the candidate. */
function routePathTo(scene: Scene, target: string, abnormal: Abnormality): readonly string[] | null {
	const alerted = scene.incident.nodes.get(scene.incident.alert.node);
	if (scene.level !== 'service' || !alerted) return null;
	const nodeNamed = new Map<string, string>();
	for (const [name, node] of scene.incident.nodes)
		if (node.kind !== 'entry') nodeNamed.set(`${node.service}\n${node.operation}`, name);
	const callees = new Map<string, string[]>();
	for (const { caller, callee } of scene.incident.edges) {
		const known = callees.get(caller);
		if (known) known.push(callee);
		else callees.set(caller, [callee]);
	}
	const serviceOf = (name: string) => candidateOf(scene, name);
	const path = searchPath(
		startsOf(scene, alerted, nodeNamed),
		(name) => insideOf(scene, name, nodeNamed).flatMap((inner) => callees.get(inner) ?? []),
		(name) => serviceOf(name) === target,
		(name) => abnormal(serviceOf(name)),
	)?.map(serviceOf);
	if (!path) return null;
	return path[0] === scene.start ? path : [scene.start, ...path];
}

/** The operation of the alerted route; where a route is named after what it calls first, that. */
function startsOf(
	{ incident }: Scene,
	{ service, operation }: NodeTelemetry,
	nodeNamed: ReadonlyMap<string, string>,
): readonly string[] {
	const own = nodeNamed.get(`${service}\n${operation}`);
	if (own !== undefined) return [own];
	const called = incident.edges.filter(
		({ caller, callee }) =>
			incident.nodes.get(caller)?.service === service && incident.nodes.get(callee)?.operation === operation,
	);
	return [...new Set(called.map(({ callee }) => callee))];
}

/** A node and all that runs inside it in the same service. */
function insideOf(scene: Scene, name: string, nodeNamed: ReadonlyMap<string, string>): readonly string[] {
	const service = candidateOf(scene, name);
	const edges: readonly InnerEdge[] = scene.innerEdges.get(service) ?? [];
	const inside = [name];
	const seen = new Set(inside);
	for (const entry of inside) {
		const operation = scene.incident.nodes.get(entry)?.operation;
		for (const edge of edges) {
			const child = edge.parent === operation ? nodeNamed.get(`${service}\n${edge.child}`) : undefined;
			if (child === undefined || seen.has(child)) continue;
			seen.add(child);
			inside.push(child);
		}
	}
	return inside;
}

/** The shortest way from one of some names to a target, layer by layer, the more abnormal first; null where there is none. */
function searchPath(
	starts: readonly string[],
	next: (name: string) => readonly string[],
	isTarget: (name: string) => boolean,
	abnormal: Abnormality,
): readonly string[] | null {
	const from = new Map<string, string | null>(starts.map((name) => [name, null]));
	let layer = [...starts];
	while (layer.length > 0) {
		const found = [...layer].filter(isTarget).sort(compareText)[0];
		if (found !== undefined) return wayBack(from, found);
		const after: string[] = [];
		layer.sort((a, b) => abnormal(b) - abnormal(a) || compareText(a, b));
		for (const name of layer)
			for (const callee of [...next(name)].sort(compareText))
				if (!from.has(callee)) {
					from.set(callee, name);
					after.push(callee);
				}
		layer = after;
	}
	return null;
}

function wayBack(from: ReadonlyMap<string, string | null>, end: string): readonly string[] {
	const path: string[] = [];
	for (let name: string | null = end; name !== null; name = from.get(name) ?? null) path.unshift(name);
	return path;
}
