/** A metric of a source in the model's words: its name, and what its values are multiplied with. */
export type KnownMetric = {
	readonly metric: string;
	readonly factor: number;
	/** Whether the unit was told from the name alone and may be wrong. */
	readonly guessed: boolean;
};

type Rule = readonly [
	pattern: RegExp,
	metric: string,
	factor: number | ((name: string, unit: string) => number),
];

const PERCENT = /percent|pct|%/;
const timeFactor = (name: string, unit: string): number =>
	/^(?:us|µs|microseconds?)$/.test(unit) || /(?:_us|micro(?:second)?s)\b/.test(name)
		? 1e-3
		: /^(?:ns|nanoseconds?)$/.test(unit) || /_ns\b|nanoseconds/.test(name)
			? 1e-6
			: /^(?:ms|milliseconds?)$/.test(unit) || /_ms\b|\(ms\)|milli(?:second)?s/.test(name)
				? 1
				: /^(?:s|seconds?)$/.test(unit) || /seconds|\(s\)|_s\b|\bsec\b/.test(name)
					? 1e3
					: 1;
const shareFactor = (name: string, unit: string): number =>
	PERCENT.test(name) || unit === '%' ? 1 : /ratio|share|fraction/.test(name) || unit === '1' ? 100 : 1;

/** Asked in order; the first that fits names the metric. */
const RULES: readonly Rule[] = [
	[/node.*cpu/, 'node_cpu_pct', shareFactor],
	[/cpu.*(?:millicores?|\(m\))/, 'cpu_millicores', 1],
	[/cpu.*(?:percent|pct|%|rate|util)/, 'cpu_pct', shareFactor],
	[/cpu.*(?:seconds|cores)/, 'cpu_millicores', 1e3],
	[/cpu/, 'cpu_pct', shareFactor],
	[/mem.*(?:percent|pct|%|rate|util)/, 'mem_pct', shareFactor],
	[/mem.*(?:mi?b|\(mi\))/, 'mem_mib', 1],
	[/mem/, 'mem_mib', 2 ** -20],
	[/net.*(?:rec|rx|in\b)/, 'net_rx_bytes', 1],
	[/net.*(?:trans|tx|out\b)/, 'net_tx_bytes', 1],
	[/client.*(?:latency|duration).*(?:p?90|0\.9\b)/, 'client_p90_ms', timeFactor],
	[/(?:latency|duration).*p?99|p99.*(?:latency|duration)|^p99/, 'p99', timeFactor],
	[/(?:latency|duration).*p?95|p95.*(?:latency|duration)|^p95/, 'p95', timeFactor],
	[/server.*(?:latency|duration).*p?90/, 'server_p90_ms', timeFactor],
	[/(?:latency|duration).*p?90|p90.*(?:latency|duration)|^p90/, 'p90', timeFactor],
	[/(?:latency|duration).*p?50|p50.*(?:latency|duration)|^p50|median/, 'p50', timeFactor],
	[/timeout/, 'timeout_rate', shareFactor],
	[/error|fail/, 'error_rate', shareFactor],
	[/latency|duration|response.?time|\brt\b/, 'average_duration', timeFactor],
	[/request|calls|throughput|\bqps\b|\brps\b|workload|count/, 'calls', 1],
];

/** The model's name of a source's metric, told from its spelling and unit; others keep their name in our letters. */
export function knownMetric(name: string, unit = ''): KnownMetric | null {
	const low = name.toLowerCase();
	for (const [pattern, metric, factor] of RULES)
		if (pattern.test(low)) {
			const by = typeof factor === 'number' ? factor : factor(low, unit);
			return { metric, factor: by, guessed: unit === '' };
		}
	const own = low
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^[_0-9]+|_+$/g, '')
		.slice(0, 64);
	return own === '' ? null : { metric: own, factor: 1, guessed: true };
}
