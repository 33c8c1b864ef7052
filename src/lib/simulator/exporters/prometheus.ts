import type { JsonObject } from '../../primitives/json.ts';
import type { Sample } from '../record-run.ts';

/** Names of what pods report, as container exporters spell them. */
const METRICS: ReadonlyMap<string, string> = new Map([
	['cpu_pct', 'container_cpu_usage_percent'],
	['mem_pct', 'container_memory_usage_percent'],
]);

/** The answer of Prometheus's HTTP API to a `query_range` for one metric: a matrix with one series per service. */
export function encodePrometheus(samples: readonly Sample[], metric: string): JsonObject {
	const series = new Map<string, [number, string][]>();
	for (const sample of samples) {
		if (sample.metric !== metric) continue;
		const point: [number, string] = [sample.seconds, String(sample.value)];
		const points = series.get(sample.service);
		if (points) points.push(point);
		else series.set(sample.service, [point]);
	}
	return {
		status: 'success',
		data: {
			resultType: 'matrix',
			result: [...series].map(([service, values]) => ({
				metric: { __name__: METRICS.get(metric) ?? metric, service },
				values,
			})),
		},
	};
}
