import { mcnemarTest, wilsonInterval } from '../../evaluation/intervals.ts';
import type { Generator } from './generator.ts';

/** A share with its 95 % interval (Wilson). `share` is 0 where there is nothing to share. */
export type Share = {
	readonly count: number;
	readonly of: number;
	readonly share: number;
	readonly low: number;
	readonly high: number;
};

/** A mean with its 95 % interval. */
export type Mean = { readonly mean: number; readonly low: number; readonly high: number };

/** A correlation with its 95 % interval, and what may be said of it. */
export type Correlation = {
	readonly r: number;
	readonly low: number;
	readonly high: number;
	readonly answer: 'positive' | 'negative' | 'no-difference';
};

/** How often something happened in one of two series over the same cases, and what may be said of the difference. */
export type PairedDifference = {
	readonly onlyFirst: number;
	readonly onlySecond: number;
	/** Share in the first less share in the second, with its 95 % interval. */
	readonly difference: number;
	readonly low: number;
	readonly high: number;
	/** Exact McNemar test, two-sided. */
	readonly p: number;
	/** `no-difference`: the interval includes 0, so these cases show none. */
	readonly answer: 'first-higher' | 'second-higher' | 'no-difference';
};

const Z95 = 1.959963984540054;
const RESAMPLES = 1000;

/** How many of some, with the interval. */
export function shareOf(count: number, of: number): Share {
	return { count, of, share: of > 0 ? count / of : 0, ...wilsonInterval(count, of) };
}

/** The mean of independent values, with the normal interval. */
export function meanOf(values: readonly number[]): Mean {
	const n = values.length;
	const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
	const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	const half = n > 1 ? Z95 * Math.sqrt(squares / (n - 1) / n) : 0;
	return { mean, low: mean - half, high: mean + half };
}

/** The difference of two shares over the same cases. Source of the interval: Bonett & Price 2012, adjusted Wald. */
export function pairedDifference(first: readonly boolean[], second: readonly boolean[]): PairedDifference {
	const n = first.length;
	const numbers = (series: readonly boolean[]) => series.map(Number);
	const { onlyFirst, onlySecond, p } = mcnemarTest(numbers(first), numbers(second));
	const [a, b] = [(onlyFirst + 1) / (n + 2), (onlySecond + 1) / (n + 2)];
	const half = Z95 * Math.sqrt((a + b - (a - b) ** 2) / (n + 2));
	const [low, high] = [Math.max(-1, a - b - half), Math.min(1, a - b + half)];
	const difference = n > 0 ? (onlyFirst - onlySecond) / n : 0;
	const answer = low > 0 ? 'first-higher' : high < 0 ? 'second-higher' : 'no-difference';
	return { onlyFirst, onlySecond, difference, low, high, p, answer };
}

/** One observation pair. */
export type Point = readonly [x: number, y: number];

/**
 * Pearson's correlation (point-biserial where y is 0 or 1) of points that come in groups. The interval is a percentile
 * bootstrap over whole groups, because the points of one group are not independent. Null where x or y never varies.
 */
export function groupedCorrelation(
	groups: readonly (readonly Point[])[],
	generator: Generator,
): Correlation | null {
	const moments = groups.map(momentsOf);
	const r = correlationOf(moments);
	if (r === null || groups.length < 2) return null;
	const resampled: number[] = [];
	for (let i = 0; i < RESAMPLES; i++) {
		const drawn = moments.map(() => moments[generator.below(moments.length)]!);
		const value = correlationOf(drawn);
		if (value !== null) resampled.push(value);
	}
	resampled.sort((a, b) => a - b);
	const at = (share: number) => resampled[Math.round(share * (resampled.length - 1))] ?? r;
	const [low, high] = [at(0.025), at(0.975)];
	return { r, low, high, answer: low > 0 ? 'positive' : high < 0 ? 'negative' : 'no-difference' };
}

/** Sums over a group: n, x, y, xx, yy, xy. */
type Moments = readonly [number, number, number, number, number, number];

function momentsOf(points: readonly Point[]): Moments {
	let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
	for (const [a, b] of points) {
		x += a;
		y += b;
		xx += a * a;
		yy += b * b;
		xy += a * b;
	}
	return [points.length, x, y, xx, yy, xy];
}

function correlationOf(groups: readonly Moments[]): number | null {
	let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
	for (const group of groups) {
		n += group[0];
		x += group[1];
		y += group[2];
		xx += group[3];
		yy += group[4];
		xy += group[5];
	}
	const [varianceX, varianceY] = [n * xx - x * x, n * yy - y * y];
	const least = 1e-9 * n * n;
	return varianceX > least && varianceY > least ? (n * xy - x * y) / Math.sqrt(varianceX * varianceY) : null;
}

/** The Gini coefficient of some holdings: 0 all alike, towards 1 one has everything. */
export function giniOf(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const total = sorted.reduce((sum, value) => sum + value, 0);
	if (total === 0) return 0;
	const n = sorted.length;
	const ranked = sorted.reduce((sum, value, index) => sum + (2 * (index + 1) - n - 1) * value, 0);
	return ranked / (n * total);
}
