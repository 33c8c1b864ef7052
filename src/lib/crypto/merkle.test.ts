import { describe, expect, it } from 'vitest';
import { encodeHex } from '../primitives/bytes.ts';
import {
	buildConsistencyProof,
	buildInclusionProof,
	hashLeaf,
	hashNode,
	merkleRoot,
	rootFromInclusion,
	verifyConsistency,
	verifyInclusion,
} from './merkle.ts';

const leaves = (count: number) => Array.from({ length: count }, (_, i) => new Uint8Array([i]));

describe('Merkle lists', () => {
	it('has SHA-256 of nothing as the root of an empty list', () => {
		expect(encodeHex(merkleRoot([]))).toBe(
			'0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		);
	});

	it('splits at the largest power of two and duplicates nothing', () => {
		const [a, b, c] = leaves(3).map(hashLeaf) as [Uint8Array, Uint8Array, Uint8Array];
		expect(merkleRoot(leaves(3))).toEqual(hashNode(hashNode(a, b), c));
		expect(merkleRoot(leaves(3))).not.toEqual(merkleRoot([...leaves(3), new Uint8Array([2])]));
	});

	it('does not take an inner node for a leaf', () => {
		const [a, b] = leaves(2).map(hashLeaf) as [Uint8Array, Uint8Array];
		const inner = new Uint8Array([...a, ...b]);
		expect(merkleRoot([inner])).not.toEqual(merkleRoot(leaves(2)));
	});

	it('refuses a proof of another shape, index, size or node length', () => {
		const hashes = leaves(7).map(hashLeaf);
		const proof = buildInclusionProof(hashes, 3);
		const leaf = new Uint8Array([3]);
		const root = merkleRoot(leaves(7));
		expect(verifyInclusion({ leaf, index: 3, size: 7, proof, root })).toBe(true);
		expect(verifyInclusion({ leaf, index: 2, size: 7, proof, root })).toBe(false);
		expect(verifyInclusion({ leaf, index: 7, size: 7, proof, root })).toBe(false);
		expect(verifyInclusion({ leaf, index: 3, size: 7, proof: proof.slice(1), root })).toBe(false);
		expect(verifyInclusion({ leaf, index: 3, size: 7, proof: [...proof, root], root })).toBe(false);
		expect(verifyInclusion({ leaf, index: 3.5, size: 7, proof, root })).toBe(false);
		expect(verifyInclusion({ leaf, index: -1, size: 7, proof, root })).toBe(false);
		expect(rootFromInclusion(hashLeaf(leaf), 3, 7, [new Uint8Array(31), ...proof.slice(1)])).toBeUndefined();
	});

	it('follows indices beyond 2^32 without wrapping', () => {
		const index = 2 ** 40;
		const path = Array.from({ length: 41 }, (_, i) => hashLeaf(new Uint8Array([i])));
		const leaf = hashLeaf(new Uint8Array());
		const root = rootFromInclusion(leaf, index, 2 ** 41, path) as Uint8Array;
		expect(root).toBeDefined();
		expect(rootFromInclusion(leaf, 0, 2 ** 41, path)).not.toEqual(root);
		expect(
			rootFromInclusion(leaf, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, path),
		).toBeUndefined();
	});

	it('throws on a proof asked for a leaf or size that is not there', () => {
		expect(() => buildInclusionProof(leaves(2).map(hashLeaf), 2)).toThrow(RangeError);
		expect(() => buildConsistencyProof(leaves(2).map(hashLeaf), 0)).toThrow(RangeError);
		expect(() => buildConsistencyProof(leaves(2).map(hashLeaf), 3)).toThrow(RangeError);
	});

	it('refuses consistency from nothing and between swapped sizes', () => {
		const root1 = merkleRoot(leaves(3));
		const root2 = merkleRoot(leaves(5));
		const proof = buildConsistencyProof(leaves(5).map(hashLeaf), 3);
		expect(verifyConsistency({ size1: 3, root1, size2: 5, root2, proof })).toBe(true);
		expect(verifyConsistency({ size1: 5, root1: root2, size2: 3, root2: root1, proof })).toBe(false);
		expect(verifyConsistency({ size1: 0, root1: merkleRoot([]), size2: 5, root2, proof: [] })).toBe(false);
	});
});
