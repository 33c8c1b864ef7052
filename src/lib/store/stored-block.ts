import type { Block } from '../chain/block.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { Commit, TransactionEntry } from '../runtime/ports.ts';

/** A block as it is kept: with what its commit knew beside it, so that a page never hashes or executes. */
export type StoredBlock = {
	readonly hash: Hash;
	readonly block: Block;
	/** Hash of each transaction, in block order. */
	readonly txHashes: readonly Hash[];
	/** The incident each transaction belongs to, in block order; null where none. */
	readonly incidents: readonly (string | null)[];
};

/** What of a commit is kept as the block's body. */
export function storedBlockOf(commit: Commit): StoredBlock {
	const { header, signature, transactions, receipts } = commit.block;
	return {
		hash: commit.blockHash,
		block: { header, signature, transactions, receipts },
		txHashes: commit.txHashes,
		incidents: commit.incidents,
	};
}

/** The packed form, one string for the whole block: as many small records a block took 14 times longer to store. */
export function encodeStoredBlock(stored: StoredBlock): string {
	return JSON.stringify(stored);
}

/** The block of its packed form. Throws where the text was damaged in storage: the page then says it cannot read. */
export function decodeStoredBlock(text: string): StoredBlock {
	return JSON.parse(text) as StoredBlock;
}

/** Transaction `index` of a block with its receipt and place; undefined beyond the last. */
export function entryAt(stored: StoredBlock, index: number): TransactionEntry | undefined {
	const hash = stored.txHashes[index];
	const transaction = stored.block.transactions[index];
	const receipt = stored.block.receipts[index];
	if (hash === undefined || transaction === undefined || receipt === undefined) return undefined;
	const { height, timestamp } = stored.block.header;
	return { hash, height, index, timestamp, transaction, receipt };
}
