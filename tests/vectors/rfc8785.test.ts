import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../src/lib/crypto/hash.ts';
import { CanonicalJsonError, encodeCanonicalJson } from '../../src/lib/primitives/canonical-json.ts';
import { FORBIDDEN_KEYS, type JsonValue } from '../../src/lib/primitives/json.ts';
import { parseJson } from '../../src/lib/primitives/parse-json.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { vectorFolder } from './shared-folder.ts';

const folder = vectorFolder('rfc8785-jcs');
const NAMES = ['arrays', 'french', 'structures', 'unicode', 'values', 'weird'];

describe.skipIf(!folder)('RFC 8785 vectors (cyberphone/json-canonicalization)', () => {
	const bytesOf = (path: string) => new Uint8Array(readFileSync(join(folder ?? '', 'testdata', path)));

	it.each(NAMES)('%s', (name) => {
		const value = unwrap(parseJson(bytesOf(`input/${name}.json`)));
		expect(canonicalBytes(value)).toEqual(bytesOf(`output/${name}.json`));
		expect(parseJson(canonicalBytes(value))).toEqual({ ok: true, value });
	});
});

describe('canonical JSON against the package canonicalize', () => {
	const leaf = fc.oneof(
		fc.constantFrom(null, true, false),
		fc.double({ noDefaultInfinity: true, noNaN: true }),
		fc.maxSafeInteger(),
		fc.string({ unit: 'binary' }),
	);
	const { value: json } = fc.letrec<{ value: JsonValue }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 5 },
			leaf,
			fc.array(tie('value')),
			fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
		),
	}));
	const isRefused = (value: JsonValue): boolean => {
		if (typeof value === 'number') return Object.is(value, -0);
		if (typeof value !== 'object' || value === null) return false;
		if (Array.isArray(value)) return value.some(isRefused);
		return Object.entries(value).some(([key, member]) => FORBIDDEN_KEYS.has(key) || isRefused(member));
	};

	it('writes the same text for any value that both accept', () => {
		fc.assert(
			fc.property(json, (value) => {
				if (isRefused(value)) expect(() => encodeCanonicalJson(value)).toThrow(CanonicalJsonError);
				else expect(encodeCanonicalJson(value)).toBe(canonicalize(value));
			}),
			{ numRuns: 1000 },
		);
	});

	it('does not depend on the order of keys', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.maxSafeInteger()), fc.nat(), (object, seed) => {
				const entries = Object.entries(object).filter(
					([key, n]) => !FORBIDDEN_KEYS.has(key) && !Object.is(n, -0),
				);
				const turned = [
					...entries.slice(seed % (entries.length + 1)),
					...entries.slice(0, seed % (entries.length + 1)),
				];
				expect(encodeCanonicalJson(Object.fromEntries(turned))).toBe(
					encodeCanonicalJson(Object.fromEntries(entries)),
				);
			}),
		);
	});
});
