import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildInclusionProof, hashLeaf, merkleRootOfHashes } from './merkle.ts';
import { buildMerkleTree, proofFromTree, rootOfTree } from './merkle-tree.ts';

describe('a kept Merkle tree', () => {
	it('gives the root and the proofs of the recursive definition', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, pick) => {
				const leaves = Array.from({ length: size }, (_, i) => hashLeaf(Uint8Array.of(i)));
				const tree = buildMerkleTree(leaves);
				expect(rootOfTree(tree)).toEqual(merkleRootOfHashes(leaves));
				const index = pick % size;
				expect(proofFromTree(tree, index)).toEqual(buildInclusionProof(leaves, index));
			}),
		);
	});

	it('of nothing has the root of nothing', () => {
		expect(rootOfTree(buildMerkleTree([]))).toEqual(merkleRootOfHashes([]));
	});
});
