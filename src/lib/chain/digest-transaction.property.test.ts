import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashLeaf } from '../crypto/merkle.ts';
import { encodeHex } from '../primitives/bytes.ts';
import { equalJson, type JsonObject, type JsonValue } from '../primitives/json.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { unwrap } from '../primitives/result.ts';
import { digestTransaction } from './digest-transaction.ts';
import { dataLength } from './gas.ts';
import { transactionLeaf } from './header.ts';
import { hashTransaction, transactionSchema } from './parse-transaction.ts';
import { addressIn, seededGenesis, SIGNERS } from './testing/seeded-chain.ts';

const genesis = seededGenesis();
const natural = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(encodeHex);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const json = fc.jsonValue({ stringUnit: 'grapheme' }) as fc.Arbitrary<JsonValue>;

const transaction = fc.record({
	chainId: hex(32),
	type: fc.oneof(text, fc.constantFrom('"', '\\', '\n', 'transfer', '\u2028', '根因')),
	sender: fc.constantFrom(...SIGNERS.map((who) => addressIn(genesis, who))),
	nonce: natural,
	gasPrice: natural,
	gasLimit: natural,
	timestamp: natural,
	data: fc.dictionary(text, json),
	signature: hex(65),
});

it('a digest is what hashing, the Merkle leaf and the measure of data are, each worked out alone', () => {
	fc.assert(
		fc.property(transaction, (given) => {
			const read = parseJson(JSON.stringify(given));
			const parsed = read.ok ? transactionSchema.parse(read.value) : read;
			if (!parsed.ok) return;
			const digest = digestTransaction(parsed.value);
			expect(digest.hash).toBe(hashTransaction(parsed.value));
			expect(digest.leafHash).toEqual(hashLeaf(transactionLeaf(parsed.value)));
			expect(digest.dataBytes).toBe(dataLength(parsed.value.data));
		}),
		{ numRuns: 300 },
	);
});

it('equal JSON is what has one canonical form', () => {
	const shuffled = (value: JsonValue): JsonValue => {
		if (value === null || typeof value !== 'object') return value;
		if (Array.isArray(value)) return (value as readonly JsonValue[]).map(shuffled);
		const entries = Object.entries(value as JsonObject).reverse();
		return Object.fromEntries(entries.map(([key, one]) => [key, shuffled(one)]));
	};
	const small = fc
		.json({ maxDepth: 2 })
		.map((text) => parseJson(text))
		.filter((read) => read.ok)
		.map((read) => unwrap(read));
	fc.assert(
		fc.property(small, small, (a, b) => {
			expect(equalJson(a, shuffled(a))).toBe(true);
			expect(equalJson(a, b)).toBe(encodeCanonicalJson(a) === encodeCanonicalJson(b));
			expect(equalJson({ a, b }, { b: a, a: b })).toBe(equalJson(a, b));
			expect(equalJson([a, b], { 0: a, 1: b })).toBe(false);
		}),
		{ numRuns: 500 },
	);
});
