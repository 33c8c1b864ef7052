import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COEFFICIENT_BYTES, coefficientOf, sumOfMultiples } from './point-sum.ts';

const { BASE: G, ZERO, Fn } = secp256k1.Point;

/** Few points and few digits, so that equal and opposite ones meet in a bucket. */
const factor = fc.oneof(
	fc.constantFrom(1n, 2n, 3n, Fn.ORDER - 1n, Fn.ORDER - 2n),
	fc.bigInt(1n, Fn.ORDER - 1n),
);
const digit = fc.oneof(fc.constantFrom(0, 1, 2, 127, 128, 129, 254, 255), fc.nat({ max: 255 }));
const term = fc.record({
	factor,
	digits: fc.array(digit, { minLength: COEFFICIENT_BYTES, maxLength: COEFFICIENT_BYTES }),
});

describe('sums of short multiples', () => {
	it('are those of multiplying one by one, equal and opposite points included', () => {
		fc.assert(
			fc.property(fc.array(term, { maxLength: 12 }), (terms) => {
				const points = terms.map((one) => G.multiply(one.factor).toAffine());
				const digits = new Uint8Array(terms.flatMap((one) => one.digits));
				const total = terms.reduce(
					(sum, one) => sum + one.factor * coefficientOf(new Uint8Array(one.digits)),
					0n,
				);
				const scalar = Fn.create(total);
				const expected = scalar === 0n ? ZERO : G.multiply(scalar);
				expect(sumOfMultiples(points, digits).equals(expected)).toBe(true);
			}),
			{ numRuns: 60 },
		);
	});

	it('reads 16 signed digits, and no two spellings alike', () => {
		const bytes = (...low: number[]) => {
			const all = new Uint8Array(COEFFICIENT_BYTES);
			all.set(low);
			return all;
		};
		expect(coefficientOf(bytes())).toBe(0n);
		expect(coefficientOf(bytes(1))).toBe(1n);
		expect(coefficientOf(bytes(255))).toBe(-1n);
		expect(coefficientOf(bytes(128))).toBe(-128n);
		expect(coefficientOf(bytes(128, 1))).toBe(128n);
		expect(coefficientOf(bytes(0, 255))).toBe(-256n);
		const spelling = fc.uint8Array({ minLength: COEFFICIENT_BYTES, maxLength: COEFFICIENT_BYTES });
		fc.assert(
			fc.property(spelling, spelling, (a, b) => {
				const same = a.every((byte, i) => byte === b[i]);
				expect(coefficientOf(a) === coefficientOf(b)).toBe(same);
			}),
		);
	});
});
