import type { Scene } from '../../rca/scene.ts';
import { largestOf, valuesAt } from '../../telemetry/statistics.ts';
import type { Scores } from '../ranking-measures.ts';

/**
 * mABC's fault probability: 0.4 · response time / 300 ms above 300 ms, 0.4 · error rate / 5 % above 5 %, 0.2 · utilisation
 * / 80 % above 80 %, at most 1. Source: the mABC paper, §4; fixed thresholds, no baseline.
 */
export function mabcProbability(
	responseMs: number | null,
	errorShare: number | null,
	utilisation: number | null,
): number {
	let probability = 0;
	if (responseMs !== null && responseMs > 300) probability += (responseMs / 300) * 0.4;
	if (errorShare !== null && errorShare > 0.05) probability += (errorShare / 0.05) * 0.4;
	if (utilisation !== null && utilisation > 0.8) probability += (utilisation / 0.8) * 0.2;
	return Math.min(probability, 1);
}

/** Each candidate's highest mABC probability over its endpoints and windows after the onset. */
export function rankByMabcFormula(scene: Scene): Scores {
	const scores = new Map(scene.candidates.map((name) => [name, 0]));
	for (const candidate of scene.candidates) {
		const utilisation = utilisationOf(scene, candidate);
		let best = mabcProbability(null, null, utilisation);
		for (const [, node] of scene.nodesOf.get(candidate) ?? []) {
			if (node.kind === 'entry' || (scene.level === 'service' && node.kind !== 'server')) continue;
			const response = largestOf(valuesAt(node.series.get('average_duration'), scene.affected));
			const errors = largestOf(valuesAt(node.series.get('error_rate'), scene.affected)) ?? 0;
			best = Math.max(best, mabcProbability(response, errors / 100, utilisation));
		}
		scores.set(candidate, best);
	}
	return scores;
}

function utilisationOf(scene: Scene, candidate: string): number | null {
	const resources = scene.incident.services.get(candidate)?.resources;
	if (!resources || resources.size === 0) return null;
	const values = [
		...valuesAt(resources.get('cpu_pct'), scene.affected),
		...valuesAt(resources.get('mem_pct'), scene.affected),
	];
	return (largestOf(values) ?? 0) / 100;
}
