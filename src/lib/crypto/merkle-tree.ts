import { emptyMerkleRoot, hashNode } from './merkle.ts';

/**
 * A Merkle list with its inner nodes kept, for many proofs over one list. `levels[0]` are the leaf hashes; a last node
 * without a sibling rises unchanged, which is RFC 6962's split at the largest power of two.
 */
export type MerkleTree = { readonly levels: readonly (readonly Uint8Array[])[] };

/** The tree over some leaf hashes: one hash per inner node, once. */
export function buildMerkleTree(leafHashes: readonly Uint8Array[]): MerkleTree {
	const levels: (readonly Uint8Array[])[] = [leafHashes];
	for (let level = leafHashes; level.length > 1; levels.push(level)) level = levelAbove(level);
	return { levels };
}

function levelAbove(level: readonly Uint8Array[]): readonly Uint8Array[] {
	const above: Uint8Array[] = [];
	for (let i = 0; i < level.length; i += 2) {
		const left = level[i] as Uint8Array;
		const right = level[i + 1];
		above.push(right ? hashNode(left, right) : left);
	}
	return above;
}

/** The root; SHA-256 of nothing when the list is empty. */
export function rootOfTree(tree: MerkleTree): Uint8Array {
	return tree.levels.at(-1)?.[0] ?? emptyMerkleRoot();
}

/** The inclusion proof of the leaf at `index`, leaf side first (RFC 9162 §2.1.3.1). O(log n). */
export function proofFromTree(tree: MerkleTree, index: number): Uint8Array[] {
	const proof: Uint8Array[] = [];
	let at = index;
	for (const level of tree.levels) {
		const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
		if (sibling) proof.push(sibling);
		at = Math.floor(at / 2);
	}
	return proof;
}
