import { candidateOf, type Scene } from '../../rca/scene.ts';
import type { NodeTelemetry, Series } from '../../telemetry/incident.ts';
import { centreOf, largestOf, MAD_SCALE, valuesAt } from '../../telemetry/statistics.ts';

const SIGNIFICANT = 3;
const FLOORS = [
	{ metric: 'average_duration', share: 0.2, floor: 0.5 },
	{ metric: 'error_rate', share: 0, floor: 3 },
] as const;

/** The largest robust deviation of an endpoint's duration and error rate above its baseline; 0 below three spreads. */
export function deviationOf(scene: Scene, node: NodeTelemetry): number {
	let best = 0;
	for (const { metric, share, floor } of FLOORS) {
		const series = node.series.get(metric);
		const summary =
			metric === 'average_duration' && scene.level === 'node' ? node.baselineSummary.get(metric) : undefined;
		const history = valuesAt(series, scene.baseline);
		const centre = summary
			? { median: summary.median, spread: MAD_SCALE * summary.mad }
			: history.length >= 2
				? centreOf(history)
				: null;
		const peak = largestOf(valuesAt(series, scene.affected));
		if (!centre || peak === null) continue;
		best = Math.max(
			best,
			(peak - centre.median) / Math.max(centre.spread, share * Math.abs(centre.median), floor),
		);
	}
	return best > SIGNIFICANT ? best : 0;
}

/** A series with the candidate it belongs to. */
export type Track = {
	readonly candidate: string;
	readonly metric: string;
	readonly series: Series;
	readonly node: NodeTelemetry | null;
};

/** The series BARO and max |z| look at: durations, p90, error rates, calls per minute of endpoints; resources of services. */
export function tracksOf(scene: Scene): readonly Track[] {
	const tracks: Track[] = [];
	for (const [name, node] of scene.incident.nodes) {
		if (node.kind === 'entry') continue;
		for (const metric of ['average_duration', 'p90', 'error_rate', 'calls']) {
			const series = node.series.get(metric);
			if (series)
				tracks.push({
					candidate: candidateOf(scene, name),
					metric,
					series: metric === 'calls' ? perMinute(scene, series) : series,
					node,
				});
		}
	}
	for (const [candidate, service] of scene.incident.services)
		for (const [metric, series] of service.resources) tracks.push({ candidate, metric, series, node: null });
	return tracks;
}

function perMinute(scene: Scene, calls: Series): Series {
	const { seconds } = scene.incident;
	if (!seconds) return calls;
	return calls.map((count, i) => (count === null ? null : (count * 60) / (seconds[i] ?? 60)));
}
