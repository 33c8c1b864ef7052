import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	buildConsistencyProof,
	buildInclusionProof,
	hashLeaf,
	hashNode,
	merkleRoot,
	merkleRootOfHashes,
	rootFromInclusion,
	verifyConsistency,
	verifyInclusion,
} from './merkle.ts';
import { appendLeaf, emptyLog, logRoot } from './merkle-log.ts';

/** MTH of RFC 6962 §2.1 written as the RFC states it, to compare with. */
function referenceRoot(leaves: readonly Uint8Array[]): Uint8Array {
	if (leaves.length === 1) return hashLeaf(leaves[0] as Uint8Array);
	let split = 1;
	while (split * 2 < leaves.length) split *= 2;
	return hashNode(referenceRoot(leaves.slice(0, split)), referenceRoot(leaves.slice(split)));
}

const leafList = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 40 });

describe('Merkle lists, for any list', () => {
	it('has the root of the recursive definition', () => {
		fc.assert(
			fc.property(leafList, (leaves) => {
				expect(merkleRoot(leaves)).toEqual(referenceRoot(leaves));
			}),
		);
	});

	it('gives the same root appended one by one as rebuilt, and old logs stay as they were', () => {
		fc.assert(
			fc.property(leafList, (leaves) => {
				const hashes = leaves.map(hashLeaf);
				const logs = [emptyLog()];
				for (const hash of hashes) logs.push(appendLeaf(logs.at(-1) ?? emptyLog(), hash));
				logs.forEach((log, size) => {
					expect(log.size).toBe(size);
					expect(logRoot(log)).toEqual(merkleRootOfHashes(hashes.slice(0, size)));
				});
			}),
		);
	});

	it('proves every index and no other', () => {
		fc.assert(
			fc.property(leafList, (leaves) => {
				const hashes = leaves.map(hashLeaf);
				const root = merkleRoot(leaves);
				leaves.forEach((leaf, index) => {
					const proof = buildInclusionProof(hashes, index);
					expect(verifyInclusion({ leaf, index, size: leaves.length, proof, root })).toBe(true);
					expect(verifyInclusion({ leaf: new Uint8Array(9), index, size: leaves.length, proof, root })).toBe(
						false,
					);
				});
			}),
			{ numRuns: 40 },
		);
	});

	it('catches any flipped bit of an inclusion proof', () => {
		const flip = fc.record({ leaves: leafList, at: fc.nat(), node: fc.nat(), bit: fc.nat({ max: 255 }) });
		fc.assert(
			fc.property(flip, ({ leaves, at, node, bit }) => {
				const index = at % leaves.length;
				const hashes = leaves.map(hashLeaf);
				const proof = buildInclusionProof(hashes, index).map((hash) => hash.slice());
				if (proof.length === 0) return;
				const target = proof[node % proof.length] as Uint8Array;
				target[bit >> 3] = (target[bit >> 3] as number) ^ (1 << (bit & 7));
				const root = rootFromInclusion(hashes[index] as Uint8Array, index, leaves.length, proof);
				expect(root).not.toEqual(merkleRoot(leaves));
			}),
		);
	});

	it('proves consistency from every size to the whole', () => {
		fc.assert(
			fc.property(leafList, (leaves) => {
				const hashes = leaves.map(hashLeaf);
				const root2 = merkleRoot(leaves);
				for (let size1 = 1; size1 <= leaves.length; size1++) {
					const root1 = merkleRoot(leaves.slice(0, size1));
					const claim = {
						size1,
						root1,
						size2: leaves.length,
						root2,
						proof: buildConsistencyProof(hashes, size1),
					};
					expect(verifyConsistency(claim)).toBe(true);
					expect(verifyConsistency({ ...claim, root1: hashLeaf(root1) })).toBe(false);
					expect(verifyConsistency({ ...claim, root2: hashLeaf(root2) })).toBe(false);
				}
			}),
			{ numRuns: 40 },
		);
	});
});
