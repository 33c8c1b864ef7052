/** A 95 % interval of a share. */
export type Interval = { readonly low: number; readonly high: number };

const Z95 = 1.959963984540054;

/** Wilson's score interval (95 %) of `hits` out of `n`; hits may be fractional where ties count in expectation. */
export function wilsonInterval(hits: number, n: number): Interval {
	if (n === 0) return { low: 0, high: 1 };
	const share = hits / n;
	const denominator = 1 + Z95 ** 2 / n;
	const centre = (share + Z95 ** 2 / (2 * n)) / denominator;
	const half = (Z95 / denominator) * Math.sqrt((share * (1 - share)) / n + Z95 ** 2 / (4 * n * n));
	return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** McNemar's exact test of two methods on the same incidents. */
export type PairedTest = { readonly onlyFirst: number; readonly onlySecond: number; readonly p: number };

/**
 * Two-sided exact McNemar test: `first` and `second` are hits (0–1) per incident; a hit of more than one half counts as
 * right, so that a method that cannot tell two candidates apart is not called right.
 */
export function mcnemarTest(first: readonly number[], second: readonly number[]): PairedTest {
	let [onlyFirst, onlySecond] = [0, 0];
	first.forEach((hit, i) => {
		const [a, b] = [hit > 0.5, (second[i] as number) > 0.5];
		if (a && !b) onlyFirst++;
		if (b && !a) onlySecond++;
	});
	return { onlyFirst, onlySecond, p: signTest(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond) };
}

/** A term past this is scaled down, long before it overflows. Powers of two, so that no digit is lost. */
const SCALE_BITS = 500;
const SCALE = 2 ** SCALE_BITS;

/**
 * Two-sided probability of at most `k` heads in `n` fair throws, or as few tails. The binomial coefficients are summed with
 * an exponent of their own, because 2^−n is 0 in binary64 from n = 1075 on. 0 only where the answer itself is below 2^−1074.
 */
function signTest(k: number, n: number): number {
	let [term, sum, halvings] = [1, 0, n];
	for (let i = 0; i <= k; i++) {
		sum += term;
		term *= (n - i) / (i + 1);
		if (term > SCALE) {
			term /= SCALE;
			sum /= SCALE;
			halvings -= SCALE_BITS;
		}
	}
	let p = 2 * sum;
	for (; halvings > 0; halvings -= SCALE_BITS) p *= 2 ** -Math.min(halvings, SCALE_BITS);
	return Math.min(1, p);
}
