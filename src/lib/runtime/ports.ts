import type { Block } from '../chain/block.ts';
import type { Genesis } from '../chain/genesis.ts';
import type { Receipt } from '../chain/receipt.ts';
import type { Transaction } from '../chain/transaction.ts';
import type { Address } from '../crypto/address.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { Result } from '../primitives/result.ts';

/** Where a chain stands. */
export type ChainHead = {
	readonly chainId: Hash;
	readonly height: number;
	readonly hash: Hash;
	readonly timestamp: number;
};

/** Counters kept with the head, so that no page ever counts rows. */
export type ChainTotals = {
	readonly blocks: number;
	readonly transactions: number;
	readonly refused: number;
	readonly incidents: number;
};

/** A chain as the list of chains shows it. */
export type ChainSummary = {
	readonly genesis: Genesis;
	readonly head: ChainHead;
	readonly totals: ChainTotals;
	/** The RFC 6962 log over block hashes, block 0 included. */
	readonly log: BlockLog;
};

/** Size and root of the log over block hashes, with the roots of its complete subtrees (largest first) to append to. */
export type BlockLog = { readonly size: number; readonly root: Hash; readonly frontier: readonly Hash[] };

/** A transaction with its receipt and its place. */
export type TransactionEntry = {
	readonly hash: Hash;
	readonly height: number;
	readonly index: number;
	/** Block time, ms. */
	readonly timestamp: number;
	readonly transaction: Transaction;
	readonly receipt: Receipt;
};

/** Which transactions to list: newest first, strictly before `before`, at most `limit` (1–200). */
export type TransactionQuery = {
	readonly before?: { readonly height: number; readonly index: number };
	readonly limit: number;
	/** At most one of the filters below; each is an index, never a scan. */
	readonly sender?: Address;
	readonly type?: string;
	readonly refusedOnly?: boolean;
	/** All transactions of one incident (opening, steps, votes, settlement). */
	readonly incident?: string;
};

/**
 * Read access to one chain. Everything is paged by key range; nothing loads the chain. Implemented by the Dexie store,
 * the memory store, and (through the worker) any ledger opened read-only. Every method answers `undefined` or `[]` for
 * what is not there.
 */
export type ChainReader = {
	summary(): Promise<ChainSummary | undefined>;
	block(height: number): Promise<Block | undefined>;
	heightOfBlock(hash: Hash): Promise<number | undefined>;
	/** Blocks newest first, heights strictly below `before` (or from the head), at most `limit`. */
	blocks(query: { readonly before?: number; readonly limit: number }): Promise<readonly Block[]>;
	transaction(hash: Hash): Promise<TransactionEntry | undefined>;
	transactions(query: TransactionQuery): Promise<readonly TransactionEntry[]>;
	/** The value of a state key (`account/0x…`, `incident/…`) at the head. */
	stateValue(key: string): Promise<JsonValue | undefined>;
	/** Entries of the head state whose key starts with `prefix`, in key order, after the key `after`. */
	stateRange(query: {
		readonly prefix: string;
		readonly after?: string;
		readonly limit: number;
	}): Promise<readonly { readonly key: string; readonly value: JsonValue }[]>;
	/** Off-chain content by address; null when only its hash is known. */
	evidence(hash: Hash): Promise<JsonValue | null | undefined>;
};

/** One block to make durable, with all that follows from it. */
export type Commit = {
	/** Given with block 0 only. */
	readonly genesis?: Genesis;
	readonly block: Block;
	readonly blockHash: Hash;
	/** Hash of each transaction, in block order. */
	readonly txHashes: readonly Hash[];
	/** State entries the block changed; `undefined` deletes. */
	readonly changes: readonly { readonly key: string; readonly value: JsonValue | undefined }[];
	/** The incident each transaction belongs to, in block order; null where none. */
	readonly incidents: readonly (string | null)[];
	/** Off-chain documents its transactions point to, by hash. Content of one hash is one content: written again it stays. */
	readonly evidence?: readonly EvidenceEntry[];
	/** The log after this block. */
	readonly log: BlockLog;
};

/** A document kept off chain, and the hash it is known by on chain. */
export type EvidenceEntry = { readonly hash: Hash; readonly value: JsonValue };

export type CommitFailure =
	| { readonly code: 'head-moved'; readonly expected: Hash | null; readonly actual: Hash | null }
	| { readonly code: 'storage-full'; readonly retryable: boolean }
	| { readonly code: 'storage-failed'; readonly retryable: boolean; readonly reason: string };

/** The one writer's view of a chain. `commit` is one atomic scope: a block is wholly there or not at all. */
export type ChainStore = ChainReader & {
	/** `expectedHead` null founds a chain. */
	commit(expectedHead: Hash | null, commit: Commit): Promise<Result<void, CommitFailure>>;
	/** The whole head state, to start the producer from. */
	loadState(): Promise<readonly { readonly key: string; readonly value: JsonValue }[]>;
	/** Every hash → value kept for this chain, in hash order, paged. */
	evidenceRange(query: { readonly after?: Hash; readonly limit: number }): Promise<readonly EvidenceEntry[]>;
};

/** A diagnosis that was started; kept so that a reload goes on where it was. */
export type RunRecord = {
	readonly chainId: Hash;
	readonly incidentId: string;
	/** The incident document as imported (incident-json). Never on chain. */
	readonly document: JsonValue;
	readonly label: string;
	readonly status: 'running' | 'cancelled' | 'finished' | 'failed';
	readonly drill: boolean;
	readonly startedAt: number;
};

/** Secret keys of a chain by address, as 0x-hex. Never exported, never in a ledger. */
export type KeyRecord = { readonly chainId: Hash; readonly keys: { readonly [address: string]: string } };

/** The browser's archive: several chains, one of them active; runs and keys beside them. */
export type Archive = {
	activeChain(): Promise<Hash | undefined>;
	setActiveChain(chainId: Hash | undefined): Promise<Result<void, CommitFailure>>;
	chains(): Promise<readonly ChainSummary[]>;
	chain(chainId: Hash): ChainStore;
	runs(chainId: Hash): Promise<readonly RunRecord[]>;
	putRun(run: RunRecord): Promise<Result<void, CommitFailure>>;
	keys(chainId: Hash): Promise<KeyRecord | undefined>;
	putKeys(record: KeyRecord): Promise<Result<void, CommitFailure>>;
	/** Deletes every chain, run and key. Cannot be undone. */
	deleteEverything(): Promise<Result<void, CommitFailure>>;
};
