import { FpInvertBatch } from '@noble/curves/abstract/modular.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';

/** A point of secp256k1. */
export type Point = typeof secp256k1.Point.BASE;

/** A point other than infinity by its coordinates. */
export type AffinePoint = { readonly x: bigint; readonly y: bigint };

/** Bytes in a short coefficient: 128 bits, so that a false sum passes once in 2^128 tries. */
export const COEFFICIENT_BYTES = 16;

const { Fp } = secp256k1.Point;
const LARGEST_DIGIT = 128;

/** What reading the digits as unsigned adds to the coefficient: 128 at every place. */
const OFFSET = BigInt(`0x${'80'.repeat(COEFFICIENT_BYTES)}`);

/**
 * The number that 16 bytes, lowest first, stand for when each is a signed digit (−128 … 127) of base 256. No two
 * spellings stand for one number, so 128 random bits give 2^128 numbers.
 */
export function coefficientOf(bytes: Uint8Array): bigint {
	let hex = '0x';
	for (let i = COEFFICIENT_BYTES - 1; i >= 0; i--) {
		hex += ((bytes[i] as number) ^ 0x80).toString(16).padStart(2, '0');
	}
	return BigInt(hex) - OFFSET;
}

/**
 * Σ cᵢ·Pᵢ for short coefficients, given as 16 signed digits each, one after the other. Pippenger's buckets, and four
 * times faster here than a general multi-scalar multiplication: half the windows, half the buckets, and additions
 * that share their inversions. Not constant-time: public data only. Source: Bernstein, Doumen, Lange, Oosterwijk,
 * "Faster batch forgery identification" (2012), §4.
 */
export function sumOfMultiples(points: readonly AffinePoint[], digits: Uint8Array): Point {
	const buckets = sumEach(bucketsOf(points, digits));
	let sum = secp256k1.Point.ZERO;
	for (let place = COEFFICIENT_BYTES - 1; place >= 0; place--) {
		for (let i = 0; i < 8; i++) sum = sum.double();
		const first = place * LARGEST_DIGIT;
		sum = sum.add(weightedSum(buckets.slice(first, first + LARGEST_DIGIT)));
	}
	return sum;
}

/** The points by place and size of their digit there (1 … 128), those of negative digits negated. */
function bucketsOf(points: readonly AffinePoint[], digits: Uint8Array): AffinePoint[][] {
	const buckets: AffinePoint[][] = Array.from({ length: COEFFICIENT_BYTES * LARGEST_DIGIT }, () => []);
	points.forEach((point, i) => {
		const negated = { x: point.x, y: Fp.neg(point.y) };
		for (let place = 0; place < COEFFICIENT_BYTES; place++) {
			const byte = digits[i * COEFFICIENT_BYTES + place] as number;
			const size = byte < 128 ? byte : 256 - byte;
			if (size > 0) buckets[place * LARGEST_DIGIT + size - 1]?.push(byte < 128 ? point : negated);
		}
	});
	return buckets;
}

/** The sum of each list, undefined where it is infinity. Every round halves all lists with one inversion. */
function sumEach(lists: readonly (readonly AffinePoint[])[]): (AffinePoint | undefined)[] {
	let rest = lists;
	while (rest.some((list) => list.length > 1)) {
		const sums = addPairs(rest.flatMap((list) => (list.length % 2 === 0 ? list : list.slice(0, -1))));
		let next = 0;
		rest = rest.map((list) => {
			const pairs = list.length >> 1;
			const shorter = sums.slice(next, next + pairs).filter((sum) => sum !== undefined);
			next += pairs;
			return list.length % 2 === 0 ? shorter : [...shorter, list.at(-1) as AffinePoint];
		});
	}
	return rest.map((list) => list[0]);
}

/** The sums of points 0 and 1, 2 and 3 and so on. Source: Cohen, Frey, "Handbook of elliptic curves", §13.2.1. */
function addPairs(points: readonly AffinePoint[]): (AffinePoint | undefined)[] {
	const runs: bigint[] = [];
	for (let i = 0; i < points.length; i += 2) {
		runs.push(runOf(points[i] as AffinePoint, points[i + 1] as AffinePoint));
	}
	const inverses = FpInvertBatch(Fp, runs, true);
	return inverses.map((inverse, i) => {
		const p = points[2 * i] as AffinePoint;
		const q = points[2 * i + 1] as AffinePoint;
		if (inverse === 0n) return undefined;
		const rise = p.x === q.x ? 3n * p.x * p.x : q.y - p.y;
		const slope = Fp.create(rise * inverse);
		const x = Fp.create(slope * slope - p.x - q.x);
		return { x, y: Fp.create(slope * (p.x - x) - p.y) };
	});
}

/** The run of the line through two points, of the tangent where they are one; 0 where they cancel out. */
function runOf(p: AffinePoint, q: AffinePoint): bigint {
	if (p.x !== q.x) return Fp.create(q.x - p.x);
	return p.y === q.y ? Fp.create(2n * p.y) : 0n;
}

/** Σ (i + 1)·Bᵢ by running sums from the end. */
function weightedSum(buckets: readonly (AffinePoint | undefined)[]): Point {
	let running = secp256k1.Point.ZERO;
	let sum = running;
	for (const bucket of buckets.toReversed()) {
		if (bucket) running = running.add(secp256k1.Point.fromAffine(bucket));
		sum = sum.add(running);
	}
	return sum;
}
