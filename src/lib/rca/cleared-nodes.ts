import type { Score } from './attribution.ts';
import type { Scene } from './scene.ts';
import type { Verdict } from './verdict.ts';

/** A candidate that was looked at and is not the cause, with the reason. */
export type Cleared = {
	readonly node: string;
	readonly reason:
		| { readonly code: 'normal' }
		| { readonly code: 'explained-by-callee'; readonly callee: string }
		| { readonly code: 'weaker-evidence'; readonly score: number; readonly winner: number }
		| { readonly code: 'no-data' };
};

/** Score from which a candidate counts as abnormal. */
export const ABNORMAL_SCORE = 0.1;

/** Every candidate but the cause, with why it is not the cause; those without any data are said to be unknown. */
export function clearedNodesOf(
	scene: Scene,
	scores: ReadonlyMap<string, Score>,
	verdict: Verdict,
	path: readonly string[],
): readonly Cleared[] {
	if (verdict.kind !== 'cause') return [];
	const winner = scores.get(verdict.node)?.score ?? 0;
	const onPath = new Set(path);
	return scene.candidates.flatMap((node): readonly Cleared[] => {
		if (node === verdict.node) return [];
		const score = scores.get(node);
		if (!hasData(scene, node)) return [{ node, reason: { code: 'no-data' } }];
		if (!score || score.local < ABNORMAL_SCORE)
			return onPath.has(node) ? [] : [{ node, reason: { code: 'normal' } }];
		if (score.explainedBy)
			return [{ node, reason: { code: 'explained-by-callee', callee: score.explainedBy } }];
		return [{ node, reason: { code: 'weaker-evidence', score: score.score, winner } }];
	});
}

/** Whether the telemetry holds any number about a candidate after the onset. */
export function hasData(scene: Scene, node: string): boolean {
	for (const series of scene.series.get(node)?.values() ?? [])
		for (const index of scene.affected)
			if (series[index] !== null && series[index] !== undefined) return true;
	return false;
}

/** Whether the telemetry holds any number about a candidate, in whatever window. */
export function isMeasured(scene: Scene, node: string): boolean {
	for (const series of scene.series.get(node)?.values() ?? [])
		if (series.some((value) => value !== null)) return true;
	return false;
}
