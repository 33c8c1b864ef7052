import type { Series } from './incident-model.ts';

/** Scales a median absolute deviation to a standard deviation of normal data. */
export const MAD_SCALE = 1.4826;

/** The numbers of a series in some windows, nulls left out. */
export function valuesAt(series: Series | undefined, windows: readonly number[]): number[] {
	const out: number[] = [];
	if (!series) return out;
	for (const index of windows) {
		const value = series[index];
		if (value !== null && value !== undefined) out.push(value);
	}
	return out;
}

/** The middle of some numbers (mean of the two middle ones); null of none. */
export function medianOf(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	const sorted = [...values].sort((a, b) => a - b);
	const half = sorted.length >> 1;
	const upper = sorted[half] as number;
	return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** Median and scaled MAD of some numbers; null of none. */
export function centreOf(
	values: readonly number[],
): { readonly median: number; readonly spread: number } | null {
	const median = medianOf(values);
	if (median === null) return null;
	const deviation = medianOf(values.map((value) => Math.abs(value - median))) ?? 0;
	return { median, spread: MAD_SCALE * deviation };
}

/**
 * Median and scaled MAD of some numbers with any one of them left out, or none, exactly as {@link centreOf} has them. All
 * numbers are sorted once, not for each that is left out.
 */
export function centresOfRest(
	values: readonly number[],
): (leftOut: number | null) => ReturnType<typeof centreOf> {
	const sorted = [...values].sort((a, b) => a - b);
	/** Sorted distances from a median; leaving one number out moves the median to at most two other values. */
	const distances = new Map<number, readonly number[]>();
	return (leftOut) => {
		const median = medianWithout(sorted, leftOut);
		if (median === null) return null;
		let all = distances.get(median);
		if (!all) {
			all = sorted.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
			distances.set(median, all);
		}
		const deviation = medianWithout(all, leftOut === null ? null : Math.abs(leftOut - median)) ?? 0;
		return { median, spread: MAD_SCALE * deviation };
	};
}

/** The median of sorted numbers without one of them; null of none. */
function medianWithout(sorted: readonly number[], leftOut: number | null): number | null {
	const length = leftOut === null ? sorted.length : sorted.length - 1;
	if (length <= 0) return null;
	let [low, high] = [0, leftOut === null ? 0 : sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] as number) < (leftOut as number)) low = middle + 1;
		else high = middle;
	}
	const at = (place: number) => sorted[leftOut === null || place < low ? place : place + 1] as number;
	const half = length >> 1;
	return length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
}

/** The quantile `q` of some numbers by linear interpolation (numpy's default); null of none. */
export function quantileOf(values: readonly number[], q: number): number | null {
	if (values.length === 0) return null;
	const sorted = [...values].sort((a, b) => a - b);
	const place = q * (sorted.length - 1);
	const low = Math.floor(place);
	const below = sorted[low] as number;
	const above = sorted[Math.min(low + 1, sorted.length - 1)] as number;
	return below + (above - below) * (place - low);
}

/** Sum of some numbers. */
export function totalOf(values: readonly number[]): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}

/** Mean weighted by `weights` over some windows, and the total weight; null where nothing was counted. */
export function weightedMean(
	series: Series | undefined,
	weights: Series | undefined,
	windows: readonly number[],
): { readonly mean: number; readonly weight: number } | null {
	if (!series || !weights) return null;
	let [sum, weight] = [0, 0];
	for (const index of windows) {
		const value = series[index];
		const share = weights[index];
		if (value === null || value === undefined || !share) continue;
		sum += value * share;
		weight += share;
	}
	return weight > 0 ? { mean: sum / weight, weight } : null;
}

/** Sum of a series over some windows, nulls as 0. */
export function sumAt(series: Series | undefined, windows: readonly number[]): number {
	return totalOf(valuesAt(series, windows));
}

/** Largest of some numbers; null of none. */
export function largestOf(values: readonly number[]): number | null {
	let best: number | null = null;
	for (const value of values) if (best === null || value > best) best = value;
	return best;
}
