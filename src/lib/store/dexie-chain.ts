import { Dexie } from 'dexie';
import type { Genesis } from '../chain/genesis.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type {
	ChainReader,
	ChainStore,
	ChainSummary,
	TransactionEntry,
	TransactionQuery,
} from '../runtime/ports.ts';
import { entriesOf, termOf, termText, type Term } from './block-terms.ts';
import { createBodyCache, type BodyCache } from './body-cache.ts';
import { attemptWrite } from './commit-failure.ts';
import { writeBlock } from './dexie-commit.ts';
import { assertLimit, prefixEnd } from './key-range.ts';
import type { ArchiveDatabase, BodyRow } from './schema.ts';
import { entryAt } from './stored-block.ts';

/** One chain of a database: what its readers and its one writer see. */
export function createDexieChain(db: ArchiveDatabase, chainId: Hash): ChainStore {
	return {
		...createReader({ db, chainId, bodies: createBodyCache() }),
		commit: (expectedHead, commit) => attemptWrite(() => writeBlock(db, chainId, expectedHead, commit)),
		loadState: () => stateRows(db, chainId, { prefix: '' }).toArray().then(withoutChain),
		evidenceRange: async ({ after, limit }) => {
			assertLimit(limit);
			const lower = [chainId, after ?? Dexie.minKey];
			const range = db.evidence
				.where('[chainId+hash]')
				.between(lower, [chainId, Dexie.maxKey], after === undefined);
			const rows = await range.limit(limit).toArray();
			return rows.map(({ hash, value }) => ({ hash, value }));
		},
	};
}

type Source = { readonly db: ArchiveDatabase; readonly chainId: Hash; readonly bodies: BodyCache };

function createReader(source: Source): ChainReader {
	const { db, chainId, bodies } = source;
	let genesis: Genesis | undefined;
	return {
		summary: async () => {
			const summary = await readSummary(db, chainId, genesis);
			genesis = summary?.genesis;
			return summary;
		},
		block: async (height) => {
			const row = await db.bodies.get([chainId, height]);
			return row && bodies.parse(row).block;
		},
		heightOfBlock: async (hash) => (await keyByHash(source, { kind: 'block', value: hash }))?.[1],
		blocks: async ({ before, limit }) => {
			assertLimit(limit);
			const upper = [chainId, before ?? Dexie.maxKey];
			const range = db.bodies.where('[chainId+height]').between([chainId, Dexie.minKey], upper, true, false);
			const rows = await range.reverse().limit(limit).toArray();
			return rows.map((row) => bodies.parse(row).block);
		},
		transaction: (hash) => readTransaction(source, hash),
		transactions: (query) => readTransactions(source, query),
		stateValue: async (key) => (await db.state.get([chainId, key]))?.value,
		stateRange: async (query) => {
			assertLimit(query.limit);
			return withoutChain(await stateRows(db, chainId, query).limit(query.limit).toArray());
		},
		evidence: async (hash) => (await db.evidence.get([chainId, hash]))?.value,
	};
}

/**
 * The summary of a chain; undefined before block 0. Its genesis never changes, so whoever knows it need not read it, and
 * there is no scope around the two reads: waiting for its end would cost as much as they do.
 */
export async function readSummary(
	db: ArchiveDatabase,
	chainId: Hash,
	known?: Genesis,
): Promise<ChainSummary | undefined> {
	const [record, genesis] = await Promise.all([
		db.heads.get(chainId),
		known ?? db.geneses.get(chainId).then((row) => row?.genesis),
	]);
	if (!record || !genesis) return undefined;
	return { genesis, head: record.head, totals: record.totals, log: record.log };
}

/** The block a hash leads to. Only an edited ledger can bring the hash of another chain; it is passed over. */
async function keyByHash({ db, chainId }: Source, term: Term): Promise<[Hash, number] | undefined> {
	const keys = await db.terms.where('terms').equals(termText(term)).primaryKeys();
	return keys.find(([chain]) => chain === chainId);
}

function readTransaction(source: Source, hash: Hash) {
	const { db, bodies } = source;
	return db.transaction('r', db.terms, db.bodies, async () => {
		const key = await keyByHash(source, { kind: 'tx', value: hash });
		const row = key && (await db.bodies.get(key));
		if (!row) return undefined;
		const stored = bodies.parse(row);
		return entryAt(stored, stored.txHashes.indexOf(hash));
	});
}

/** Most bodies read at once. */
const BATCH = 16;

/** Walks the blocks that hold what is asked for, newest first: two at first, then twice as many at a time. */
async function readTransactions({ db, chainId, bodies }: Source, query: TransactionQuery) {
	const { kind, value } = termOf(query);
	const lower = [chainId, kind, value, Dexie.minKey];
	let upper = [chainId, kind, value, query.before?.height ?? Dexie.maxKey];
	return db.transaction('r', db.terms, db.bodies, async () => {
		const entries: TransactionEntry[] = [];
		for (let size = 2, first = true; entries.length < query.limit; size = Math.min(BATCH, 2 * size)) {
			const range = db.terms.where('terms').between(lower, upper, true, first);
			const keys = await range.reverse().limit(size).primaryKeys();
			const rows = await db.bodies.bulkGet(keys);
			const present = rows.filter((row): row is BodyRow => row !== undefined);
			for (const row of present) entries.push(...entriesOf(bodies.parse(row), query));
			const last = keys[size - 1];
			if (!last) break;
			upper = [chainId, kind, value, last[1]];
			first = false;
		}
		return entries.slice(0, query.limit);
	});
}

function stateRows(
	db: ArchiveDatabase,
	chainId: Hash,
	{ prefix, after }: { readonly prefix: string; readonly after?: string },
) {
	// The next string after `after` is itself and a zero unit. Excluding `after` instead could leave a range between two
	// equal excluded keys, on which IndexedDB throws.
	const lower = after !== undefined && after >= prefix ? `${after}\0` : prefix;
	const upper = prefixEnd(prefix) ?? Dexie.maxKey;
	return db.state.where('[chainId+key]').between([chainId, lower], [chainId, upper], true, false);
}

function withoutChain(rows: readonly { readonly key: string; readonly value: JsonValue }[]) {
	return rows.map(({ key, value }) => ({ key, value }));
}
