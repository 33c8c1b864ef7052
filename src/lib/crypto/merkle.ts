import { compareBytes } from '../primitives/bytes.ts';
import { sha256, sha256Text } from './hash.ts';

const HASH_LENGTH = 32;
const LEAF_PREFIX = Uint8Array.of(0);

/** The hash of a leaf: SHA-256(00 ‖ leaf). Source: RFC 6962 §2.1. */
export function hashLeaf(leaf: Uint8Array): Uint8Array {
	const input = new Uint8Array(1 + leaf.length);
	input.set(leaf, 1);
	return sha256(input);
}

/** The same of the UTF-8 of a text. */
export function hashTextLeaf(text: string): Uint8Array {
	return sha256Text(LEAF_PREFIX, text);
}

/** Inner nodes are put together here. */
const node = new Uint8Array(1 + 2 * HASH_LENGTH);
node[0] = 1;

/** The hash of an inner node: SHA-256(01 ‖ left ‖ right). Source: RFC 6962 §2.1. */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
	if (left.length !== HASH_LENGTH || right.length !== HASH_LENGTH)
		throw new RangeError('a node joins two hashes');
	node.set(left, 1);
	node.set(right, 1 + HASH_LENGTH);
	return sha256(node);
}

/** The root of no leaves: SHA-256 of nothing. Source: RFC 6962 §2.1. */
export function emptyMerkleRoot(): Uint8Array {
	return sha256(new Uint8Array(0));
}

/** The Merkle tree hash of an ordered list of leaves. Source: RFC 6962 §2.1. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
	return merkleRootOfHashes(leaves.map(hashLeaf));
}

/**
 * The Merkle tree hash over leaf hashes. Works level by level and passes an odd last node up unchanged, which
 * is the same tree as RFC 6962's split at the largest power of two.
 */
export function merkleRootOfHashes(leafHashes: readonly Uint8Array[]): Uint8Array {
	let level = leafHashes;
	if (level.length === 0) return emptyMerkleRoot();
	while (level.length > 1) level = levelAbove(level);
	return level[0] as Uint8Array;
}

/**
 * The hashes that lead from leaf `index` to the root, leaf side first. Source: RFC 9162 §2.1.3.1. Precondition
 * (throws): the index lies in the list.
 */
export function buildInclusionProof(leafHashes: readonly Uint8Array[], index: number): Uint8Array[] {
	if (!Number.isSafeInteger(index) || index < 0 || index >= leafHashes.length) {
		throw new RangeError(`no leaf ${index} in a list of ${leafHashes.length}`);
	}
	const proof: Uint8Array[] = [];
	let level = leafHashes;
	for (let at = index; level.length > 1; at = half(at)) {
		const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
		if (sibling) proof.push(sibling);
		level = levelAbove(level);
	}
	return proof;
}

/**
 * The root that a proof computes for leaf `index` of `size`, or undefined when the proof does not have the
 * shape that these two numbers ask for. It hashes `proof.length` times. Source: RFC 9162 §2.1.3.2.
 */
export function rootFromInclusion(
	leafHash: Uint8Array,
	index: number,
	size: number,
	proof: readonly Uint8Array[],
): Uint8Array | undefined {
	if (!isSize(index) || !isSize(size) || index >= size || !areHashes([leafHash]) || !areHashes(proof))
		return undefined;
	let first = index;
	let last = size - 1;
	let root = leafHash;
	for (const node of proof) {
		if (last === 0) return undefined;
		if (first % 2 === 1 || first === last) {
			root = hashNode(node, root);
			while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)];
		} else root = hashNode(root, node);
		[first, last] = [half(first), half(last)];
	}
	return last === 0 ? root : undefined;
}

/**
 * Whether `leaf` (its bytes, not its hash) is number `index` of the `size` leaves under `root`. Source: RFC
 * 9162 §2.1.3.2.
 */
export function verifyInclusion(claim: {
	readonly leaf: Uint8Array;
	readonly index: number;
	readonly size: number;
	readonly proof: readonly Uint8Array[];
	readonly root: Uint8Array;
}): boolean {
	const root = rootFromInclusion(hashLeaf(claim.leaf), claim.index, claim.size, claim.proof);
	return root !== undefined && compareBytes(root, claim.root) === 0;
}

/**
 * The hashes that show that the first `size1` leaves are a prefix of the whole list; none when it is the whole
 * list. Source: RFC 9162 §2.1.4.1. Precondition (throws): 0 < size1 ≤ the length of the list.
 */
export function buildConsistencyProof(leafHashes: readonly Uint8Array[], size1: number): Uint8Array[] {
	if (!isSize(size1) || size1 === 0 || size1 > leafHashes.length) {
		throw new RangeError(`no consistency proof from ${size1} to ${leafHashes.length}`);
	}
	return subProof(leafHashes, size1, true);
}

/** SUBPROOF(m, D[n], b) of RFC 9162 §2.1.4.1; `known` = the verifier has the root of these leaves already. */
function subProof(leafHashes: readonly Uint8Array[], size1: number, known: boolean): Uint8Array[] {
	if (size1 === leafHashes.length) return known ? [] : [merkleRootOfHashes(leafHashes)];
	const split = largestPowerOfTwoBelow(leafHashes.length);
	const left = leafHashes.slice(0, split);
	const right = leafHashes.slice(split);
	if (size1 <= split) return [...subProof(left, size1, known), merkleRootOfHashes(right)];
	return [...subProof(right, size1 - split, false), merkleRootOfHashes(left)];
}

/**
 * Whether the list of `size2` leaves under `root2` begins with the `size1` leaves under `root1`. A proof from
 * the empty list says nothing and is refused. Source: RFC 9162 §2.1.4.2.
 */
export function verifyConsistency(claim: {
	readonly size1: number;
	readonly root1: Uint8Array;
	readonly size2: number;
	readonly root2: Uint8Array;
	readonly proof: readonly Uint8Array[];
}): boolean {
	const { size1, root1, size2, root2, proof } = claim;
	if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 > size2) return false;
	if (size1 === size2) return proof.length === 0 && compareBytes(root1, root2) === 0;
	if (proof.length === 0 || !areHashes([root1, root2, ...proof])) return false;
	const roots = rootsFromConsistency(size1, size2, isPowerOfTwo(size1) ? [root1, ...proof] : proof);
	return roots !== undefined && compareBytes(roots[0], root1) === 0 && compareBytes(roots[1], root2) === 0;
}

function rootsFromConsistency(
	size1: number,
	size2: number,
	path: readonly Uint8Array[],
): readonly [Uint8Array, Uint8Array] | undefined {
	let first = size1 - 1;
	let second = size2 - 1;
	while (first % 2 === 1) [first, second] = [half(first), half(second)];
	let root1 = path[0] as Uint8Array;
	let root2 = root1;
	for (const node of path.slice(1)) {
		if (second === 0) return undefined;
		if (first % 2 === 1 || first === second) {
			root1 = hashNode(node, root1);
			root2 = hashNode(node, root2);
			while (first % 2 === 0 && first !== 0) [first, second] = [half(first), half(second)];
		} else root2 = hashNode(root2, node);
		[first, second] = [half(first), half(second)];
	}
	return second === 0 ? [root1, root2] : undefined;
}

function levelAbove(level: readonly Uint8Array[]): Uint8Array[] {
	const above: Uint8Array[] = [];
	for (let i = 0; i < level.length; i += 2) {
		const left = level[i] as Uint8Array;
		const right = level[i + 1];
		above.push(right ? hashNode(left, right) : left);
	}
	return above;
}

/** Sizes reach 2^53 − 1, so halving is arithmetic: a 32-bit shift would wrap. */
function half(n: number): number {
	return Math.floor(n / 2);
}

function largestPowerOfTwoBelow(n: number): number {
	let power = 1;
	while (power * 2 < n) power *= 2;
	return power;
}

function isPowerOfTwo(n: number): boolean {
	let rest = n;
	while (rest % 2 === 0) rest /= 2;
	return rest === 1;
}

function isSize(n: number): boolean {
	return Number.isSafeInteger(n) && n >= 0;
}

function areHashes(list: readonly Uint8Array[]): boolean {
	return list.every((bytes) => bytes.length === HASH_LENGTH);
}
