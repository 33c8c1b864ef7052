import { ImportHalt } from '../import-failure.ts';
import type { SeriesByName, Series } from '../incident-model.ts';
import { medianOf } from '../statistics.ts';

const MOST_SERIES = 50_000;
const MOST_METRICS = 60;
const DEFAULT_STEP = 60;

type Samples = { readonly times: number[]; readonly values: number[] };

/** Measured numbers of services by metric and time (seconds since the Unix epoch), in any order. */
export class SampleTable {
	readonly services = new Map<string, Map<string, Samples>>();
	readonly pods = new Map<string, string>();
	#series = 0;
	rows = 0;

	/** Adds one number; false where the service already has too many metrics. */
	add(service: string, metric: string, seconds: number, value: number): boolean {
		let metrics = this.services.get(service);
		if (!metrics) this.services.set(service, (metrics = new Map()));
		let samples = metrics.get(metric);
		if (!samples) {
			if (metrics.size >= MOST_METRICS) return false;
			if (++this.#series > MOST_SERIES)
				throw new ImportHalt({ code: 'too-many', where: service, limit: MOST_SERIES, actual: this.#series });
			metrics.set(metric, (samples = { times: [], values: [] }));
		}
		samples.times.push(seconds);
		samples.values.push(value);
		this.rows++;
		return true;
	}

	/** Distinct times, sorted. */
	times(): readonly number[] {
		const seen = new Set<number>();
		for (const metrics of this.services.values())
			for (const { times } of metrics.values()) for (const time of times) seen.add(time);
		return [...seen].sort((a, b) => a - b);
	}

	/** Usual distance between two samples of one series, whole seconds. */
	step(): number {
		const gaps: number[] = [];
		for (const metrics of this.services.values())
			for (const { times } of metrics.values()) {
				const sorted = [...times].sort((a, b) => a - b);
				for (let i = 1; i < sorted.length && gaps.length < 10_000; i++)
					if ((sorted[i] as number) > (sorted[i - 1] as number))
						gaps.push((sorted[i] as number) - (sorted[i - 1] as number));
			}
		return Math.max(1, Math.round(medianOf(gaps) ?? DEFAULT_STEP));
	}

	/** Series of one service over windows; `windowOf` gives the windows a time speaks for, several samples are averaged. */
	series(service: string, length: number, windowOf: (seconds: number) => readonly number[]): SeriesByName {
		const out = new Map<string, Series>();
		for (const [metric, { times, values }] of this.services.get(service) ?? []) {
			const sums = new Array<number>(length).fill(0);
			const counts = new Array<number>(length).fill(0);
			times.forEach((time, i) => {
				for (const window of windowOf(time)) {
					sums[window] = (sums[window] as number) + (values[i] as number);
					counts[window] = (counts[window] as number) + 1;
				}
			});
			out.set(
				metric,
				sums.map((sum, i) =>
					counts[i] ? Math.round((1000 * sum) / (counts[i] as number)) / 1000 || 0 : null,
				),
			);
		}
		return out;
	}
}
