import { emptyMerkleRoot, hashNode } from './merkle.ts';

/**
 * An append-only Merkle list that keeps only what the next append needs: the roots of its complete subtrees,
 * largest first, one per 1 bit of `size`. Immutable: the old value is the snapshot.
 */
export type MerkleLog = { readonly size: number; readonly frontier: readonly Uint8Array[] };

/** The log of no leaves. */
export function emptyLog(): MerkleLog {
	return { size: 0, frontier: [] };
}

/**
 * The log with one more leaf hash at its end. Costs one hash per trailing 1 bit of the old size. Source: RFC
 * 6962 §2.1.
 */
export function appendLeaf(log: MerkleLog, leafHash: Uint8Array): MerkleLog {
	let merged = leafHash;
	let kept = log.frontier.length;
	for (let rest = log.size; rest % 2 === 1; rest = (rest - 1) / 2) {
		kept--;
		merged = hashNode(log.frontier[kept] as Uint8Array, merged);
	}
	return { size: log.size + 1, frontier: [...log.frontier.slice(0, kept), merged] };
}

/**
 * The Merkle tree hash of everything appended: the complete subtrees joined from the smallest up. Source: RFC
 * 6962 §2.1.
 */
export function logRoot(log: MerkleLog): Uint8Array {
	let root = log.frontier.at(-1);
	if (!root) return emptyMerkleRoot();
	for (let i = log.frontier.length - 2; i >= 0; i--) root = hashNode(log.frontier[i] as Uint8Array, root);
	return root;
}
