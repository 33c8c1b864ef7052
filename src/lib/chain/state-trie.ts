import { sha256, sha256Text } from '../crypto/hash.ts';
import { hashNode } from '../crypto/merkle.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import { compareBytes, concatBytes, encodeHex, hashBytes, isHash, type Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';

/**
 * The compact sparse Merkle trie of protocol.md §3, persistent: an update copies one path and shares the rest, so an old
 * root stays a valid snapshot. Bits of `k = SHA-256(utf8(key))`, most significant first, 0 = left.
 */
export type TrieNode = TrieLeaf | TrieBranch;
type TrieLeaf = {
	readonly kind: 'leaf';
	readonly k: Uint8Array;
	readonly key: string;
	readonly value: JsonValue;
	hash?: Uint8Array;
};
type TrieBranch = {
	readonly kind: 'branch';
	readonly left: TrieNode | null;
	readonly right: TrieNode | null;
	hash?: Uint8Array;
};

/** What stands at the end of a key's path: nothing, or the one entry of that subtree. */
export type StateProof = {
	/** Sibling hashes, leaf side first. */
	readonly siblings: readonly Hash[];
	/** Null: an empty subtree. Else the entry there: the hashed key and SHA-256 of the value's canonical bytes. */
	readonly terminal: { readonly k: Hash; readonly valueHash: Hash } | null;
};

const EMPTY = new Uint8Array(32);
const NO_PREFIX = new Uint8Array(0);
const LEAF_PREFIX = Uint8Array.of(0);
const MEMO_LIMIT = 50_000;
const hashedKeys = new Map<string, Uint8Array>();

function hashedKeyOf(key: string): Uint8Array {
	let k = hashedKeys.get(key);
	if (!k) {
		if (hashedKeys.size >= MEMO_LIMIT) hashedKeys.clear();
		hashedKeys.set(key, (k = sha256Text(NO_PREFIX, key)));
	}
	return k;
}

function bitAt(k: Uint8Array, depth: number): number {
	return ((k[depth >> 3] as number) >> (7 - (depth & 7))) & 1;
}

/** The value of a key, or undefined where the key is absent. */
export function trieValue(root: TrieNode | null, key: string): JsonValue | undefined {
	const k = hashedKeyOf(key);
	let node = root;
	for (let depth = 0; node?.kind === 'branch'; depth++) node = bitAt(k, depth) ? node.right : node.left;
	return node?.key === key ? node.value : undefined;
}

/** The trie with one entry set. O(log n). */
export function trieWith(root: TrieNode | null, key: string, value: JsonValue): TrieNode {
	return insert(root, { kind: 'leaf', k: hashedKeyOf(key), key, value }, 0);
}

function insert(node: TrieNode | null, leaf: TrieLeaf, depth: number): TrieNode {
	if (node === null) return leaf;
	if (node.kind === 'leaf') return compareBytes(node.k, leaf.k) === 0 ? leaf : fork(node, leaf, depth);
	return bitAt(leaf.k, depth)
		? { kind: 'branch', left: node.left, right: insert(node.right, leaf, depth + 1) }
		: { kind: 'branch', left: insert(node.left, leaf, depth + 1), right: node.right };
}

function fork(a: TrieLeaf, b: TrieLeaf, depth: number): TrieBranch {
	const bit = bitAt(b.k, depth);
	if (bitAt(a.k, depth) !== bit) return { kind: 'branch', left: bit ? a : b, right: bit ? b : a };
	const deeper = fork(a, b, depth + 1);
	return { kind: 'branch', left: bit ? null : deeper, right: bit ? deeper : null };
}

/** The trie without one entry; the same trie where the key is absent. O(log n). */
export function trieWithout(root: TrieNode | null, key: string): TrieNode | null {
	return trieValue(root, key) === undefined ? root : remove(root, hashedKeyOf(key), 0);
}

function remove(node: TrieNode | null, k: Uint8Array, depth: number): TrieNode | null {
	if (node === null || node.kind === 'leaf') return null;
	const right = bitAt(k, depth) === 1;
	const child = remove(right ? node.right : node.left, k, depth + 1);
	const sibling = right ? node.left : node.right;
	if (child === null && (sibling === null || sibling.kind === 'leaf')) return sibling;
	if (sibling === null && child?.kind === 'leaf') return child;
	return { kind: 'branch', left: right ? sibling : child, right: right ? child : sibling };
}

function nodeHash(node: TrieNode | null): Uint8Array {
	if (node === null) return EMPTY;
	return (node.hash ??=
		node.kind === 'leaf'
			? leafHash(node.k, hashValue(node.value))
			: branchHash(nodeHash(node.left), nodeHash(node.right)));
}

function leafHash(k: Uint8Array, valueHash: Uint8Array): Uint8Array {
	return sha256(concatBytes(LEAF_PREFIX, k, valueHash));
}

/** SHA-256(01 ‖ left ‖ right), as in an RFC 6962 tree. */
const branchHash = hashNode;

function hashValue(value: JsonValue): Uint8Array {
	return sha256Text(NO_PREFIX, encodeCanonicalJson(value));
}

/** The state root: 32 zero bytes when empty. Hashes only what changed since the last call. */
export function trieRoot(root: TrieNode | null): Hash {
	return encodeHex(nodeHash(root));
}

/** Every entry, in the order of the hashed keys. */
export function* trieEntries(
	root: TrieNode | null,
): Generator<{ readonly key: string; readonly value: JsonValue }> {
	if (root === null) return;
	if (root.kind === 'leaf') yield { key: root.key, value: root.value };
	else {
		yield* trieEntries(root.left);
		yield* trieEntries(root.right);
	}
}

/** A proof that a key has its value, or that it is absent. */
export function buildStateProof(root: TrieNode | null, key: string): StateProof {
	const k = hashedKeyOf(key);
	const siblings: Hash[] = [];
	let node = root;
	for (let depth = 0; node?.kind === 'branch'; depth++) {
		const right = bitAt(k, depth) === 1;
		siblings.unshift(encodeHex(nodeHash(right ? node.left : node.right)));
		node = right ? node.right : node.left;
	}
	if (node === null) return { siblings, terminal: null };
	return {
		siblings,
		terminal: { k: encodeHex(node.k), valueHash: encodeHex(hashValue(node.value)) },
	};
}

/**
 * Whether a proof shows that `key` has `value` (or, for `undefined`, is absent) under a state root. The root must come
 * from somewhere the reader trusts: a proof says nothing about a root from the same file.
 */
export function verifyStateProof(input: {
	readonly root: Hash;
	readonly key: string;
	readonly value: JsonValue | undefined;
	readonly proof: StateProof;
}): boolean {
	const k = hashedKeyOf(input.key);
	const { siblings, terminal } = input.proof;
	if (siblings.length > 256 || !siblings.every(isHash)) return false;
	if (terminal !== null && !(isHash(terminal.k) && isHash(terminal.valueHash))) return false;
	const hash =
		terminal === null
			? input.value === undefined
				? EMPTY
				: undefined
			: terminalHash(k, input, siblings.length);
	if (hash === undefined) return false;
	let current = hash;
	for (let i = 0; i < siblings.length; i++) {
		const sibling = hashBytes(siblings[i] as Hash);
		const right = bitAt(k, siblings.length - 1 - i) === 1;
		current = right ? branchHash(sibling, current) : branchHash(current, sibling);
	}
	return encodeHex(current) === input.root;
}

function terminalHash(
	k: Uint8Array,
	input: { readonly value: JsonValue | undefined; readonly proof: StateProof },
	depth: number,
): Uint8Array | undefined {
	const terminal = input.proof.terminal as { readonly k: Hash; readonly valueHash: Hash };
	const other = hashBytes(terminal.k);
	const same = compareBytes(other, k) === 0;
	if (input.value === undefined) {
		if (same) return undefined;
		for (let d = 0; d < depth; d++) if (bitAt(other, d) !== bitAt(k, d)) return undefined;
	} else if (!same || encodeHex(hashValue(input.value)) !== terminal.valueHash) return undefined;
	return leafHash(other, hashBytes(terminal.valueHash));
}
