import { edgeSeenAt } from '../telemetry/incident.ts';
import { compareText } from '../telemetry/time-order.ts';
import type { Score } from './attribution.ts';
import { ABNORMAL_SCORE, hasData } from './cleared-nodes.ts';
import { candidateOf, type Scene } from './scene.ts';
import type { Verdict } from './verdict.ts';

/** The call graph with what was found on it. */
export type FaultWeb = {
	readonly nodes: readonly {
		readonly name: string;
		readonly service: string;
		readonly status: 'cause' | 'path' | 'abnormal' | 'normal' | 'unknown';
		readonly score: number;
	}[];
	readonly edges: readonly {
		readonly caller: string;
		readonly callee: string;
		readonly minute: string | null;
		readonly calls: number | null;
		readonly onPath: boolean;
	}[];
};

/** The fault web of a verdict: every candidate with its status, and the calls of the window of the alert. */
export function buildFaultWeb(
	scene: Scene,
	scores: ReadonlyMap<string, Score>,
	verdict: Verdict,
	path: readonly string[],
): FaultWeb {
	const cause = verdict.kind === 'cause' ? verdict.node : null;
	const onPath = new Set(path);
	const nodes = scene.candidates.map((name) => {
		const local = scores.get(name)?.local ?? 0;
		const status =
			name === cause
				? 'cause'
				: onPath.has(name)
					? 'path'
					: local >= ABNORMAL_SCORE
						? 'abnormal'
						: hasData(scene, name)
							? 'normal'
							: 'unknown';
		return {
			name,
			service: candidateService(scene, name),
			status,
			score: round(scores.get(name)?.score ?? 0),
		} as const;
	});
	return { nodes, edges: edgesOf(scene, path) };
}

function candidateService(scene: Scene, name: string): string {
	return scene.level === 'service' ? name : (scene.incident.nodes.get(name)?.service ?? name);
}

function round(value: number): number {
	return Math.round(value * 1e6) / 1e6;
}

function edgesOf(scene: Scene, path: readonly string[]): FaultWeb['edges'] {
	const steps = new Set(path.slice(1).map((callee, i) => `${path[i]}\n${callee}`));
	const edges = new Map<
		string,
		{ caller: string; callee: string; minute: string | null; calls: number | null; onPath: boolean }
	>();
	const focus = scene.windows.focus;
	for (const edge of scene.incident.edges) {
		const [caller, callee] = [candidateOf(scene, edge.caller), candidateOf(scene, edge.callee)];
		const key = `${caller}\n${callee}`;
		if (caller === callee || (!edgeSeenAt(edge, focus) && !steps.has(key))) continue;
		const isStatic = !edge.calls && !edge.present;
		const known = edges.get(key) ?? {
			caller,
			callee,
			minute: isStatic ? null : (scene.incident.minutes[focus] as string),
			calls: edge.calls ? 0 : null,
			onPath: steps.has(key),
		};
		if (edge.calls && known.calls !== null) known.calls += edge.calls[focus] ?? 0;
		edges.set(key, known);
	}
	for (const mesh of scene.incident.meshEdges) {
		const key = `${mesh.caller}\n${mesh.callee}`;
		if (!edges.has(key))
			edges.set(key, {
				caller: mesh.caller,
				callee: mesh.callee,
				minute: null,
				calls: null,
				onPath: steps.has(key),
			});
	}
	return [...edges.values()].sort(
		(a, b) => compareText(a.caller, b.caller) || compareText(a.callee, b.callee),
	);
}
