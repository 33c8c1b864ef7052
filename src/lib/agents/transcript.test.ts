import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonValue } from '../primitives/json.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { plainJson } from './transcript.ts';

describe('a document of an agent', () => {
	it('keeps what JSON has, to six decimals', () => {
		expect(
			plainJson({ a: 1.23456789, b: [undefined, -0, NaN, Infinity], c: undefined, d: 'é', e: null }),
		).toEqual({
			a: 1.234568,
			b: [null, 0, null, null],
			d: 'é',
			e: null,
		});
		expect(plainJson([2 ** 53 - 1, 2 ** 53, 1e20, 1e21, -(2 ** 60)])).toEqual([
			2 ** 53 - 1,
			null,
			null,
			null,
			null,
		]);
		expect(plainJson(undefined)).toBeNull();
	});

	it('is read back as it was hashed, whatever numbers are in it', () => {
		const key = fc.string().filter((one) => !['__proto__', 'constructor', 'prototype'].includes(one));
		fc.assert(
			fc.property(
				fc.dictionary(key, fc.oneof(fc.double(), fc.maxSafeInteger(), fc.string()), {
					noNullPrototype: true,
				}),
				(value) => {
					const document = plainJson(value);
					const parsed = parseJson(encodeCanonicalJson(document));
					expect(parsed).toEqual({ ok: true, value: document as JsonValue });
				},
			),
		);
	});
});
