import type { Hash } from '../primitives/bytes.ts';
import type { BlockLog, ChainHead, ChainTotals, Commit } from '../runtime/ports.ts';

/** The one record that says where a chain stands. Written last in the scope of a commit, read first by everything. */
export type ChainRecord = {
	readonly chainId: Hash;
	readonly head: ChainHead;
	readonly totals: ChainTotals;
	readonly log: BlockLog;
};

/** Thrown where a commit contradicts itself or the chain's length: a bug of the producer, not a state of storage. */
export class BrokenCommit extends Error {
	override readonly name = 'BrokenCommit';
}

const NOTHING: ChainTotals = { blocks: 0, transactions: 0, refused: 0, incidents: 0 };

/**
 * The record after a commit. `incidentsAdded` is the change in the number of `incident/…` entries.
 * Throws {@link BrokenCommit} on a height that is not the next one, on lists of different lengths, on a genesis that is
 * missing, late or of another chain. It judges no block: an opened ledger must be showable however it was edited.
 */
export function nextRecord(
	chainId: Hash,
	previous: ChainRecord | undefined,
	commit: Commit,
	incidentsAdded: number,
): ChainRecord {
	const { header, transactions, receipts } = commit.block;
	const height = previous === undefined ? 0 : previous.head.height + 1;
	expectEqual('height', height, header.height);
	expectEqual('genesis', previous === undefined ? chainId : undefined, commit.genesis?.chainId);
	expectEqual('receipts', transactions.length, receipts.length);
	expectEqual('txHashes', transactions.length, commit.txHashes.length);
	expectEqual('incidents', transactions.length, commit.incidents.length);
	const totals = previous?.totals ?? NOTHING;
	const refused = receipts.filter((receipt) => receipt.status === 'reverted').length;
	return {
		chainId,
		head: { chainId, height, hash: commit.blockHash, timestamp: header.timestamp },
		totals: {
			blocks: totals.blocks + 1,
			transactions: totals.transactions + transactions.length,
			refused: totals.refused + refused,
			incidents: totals.incidents + incidentsAdded,
		},
		log: commit.log,
	};
}

/** The `incident/…` entries a commit touches: those whose coming and going the totals follow. */
export function incidentChangesOf(commit: Commit): Commit['changes'] {
	return commit.changes.filter((change) => change.key.startsWith('incident/'));
}

/** How the number of incidents changes, given which of the touched entries were there before. */
export function incidentsAddedBy(changes: Commit['changes'], existed: (key: string) => boolean): number {
	const after = new Map(changes.map((change) => [change.key, change.value !== undefined]));
	let added = 0;
	for (const [key, exists] of after) added += Number(exists) - Number(existed(key));
	return added;
}

function expectEqual(what: string, expected: unknown, actual: unknown): void {
	if (expected !== actual)
		throw new BrokenCommit(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}
