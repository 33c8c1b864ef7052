import type { Genesis } from '../chain/genesis.ts';
import type { Hash } from '../primitives/bytes.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import type {
	ChainStore,
	ChainSummary,
	Commit,
	CommitFailure,
	TransactionEntry,
	TransactionQuery,
} from '../runtime/ports.ts';
import { entriesOf, termOf, termsOf, termText, type Term } from './block-terms.ts';
import { incidentChangesOf, incidentsAddedBy, nextRecord, type ChainRecord } from './chain-record.ts';
import { assertLimit, positionOf } from './key-range.ts';
import { createOrderedMap, type OrderedMap } from './ordered-map.ts';
import { entryAt, storedBlockOf, type StoredBlock } from './stored-block.ts';

/** What a memory chain is made with. */
export type MemoryChainOptions = {
	readonly chainId: Hash;
	/** Called after every write that took effect. */
	readonly onWrite?: () => void;
};

type Memory = {
	genesis?: Genesis;
	record?: ChainRecord;
	/** By height: commits leave no gaps. */
	readonly blocks: StoredBlock[];
	/** Heights, ascending, by term. */
	readonly heights: Map<string, number[]>;
	readonly state: OrderedMap;
	readonly evidence: OrderedMap;
};

/** A chain that can be forgotten in place, so that whoever holds it sees that it is gone. */
export type MemoryChain = ChainStore & { clear(): void };

function emptyMemory(): Memory {
	return { blocks: [], heights: new Map(), state: createOrderedMap(), evidence: createOrderedMap() };
}

/** An empty chain in memory. It keeps the values it is given, not copies: they are read-only to everyone. */
export function createMemoryChain(options: MemoryChainOptions): MemoryChain {
	let memory = emptyMemory();
	const written = () => options.onWrite?.();
	return {
		summary: async () => summaryOf(memory),
		block: async (height) => memory.blocks[height]?.block,
		heightOfBlock: async (hash) => heightsOf(memory, { kind: 'block', value: hash })[0],
		blocks: async (query) => pageOfBlocks(memory, query),
		transaction: async (hash) => findTransaction(memory, hash),
		transactions: async (query) => pageOfTransactions(memory, query),
		stateValue: async (key) => memory.state.get(key),
		stateRange: async (query) => memory.state.range(query),
		evidence: async (hash) => memory.evidence.get(hash),
		loadState: async () => memory.state.range({ prefix: '', limit: Number.MAX_SAFE_INTEGER }),
		evidenceRange: async ({ after, limit }) => {
			const rows = memory.evidence.range({ prefix: '', after, limit });
			return rows.map(({ key, value }) => ({ hash: key as Hash, value }));
		},
		commit: async (expectedHead, commit) => {
			const result = commitBlock(memory, options.chainId, expectedHead, commit);
			if (result.ok) written();
			return result;
		},
		clear: () => {
			memory = emptyMemory();
		},
	};
}

function summaryOf(memory: Memory): ChainSummary | undefined {
	if (!memory.genesis || !memory.record) return undefined;
	const { head, totals, log } = memory.record;
	return { genesis: memory.genesis, head, totals, log };
}

function commitBlock(
	memory: Memory,
	chainId: Hash,
	expected: Hash | null,
	commit: Commit,
): Result<void, CommitFailure> {
	const actual = memory.record?.head.hash ?? null;
	if (actual !== expected) return err({ code: 'head-moved', expected, actual });
	const existed = (key: string) => memory.state.get(key) !== undefined;
	const record = nextRecord(
		chainId,
		memory.record,
		commit,
		incidentsAddedBy(incidentChangesOf(commit), existed),
	);
	const stored = storedBlockOf(commit);
	const terms = termsOf(stored);
	// Everything that can throw is done: from here on the block is wholly there.
	memory.genesis ??= commit.genesis;
	memory.blocks.push(stored);
	for (const term of terms) {
		const heights = heightsOf(memory, term);
		if (heights.length === 0) memory.heights.set(termText(term), heights);
		heights.push(record.head.height);
	}
	for (const { hash, value } of commit.evidence ?? []) memory.evidence.set(hash, value);
	for (const { key, value } of commit.changes) memory.state.set(key, value);
	memory.record = record;
	return ok(undefined);
}

function heightsOf(memory: Memory, term: Term): number[] {
	return memory.heights.get(termText(term)) ?? [];
}

function pageOfBlocks(memory: Memory, query: { readonly before?: number; readonly limit: number }) {
	assertLimit(query.limit);
	const end = Math.max(0, Math.min(query.before ?? memory.blocks.length, memory.blocks.length));
	const page = memory.blocks.slice(Math.max(0, end - query.limit), end);
	return page.reverse().map((stored) => stored.block);
}

function findTransaction(memory: Memory, hash: Hash): TransactionEntry | undefined {
	const stored = memory.blocks[heightsOf(memory, { kind: 'tx', value: hash })[0] ?? -1];
	return stored && entryAt(stored, stored.txHashes.indexOf(hash));
}

function pageOfTransactions(memory: Memory, query: TransactionQuery): readonly TransactionEntry[] {
	const heights = heightsOf(memory, termOf(query));
	const entries: TransactionEntry[] = [];
	const end = query.before === undefined ? heights.length : positionOf(heights, query.before.height, true);
	for (let i = end - 1; i >= 0 && entries.length < query.limit; i--) {
		entries.push(...entriesOf(memory.blocks[heights[i] as number] as StoredBlock, query));
	}
	return entries.slice(0, query.limit);
}
