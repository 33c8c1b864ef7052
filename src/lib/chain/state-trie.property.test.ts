import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import {
	buildStateProof,
	trieEntries,
	trieRoot,
	trieValue,
	trieWith,
	trieWithout,
	verifyStateProof,
	type StateProof,
	type TrieNode,
} from './state-trie.ts';

// The definition of protocol.md §3 once more, with other libraries and without sharing anything.
const sha256 = (...parts: readonly Uint8Array[]) =>
	parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hashedKey = (key: string) => sha256(Buffer.from(key, 'utf8'));
const bitOf = (k: Buffer, depth: number) => (k.readUInt8(depth >> 3) >> (7 - (depth & 7))) & 1;

function naiveRoot(entries: readonly (readonly [Buffer, JsonValue])[], depth = 0): Buffer {
	const [first] = entries;
	if (!first) return Buffer.alloc(32);
	if (entries.length === 1) {
		const value = sha256(Buffer.from(canonicalize(first[1]) as string, 'utf8'));
		return sha256(Uint8Array.of(0), first[0], value);
	}
	const side = (bit: number) =>
		naiveRoot(
			entries.filter(([k]) => bitOf(k, depth) === bit),
			depth + 1,
		);
	return sha256(Uint8Array.of(1), side(0), side(1));
}

function rootOf(model: ReadonlyMap<string, JsonValue>): Hash {
	const entries = [...model].map(([key, value]) => [hashedKey(key), value] as const);
	return `0x${naiveRoot(entries).toString('hex')}`;
}

function trieOf(model: ReadonlyMap<string, JsonValue>): TrieNode | null {
	let trie: TrieNode | null = null;
	for (const [key, value] of model) trie = trieWith(trie, key, value);
	return trie;
}

const key = fc.oneof(
	fc.integer({ min: 0, max: 40 }).map(String),
	fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const value = fc
	.jsonValue({ maxDepth: 2, noUnicodeString: false })
	.map((one) => JSON.parse(JSON.stringify(one)) as JsonValue)
	.filter((one) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(one)));
const change = fc.record({ key, value: fc.option(value, { nil: undefined, freq: 3 }) });
const model = fc
	.uniqueArray(fc.tuple(key, value), { maxLength: 40, selector: ([one]) => one })
	.map((entries) => new Map(entries));

describe('the state trie', () => {
	it('has after every change the root, entries and values of its definition', () => {
		fc.assert(
			fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
				const expected = new Map<string, JsonValue>();
				let trie: TrieNode | null = null;
				for (const { key, value } of changes) {
					const before: [TrieNode | null, Hash] = [trie, trieRoot(trie)];
					trie = value === undefined ? trieWithout(trie, key) : trieWith(trie, key, value);
					if (value === undefined) expected.delete(key);
					else expected.set(key, value);
					expect(trieRoot(trie)).toBe(rootOf(expected));
					expect(trieValue(trie, key)).toEqual(value);
					expect(trieRoot(before[0])).toBe(before[1]);
				}
				const entries = [...trieEntries(trie)].map(({ key, value }) => [key, value] as const);
				expect(new Map(entries)).toEqual(expected);
				expect(entries.length).toBe(expected.size);
			}),
		);
	});

	it('does not depend on the order of changes, nor on what was there and gone', () => {
		fc.assert(
			fc.property(model, model, fc.nat(), (kept, gone, turn) => {
				const order = [...kept].sort(
					([a], [b]) => ((a.length * 31 + turn) % 7) - ((b.length * 31 + turn) % 7),
				);
				let trie: TrieNode | null = null;
				for (const [key, value] of gone) trie = trieWith(trie, key, value);
				for (const [key, value] of order) trie = trieWith(trie, key, value);
				for (const [key] of gone) if (!kept.has(key)) trie = trieWithout(trie, key);
				expect(trieRoot(trie)).toBe(rootOf(kept));
			}),
		);
	});

	it('is 32 zero bytes where nothing is in it', () => {
		expect(trieRoot(null)).toBe(`0x${'0'.repeat(64)}`);
		expect(trieRoot(trieWithout(trieWith(null, 'a', 1), 'a'))).toBe(`0x${'0'.repeat(64)}`);
		expect(trieWithout(trieWith(null, 'a', 1), 'b')).not.toBeNull();
	});
});

/** Each way to change a proof a little. */
function tamperedProofs({ siblings, terminal }: StateProof): readonly StateProof[] {
	const flip = (hash: Hash): Hash => `${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}` as Hash;
	const other: Hash = `0x${'7'.repeat(64)}`;
	return [
		...siblings.map((_, at) => ({
			siblings: siblings.map((one, index) => (index === at ? flip(one) : one)),
			terminal,
		})),
		...siblings.map((_, at) => ({ siblings: siblings.filter((_, index) => index !== at), terminal })),
		{ siblings: [...siblings, other], terminal },
		{ siblings: [other, ...siblings], terminal },
		{ siblings: [...siblings, `0x${'0'.repeat(64)}`], terminal },
		...(siblings.length > 1 && siblings[0] !== siblings.at(-1)
			? [{ siblings: [...siblings].reverse(), terminal }]
			: []),
		...(terminal
			? [
					{ siblings, terminal: null },
					{ siblings, terminal: { ...terminal, k: flip(terminal.k) } },
					{ siblings, terminal: { ...terminal, valueHash: flip(terminal.valueHash) } },
				]
			: [{ siblings, terminal: { k: other, valueHash: other } }]),
	];
}

describe('a proof about the state', () => {
	it('shows a value or an absence, and shows nothing else', () => {
		fc.assert(
			fc.property(model, key, value, (entries, asked, wrong) => {
				const root = rootOf(entries);
				const trie = trieOf(entries);
				for (const key of [...entries.keys(), asked]) {
					const proof = buildStateProof(trie, key);
					const given = entries.get(key);
					const verify = (change: object) => verifyStateProof({ root, key, value: given, proof, ...change });
					expect(verify({})).toBe(true);
					expect(verify({ value: given === undefined ? wrong : undefined })).toBe(false);
					expect(verify({ root: `0x${'1'.repeat(64)}` })).toBe(false);
					if (JSON.stringify(wrong) !== JSON.stringify(given)) expect(verify({ value: wrong })).toBe(false);
					for (const changed of tamperedProofs(proof)) expect(verify({ proof: changed })).toBe(false);
				}
			}),
			{ numRuns: 40 },
		);
	});

	it('of one key says nothing about another', () => {
		const entries = new Map(Array.from({ length: 30 }, (_, i) => [`key-${i}`, i]));
		const [root, trie] = [rootOf(entries), trieOf(entries)];
		for (const [key, value] of entries)
			for (const [other] of entries) {
				const proof = buildStateProof(trie, other);
				expect(verifyStateProof({ root, key, value, proof })).toBe(key === other);
				expect(verifyStateProof({ root, key, value: undefined, proof })).toBe(false);
			}
	});

	it('of any shape at all is answered with no', () => {
		const root = trieRoot(trieWith(null, 'a', 1));
		const hash = fc.oneof(
			fc.string(),
			fc.constant('0x'),
			fc.constant(root),
			fc.constant('0x' + 'g'.repeat(64)),
		);
		fc.assert(
			fc.property(fc.array(hash), hash, hash, (siblings, k, valueHash) => {
				const proof = { siblings, terminal: { k, valueHash } } as unknown as StateProof;
				expect(verifyStateProof({ root, key: 'a', value: 2, proof })).toBe(false);
				expect(verifyStateProof({ root, key: 'b', value: undefined, proof })).toBe(false);
			}),
		);
		const long = { siblings: Array.from({ length: 257 }, () => root), terminal: null };
		expect(verifyStateProof({ root, key: 'b', value: undefined, proof: long })).toBe(false);
	});
});
