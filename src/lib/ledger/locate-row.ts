import { hashLeaf, hashNode, merkleRootOfHashes, verifyInclusion } from '../crypto/merkle.ts';
import { canonicalBytes } from '../crypto/hash.ts';
import { claimSchema } from '../evidence/claim.ts';
import { jsonOfRow } from '../evidence/row.ts';
import type { Block } from '../chain/block.ts';
import { compareBytes, encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import { isJsonObject, type JsonValue } from '../primitives/json.ts';

/** What the chain commits an incident's rows to. */
export type RowCommitment = { readonly root: Hash; readonly size: number };

/** The rows `first` … `last` hold what differs; one row where the proofs on chain lead that far. */
export type RowLocation = {
	readonly first: number;
	readonly last: number;
	/** The row that was committed where a claim cites it, else the hash over these rows. */
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

type ProvenRow = { readonly row: JsonValue; readonly index: number; readonly proof: readonly Hash[] };

/** Parts of a row tree that proofs on chain vouch for: hash by range, and the rows that were cited. */
type KnownTree = {
	readonly hashes: ReadonlyMap<string, Uint8Array>;
	readonly rows: ReadonlyMap<number, JsonValue>;
};

/**
 * Where a list that no longer has its hash differs from what was committed. Each claim on chain brought the hashes beside
 * its path; from the root down, the part whose hash differs is followed as far as hashes are known. Undefined where the
 * rows are the committed ones.
 */
export function locateChangedRow(
	list: readonly JsonValue[],
	commitment: RowCommitment,
	blocks: readonly Block[],
): RowLocation | undefined {
	const known = knownTreeOf(commitment, blocks);
	const leaves = list.map((row) => hashLeaf(canonicalBytes(row)));
	const differs = (low: number, high: number) => {
		const hash = known.hashes.get(rangeKey(low, high));
		return hash !== undefined && !isSame(hashOfRange(leaves, low, high), hash);
	};
	let [low, high] = [0, commitment.size];
	if (!differs(low, high))
		return list.length === high ? undefined : located(high, list.length - 1, null, list[high] ?? null);
	for (;;) {
		const middle = low + largestPowerOfTwoBelow(high - low);
		if (high - low > 1 && differs(low, middle)) high = middle;
		else if (high - low > 1 && differs(middle, high)) low = middle;
		else break;
	}
	const given = hashOfRange(leaves, low, high);
	const row = high - low === 1 ? known.rows.get(low) : undefined;
	return row === undefined
		? located(
				low,
				high - 1,
				encodeHex(known.hashes.get(rangeKey(low, high)) as Uint8Array),
				given && encodeHex(given),
			)
		: located(low, low, row, list[low] ?? null);
}

function located(
	first: number,
	last: number,
	expected: JsonValue,
	actual: JsonValue | undefined,
): RowLocation {
	return { first, last, expected, actual: actual ?? null };
}

/** The root, and every hash on or beside the path of a row that some accepted transaction proved. */
function knownTreeOf(commitment: RowCommitment, blocks: readonly Block[]): KnownTree {
	const hashes = new Map([[rangeKey(0, commitment.size), hashBytes(commitment.root)]]);
	const rows = new Map<number, JsonValue>();
	for (const { row, index, proof } of blocks.flatMap(provenRowsOf)) {
		const leaf = canonicalBytes(row);
		const path = proof.map(hashBytes);
		const claim = { leaf, index, size: commitment.size, proof: path, root: hashBytes(commitment.root) };
		if (rows.has(index) || !verifyInclusion(claim)) continue;
		rows.set(index, row);
		noteHashes(hashes, index, hashLeaf(leaf), path, [0, commitment.size]);
	}
	return { hashes, rows };
}

/** Notes the hashes below one range on the path to `index`, and answers the range's own. `path` is leaf side first. */
function noteHashes(
	hashes: Map<string, Uint8Array>,
	index: number,
	leaf: Uint8Array,
	path: readonly Uint8Array[],
	[low, high]: readonly [number, number],
): Uint8Array {
	let hash = leaf;
	if (high - low > 1) {
		const middle = low + largestPowerOfTwoBelow(high - low);
		const beside = path.at(-1) as Uint8Array;
		const isLeft = index < middle;
		const own = noteHashes(hashes, index, leaf, path.slice(0, -1), isLeft ? [low, middle] : [middle, high]);
		hashes.set(isLeft ? rangeKey(middle, high) : rangeKey(low, middle), beside);
		hash = isLeft ? hashNode(own, beside) : hashNode(beside, own);
	}
	hashes.set(rangeKey(low, high), hash);
	return hash;
}

/** Every row with a proof in the accepted transactions of a block, of whichever incident. */
function provenRowsOf(block: Block): readonly ProvenRow[] {
	return block.transactions.flatMap(({ data }, tx) => {
		if (block.receipts[tx]?.status !== 'success') return [];
		const claims = Array.isArray(data['claims']) ? (data['claims'] as readonly JsonValue[]) : [];
		return [...claims, data['alertRow'] ?? null].flatMap((value) => {
			const claim = isJsonObject(value) ? claimSchema.parse(value) : undefined;
			if (!claim?.ok) return [];
			const { relation } = claim.value;
			return [claim.value, ...(relation ? [relation] : [])].map(({ row, index, proof }) => ({
				row: jsonOfRow(row),
				index,
				proof,
			}));
		});
	});
}

/** The hash over some rows; undefined where the list ends before them. */
function hashOfRange(leaves: readonly Uint8Array[], low: number, high: number): Uint8Array | undefined {
	return high <= leaves.length ? merkleRootOfHashes(leaves.slice(low, high)) : undefined;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array): boolean {
	return a !== undefined && compareBytes(a, b) === 0;
}

function rangeKey(low: number, high: number): string {
	return `${low}-${high}`;
}

/** Where RFC 6962 splits a range of this length. */
function largestPowerOfTwoBelow(length: number): number {
	let power = 1;
	while (power * 2 < length) power *= 2;
	return power;
}
