import type { MeshEdge } from '../../telemetry/incident.ts';
import { centreOf, largestOf, valuesAt } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimAbove, claimBelow } from '../row-index.ts';
import { minutesShown, type Scene } from '../scene.ts';
import { delayMagnitude, endpointScores, type EdgeShift } from './common-endpoint.ts';

const FLOOR_MS = 20;
const SPREADS = 5;
/** Share of fault-free windows in which a pair must have talked for its silence to mean anything. */
const USUALLY_TALKS = 0.6;

/**
 * What the mesh proxies saw between services, for incidents whose traces are missing or thin: pairs whose client side waits
 * longer than their server side works (delay), and callers that are asked as before but ask others no more (silence).
 */
export function findMeshChanges(scene: Scene): readonly Finding[] {
	if (scene.incident.meshEdges.length === 0) return [];
	return [...findMeshDelay(scene), ...findMeshSilence(scene)];
}

function findMeshDelay(scene: Scene): readonly Finding[] {
	const shifts = scene.incident.meshEdges.flatMap((edge) => shiftOf(scene, edge) ?? []);
	return [...endpointScores(shifts)].flatMap(([candidate, { score, worst }]) => {
		const strength = clamp01(score * delayMagnitude(worst.excessMs));
		if (strength < 0.02) return [];
		const claim = claimAbove(scene.index, candidate, 'server_p90_ms', minutesShown(scene));
		const finding: Finding = {
			candidate,
			code: 'mesh-slow',
			strength,
			hard: true,
			faultType: 'network-delay',
			subject: `${worst.caller} → ${worst.callee}`,
			observed: worst.after,
			expected: worst.before,
			claims: claim ? [claim] : [],
		};
		return [finding];
	});
}

function shiftOf(scene: Scene, edge: MeshEdge): EdgeShift | null {
	const gap = edge.sourceP50.map((source, i) => {
		const destination = edge.destinationP50[i] ?? null;
		return source === null || destination === null ? null : source - destination;
	});
	const centre = centreOf(valuesAt(gap, scene.baseline));
	const usual = centreOf(valuesAt(edge.sourceP50, scene.baseline));
	const now = largestOf(valuesAt(gap, scene.affected));
	if (!centre || !usual || now === null) return null;
	const floor = Math.max(FLOOR_MS, SPREADS * centre.spread, 0.5 * usual.median);
	const excessMs = now - centre.median;
	const slow = clamp01((excessMs - floor) / floor);
	return {
		caller: edge.caller,
		callee: edge.callee,
		calls: 10,
		before: centre.median,
		after: now,
		excessMs,
		floorMs: floor,
		slow,
	};
}

/** No request at all is the caller's doing: a dead callee would still be asked. The caller itself must still be asked. */
function findMeshSilence(scene: Scene): readonly Finding[] {
	const windows = scene.windows.incident.length > 0 ? scene.windows.incident : scene.affected;
	const anyTraffic = (indices: readonly number[]) =>
		indices.filter((i) => scene.incident.meshEdges.some((edge) => edge.sourceP50[i] !== null));
	const [history, now] = [anyTraffic(scene.baseline), anyTraffic(windows)];
	if (history.length < 2 || now.length === 0) return [];
	const talks = (edge: MeshEdge, indices: readonly number[]) =>
		indices.filter((i) => edge.sourceP50[i] !== null).length / indices.length;
	const usual = scene.incident.meshEdges.filter((edge) => talks(edge, history) >= USUALLY_TALKS);
	const silent = usual.filter((edge) => talks(edge, now) === 0);
	const isAsked = (name: string) =>
		name === scene.start || usual.some((edge) => edge.callee === name && talks(edge, now) > 0);
	const callers = new Set(silent.map((edge) => edge.caller).filter(isAsked));
	return [...callers].map((candidate) => {
		const lost = silent.filter((edge) => edge.caller === candidate);
		const claim = claimBelow(scene.index, lost[0]?.callee ?? candidate, 'workload_ops', minutesShown(scene));
		return {
			candidate,
			code: 'mesh-silent' as const,
			strength: (lost.length / (lost.length + 1)) * confidenceOf(history.length * now.length),
			hard: false,
			faultType: 'code-exception' as const,
			subject: lost.map((edge) => edge.callee).join(', '),
			observed: 0,
			expected: null,
			claims: claim ? [claim] : [],
		};
	});
}

function confidenceOf(windows: number): number {
	return windows / (windows + 4);
}
