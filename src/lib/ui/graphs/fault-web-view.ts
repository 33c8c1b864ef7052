import type { JsonValue } from '../../primitives/json.ts';
import { fieldOf, parseEdges, parseRanking, stringsOf } from '../evidence/documents.ts';

/** What is known of a node at the cursor. */
export type NodeStatus = 'cause' | 'alert' | 'path' | 'abnormal' | 'cleared' | 'no-data' | 'unjudged';

export type FaultNode = {
	readonly id: string;
	readonly status: NodeStatus;
	/** The alert may itself lie on the path or be the cause. */
	readonly isAlert: boolean;
	readonly probability: number | null;
};

export type FaultEdge = {
	readonly caller: string;
	readonly callee: string;
	readonly minute: string | null;
	readonly onPath: boolean;
};

/** The fault web as far as the chain has it at the cursor. */
export type FaultWebView = {
	readonly nodes: readonly FaultNode[];
	readonly edges: readonly FaultEdge[];
	/** From the alert to the cause. */
	readonly path: readonly string[];
};

/** The words of the fault web document, and how they are shown. */
const STATUS_OF: { readonly [status: string]: NodeStatus } = {
	cause: 'cause',
	path: 'path',
	abnormal: 'abnormal',
	normal: 'cleared',
	unknown: 'no-data',
};

/**
 * What the three documents of a round say together. Each is optional: before the graph is on chain there is only the alert,
 * before the fault web nobody is judged.
 */
export function faultWebViewOf(known: {
	readonly alert: string;
	readonly cause: string | undefined;
	readonly graph: JsonValue | null | undefined;
	readonly ranking: JsonValue | null | undefined;
	readonly web: JsonValue | null | undefined;
}): FaultWebView {
	const calls = [...parseEdges(known.graph), ...parseEdges(known.web)];
	const judged = judgedNodes(known.web);
	const path = stringsOf(fieldOf(known.web, 'path'));
	const probabilities = new Map(
		parseRanking(known.ranking).map((candidate) => [candidate.node, candidate.probability]),
	);
	const cause = known.cause ?? [...judged].find(([, status]) => status === 'cause')?.[0];
	const ids = new Set([
		known.alert,
		...calls.flatMap((call) => [call.caller, call.callee]),
		...judged.keys(),
	]);
	for (const id of stringsOf(fieldOf(known.graph, 'nodes'))) ids.add(id);
	const statusOf = (id: string): NodeStatus => {
		if (id === cause) return 'cause';
		if (id === known.alert) return 'alert';
		if (path.includes(id)) return 'path';
		return judged.get(id) ?? 'unjudged';
	};
	return {
		nodes: [...ids].map((id) => ({
			id,
			status: statusOf(id),
			isAlert: id === known.alert,
			probability: probabilities.get(id) ?? null,
		})),
		edges: distinct(calls).map((call) => ({ ...call, onPath: isOnPath(path, call) })),
		path,
	};
}

function judgedNodes(web: JsonValue | null | undefined): ReadonlyMap<string, NodeStatus> {
	const nodes = fieldOf(web, 'nodes');
	if (!Array.isArray(nodes)) return new Map();
	return new Map(
		(nodes as readonly JsonValue[]).flatMap((entry): [string, NodeStatus][] => {
			const node = fieldOf(entry, 'name');
			const status = fieldOf(entry, 'status');
			const known =
				typeof status === 'string' && Object.hasOwn(STATUS_OF, status) ? STATUS_OF[status] : undefined;
			return typeof node === 'string' && known ? [[node, known]] : [];
		}),
	);
}

function isOnPath(
	path: readonly string[],
	call: { readonly caller: string; readonly callee: string },
): boolean {
	return path.some((node, index) => node === call.caller && path[index + 1] === call.callee);
}

function distinct<T extends { readonly caller: string; readonly callee: string }>(
	calls: readonly T[],
): readonly T[] {
	const seen = new Map<string, T>();
	for (const call of calls) if (call.caller !== call.callee) seen.set(`${call.caller}\n${call.callee}`, call);
	return [...seen.values()];
}

/** Most nodes drawn at once. */
const MOST_NODES = 60;

/** The part of a large web worth drawing: cause, path, and their neighbours; with how many were left out. */
export function essentialPart(
	view: FaultWebView,
	showAll: boolean,
): { readonly view: FaultWebView; readonly hidden: number } {
	if (showAll || view.nodes.length <= MOST_NODES) return { view, hidden: 0 };
	const core = new Set(
		view.nodes
			.filter((node) => node.isAlert || node.status === 'cause' || node.status === 'path')
			.map((n) => n.id),
	);
	const kept = new Set(core);
	for (const edge of view.edges) {
		if (kept.size >= MOST_NODES) break;
		if (core.has(edge.caller)) kept.add(edge.callee);
		if (core.has(edge.callee)) kept.add(edge.caller);
	}
	return {
		view: {
			nodes: view.nodes.filter((node) => kept.has(node.id)),
			edges: view.edges.filter((edge) => kept.has(edge.caller) && kept.has(edge.callee)),
			path: view.path,
		},
		hidden: view.nodes.length - kept.size,
	};
}
