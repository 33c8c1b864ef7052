import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from './canonical-json.ts';
import { FORBIDDEN_KEYS, type JsonValue } from './json.ts';
import { parseJson } from './parse-json.ts';

const number = fc
	.double({ noDefaultInfinity: true, noNaN: true })
	.filter(
		(value) =>
			!Object.is(value, -0) && (Math.abs(value) >= 1e21 || Math.abs(value) <= Number.MAX_SAFE_INTEGER),
	);
const string = fc.string({ unit: 'binary' });
const key = string.filter((name) => !FORBIDDEN_KEYS.has(name));
const { value: json } = fc.letrec<{ value: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 6 },
		fc.constantFrom(null, true, false),
		number,
		fc.maxSafeInteger().map((value) => value + 0),
		string,
		fc.array(tie('value')),
		fc.dictionary(key, tie('value')),
	),
}));

describe('parseJson, for any text', () => {
	it('reads back what JSON.stringify and canonical JSON write, indented or not', () => {
		fc.assert(
			fc.property(json, fc.nat({ max: 3 }), (value, indent) => {
				const text = JSON.stringify(value, null, indent);
				const plain: unknown = JSON.parse(text);
				expect(parseJson(text)).toEqual({ ok: true, value: plain });
				expect(parseJson(new TextEncoder().encode(text))).toEqual({ ok: true, value: plain });
				expect(parseJson(encodeCanonicalJson(value))).toEqual({ ok: true, value: plain });
			}),
			{ numRuns: 500 },
		);
	});

	it('never accepts what JSON.parse refuses, gives the same value where both accept, and never throws', () => {
		const noise = fc.string({ unit: fc.constantFrom(...'[]{},:"\\ue0123.-+ntrfals \n') });
		const cut = fc.tuple(json, fc.nat(), fc.string()).map(([value, at, extra]) => {
			const text = JSON.stringify(value);
			const where = at % (text.length + 1);
			return text.slice(0, where) + extra + text.slice(where + 1);
		});
		fc.assert(
			fc.property(fc.oneof(noise, cut), (text) => {
				const result = parseJson(text);
				if (result.ok) expect(result.value).toEqual(JSON.parse(text));
				else expect(result.error.offset).toBeLessThanOrEqual(text.length);
			}),
			{ numRuns: 2000 },
		);
	});

	it('refuses as syntax only what JSON.parse refuses too', () => {
		const noise = fc.string({ unit: fc.constantFrom(...'[]{},:"\\ue0123.-+ntrfals \n') });
		fc.assert(
			fc.property(noise, (text) => {
				const result = parseJson(text);
				if (!result.ok && result.error.code === 'syntax')
					expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
			}),
			{ numRuns: 2000 },
		);
	});

	it('agrees with the strict decoder on any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				const result = parseJson(bytes);
				const bad = !result.ok && result.error.code === 'bad-utf8';
				let decodes = true;
				try {
					new TextDecoder('utf-8', { fatal: true }).decode(bytes);
				} catch {
					decodes = false;
				}
				expect(bad).toBe(!decodes);
				if (bad) expect(result.error.offset).toBeLessThan(bytes.length);
			}),
			{ numRuns: 1000 },
		);
	});
});
