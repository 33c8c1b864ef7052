import type { Scene } from '../../rca/scene.ts';
import { medianOf, quantileOf, totalOf, valuesAt } from '../../telemetry/statistics.ts';
import type { Scores } from '../ranking-measures.ts';
import { tracksOf, type Track } from './deviation.ts';

/** Location and scale of a series before the incident. */
type Usual = (
	track: Track,
	history: readonly number[],
) => { readonly location: number; readonly scale: number } | null;

/** BARO-like: each candidate's largest distance from the median in interquartile ranges (1 where the range is 0). */
export function rankByBaro(scene: Scene): Scores {
	return rankByChange(scene, ({ node, metric }, history) => {
		const summary = node?.baselineSummary.get(metric);
		if (summary && summary.q25 !== undefined && summary.q75 !== undefined)
			return { location: summary.median, scale: summary.q75 - summary.q25 || 1 };
		if (history.length < 2) return null;
		const range = (quantileOf(history, 0.75) as number) - (quantileOf(history, 0.25) as number);
		return { location: medianOf(history) as number, scale: range || 1 };
	});
}

/** Each candidate's largest |z| over all its series, by mean and standard deviation of the baseline. */
export function rankByLargestZ(scene: Scene): Scores {
	return rankByChange(scene, (_, history) => {
		if (history.length < 2) return null;
		const location = totalOf(history) / history.length;
		const variance = totalOf(history.map((value) => (value - location) ** 2)) / history.length;
		return { location, scale: Math.sqrt(variance) || 1 };
	});
}

function rankByChange(scene: Scene, usualOf: Usual): Scores {
	const scores = new Map(scene.candidates.map((name) => [name, 0]));
	for (const track of tracksOf(scene)) {
		const usual = usualOf(track, valuesAt(track.series, scene.baseline));
		if (!usual) continue;
		for (const value of valuesAt(track.series, scene.affected)) {
			const change = Math.abs(value - usual.location) / usual.scale;
			if (change > (scores.get(track.candidate) ?? 0)) scores.set(track.candidate, change);
		}
	}
	return scores;
}
