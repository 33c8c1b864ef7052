import { centreOf, sumAt, valuesAt, weightedMean } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimAbove } from '../row-index.ts';
import { minutesShown, type Scene } from '../scene.ts';

/** Points of error rate above the usual spread from which errors count, and at which they are taken in full. */
const FIRST_POINTS = 3;
const FULL_POINTS = 25;
const LEAST_SPREAD_POINTS = 2;

/** Finds services whose calls fail more often than before; a caller's failures are explained by its failing callees. */
export function findReturnedErrors(scene: Scene): readonly Finding[] {
	if (scene.level !== 'service') return [];
	return scene.candidates.flatMap((candidate) => {
		let best: Finding | null = null;
		for (const [name, node] of scene.nodesOf.get(candidate) ?? []) {
			const rate = node.series.get('error_rate');
			const calls = node.series.get('calls');
			if (node.kind !== 'server' || !rate || !calls) continue;
			const now = weightedMean(rate, calls, scene.tracedAffected);
			const usual = centreOf(valuesAt(rate, scene.tracedBaseline)) ?? { median: 0, spread: 0 };
			if (!now) continue;
			const points = now.mean - usual.median - 2 * Math.max(usual.spread, LEAST_SPREAD_POINTS);
			const failed = (points / 100) * sumAt(calls, scene.tracedAffected);
			const strength =
				clamp01((points - FIRST_POINTS) / FULL_POINTS) * (failed > 0 ? failed / (failed + 2) : 0);
			if (strength <= (best?.strength ?? 0.02)) continue;
			const claims = [
				claimAbove(scene.index, candidate, 'error_rate', minutesShown(scene)),
				claimAbove(scene.index, name, 'error_rate', minutesShown(scene)),
			];
			best = {
				candidate,
				code: 'errors-returned',
				strength,
				hard: false,
				faultType: 'error',
				subject: node.operation,
				observed: now.mean,
				expected: usual.median,
				claims: claims.filter((claim) => claim !== null),
			};
		}
		return best ? [best] : [];
	});
}
