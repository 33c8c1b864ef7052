import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	emptyMerkleRoot,
	hashLeaf,
	merkleRoot,
	rootFromInclusion,
	verifyConsistency,
} from '../../src/lib/crypto/merkle.ts';
import { appendLeaf, emptyLog, logRoot } from '../../src/lib/crypto/merkle-log.ts';
import { jsonFilesIn, vectorFolder } from './shared-folder.ts';

type Roots = { readonly emptyRoot: string; readonly leavesHex: string[]; readonly rootsHex: string[] };
type Inclusion = {
	readonly leafIdx: number;
	readonly treeSize: number;
	readonly root: string | null;
	readonly leafHash: string | null;
	readonly proof: (string | null)[] | null;
	readonly wantErr: boolean;
};
type Consistency = {
	readonly size1: number;
	readonly size2: number;
	readonly root1: string | null;
	readonly root2: string | null;
	readonly proof: (string | null)[] | null;
	readonly wantErr: boolean;
};

const folder = vectorFolder('rfc6962-merkle');
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const base64 = (text: string | null) => new Uint8Array(Buffer.from(text ?? '', 'base64'));

// Some sizes reach 2^64 − 1. JSON.parse rounds those, but never down into the safe integers, and every verifier
// here refuses a size that is not one.
describe.skipIf(!folder)('RFC 6962 vectors (transparency-dev/merkle, certificate-transparency)', () => {
	const { emptyRoot, leavesHex, rootsHex } = folder
		? (JSON.parse(readFileSync(join(folder, 'roots.json'), 'utf8')) as Roots)
		: { emptyRoot: '', leavesHex: [], rootsHex: [] };
	const inclusions = folder ? jsonFilesIn<Inclusion>(join(folder, 'testdata/inclusion')) : [];
	const consistencies = folder ? jsonFilesIn<Consistency>(join(folder, 'testdata/consistency')) : [];

	it('has every vector', () => {
		expect(rootsHex.length).toBe(8);
		expect(inclusions.length + consistencies.length).toBe(196);
	});

	it('roots of sizes 0 to 8, rebuilt and appended', () => {
		expect(emptyMerkleRoot()).toEqual(hex(emptyRoot));
		let log = emptyLog();
		const leaves = leavesHex.map(hex);
		rootsHex.forEach((root, i) => {
			log = appendLeaf(log, hashLeaf(leaves[i] as Uint8Array));
			expect(merkleRoot(leaves.slice(0, i + 1))).toEqual(hex(root));
			expect(logRoot(log)).toEqual(hex(root));
		});
	});

	it.each(inclusions)(
		'inclusion $name',
		({ content: { leafIdx, treeSize, root, leafHash, proof, wantErr } }) => {
			const computed = rootFromInclusion(base64(leafHash), leafIdx, treeSize, (proof ?? []).map(base64));
			const proven = computed !== undefined && Buffer.from(computed).equals(base64(root));
			expect(proven).toBe(!wantErr);
		},
	);

	it.each(consistencies)(
		'consistency $name',
		({ content: { size1, size2, root1, root2, proof, wantErr } }) => {
			const claim = {
				size1,
				size2,
				root1: base64(root1),
				root2: base64(root2),
				proof: (proof ?? []).map(base64),
			};
			expect(verifyConsistency(claim)).toBe(!wantErr);
		},
	);
});
