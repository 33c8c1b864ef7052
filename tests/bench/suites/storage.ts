import { unwrap } from '../../../src/lib/primitives/result.ts';
import type { ChainStore } from '../../../src/lib/runtime/ports.ts';
import { seedDatabase } from '../browser/seed.ts';
import { figureOf, type Figure } from '../figure.ts';
import { entryKeyAt, plainCommit, txHashAt, type PlainChain } from '../plain-blocks.ts';
import { createRawWriter } from '../peers/raw-indexeddb.ts';
import { interleave, type Task } from '../rounds.ts';
import type { Suite, SuiteInput } from './suite.ts';

/** Transactions, and state entries, a block of the databases that are read. */
const PER_BLOCK = 10;
/** Transactions of a block that is written. */
const WRITTEN_PER_BLOCK = 100;
const WRITTEN_BLOCKS = 10;
const PAGE = 50;

/** Rows 9–11, 13 and 14: the archive on IndexedDB, small and large. There is nothing to measure without one. */
export const storage: Suite = async (given) =>
	given.environment.indexedDB ? [...(await reading(given)), ...(await writing(given))] : [];

async function reading(given: SuiteInput): Promise<readonly Figure[]> {
	const { amounts, onStep } = given;
	const few = await openSeeded(given, amounts.fewRows);
	const many = await openSeeded(given, amounts.manyRows);
	const { tasks, spread } = await interleave({
		rounds: amounts.rounds,
		onStep,
		control: getByKey(few, amounts.lookups),
		tasks: {
			keyFew: getByKey(few, amounts.lookups),
			keyMany: getByKey(many, amounts.lookups),
			hashFew: getByHash(few, amounts.lookups),
			hashMany: getByHash(many, amounts.lookups),
			pageFew: getPage(few, amounts.pages),
			pageMany: getPage(many, amounts.pages),
			totalsMany: getTotals(many, amounts.lookups),
		},
	});
	return [
		figureOf('getByKey', tasks.keyMany, tasks.keyFew, spread),
		figureOf('getByHash', tasks.hashMany, tasks.hashFew, spread),
		figureOf('page', tasks.pageMany, tasks.pageFew, spread),
		figureOf('totals', tasks.totalsMany, tasks.keyMany, spread),
	];
}

type Seeded = { readonly chain: PlainChain; readonly store: ChainStore; readonly rows: number };

function chainOf({ input }: SuiteInput, perBlock: number, entriesPerBlock: number): PlainChain {
	return { genesis: input.ledger.genesis, perBlock, entriesPerBlock };
}

async function openSeeded(given: SuiteInput, rows: number): Promise<Seeded> {
	const chain = chainOf(given, PER_BLOCK, PER_BLOCK);
	const name = `rows-${rows}`;
	await seedDatabase(name, chain, rows / PER_BLOCK + 1, given.onStep);
	const archive = await given.environment.openArchive(name);
	return { chain, store: archive.chain(chain.genesis.chainId), rows };
}

/** Numbers below `limit` that jump about, the same in every round. */
function* scattered(count: number, limit: number): Generator<number> {
	for (let i = 0, at = 1; i < count; i++) {
		at = (at * 48_271) % 2_147_483_647;
		yield at % limit;
	}
}

/** One lookup after the other, as pages ask. */
function lookups(count: number, limit: number, look: (n: number) => Promise<unknown>): Task {
	return {
		async run() {
			for (const n of scattered(count, limit))
				if ((await look(n)) === undefined) throw new Error(`row ${n} of the bench is not there`);
			return count;
		},
	};
}

const getByKey = ({ chain, store, rows }: Seeded, count: number) =>
	lookups(count, rows, (n) => store.stateValue(entryKeyAt(chain, n)));

const getByHash = ({ chain, store, rows }: Seeded, count: number) =>
	lookups(count, rows, (n) =>
		store.transaction(txHashAt(chain, Math.floor(n / PER_BLOCK) + 1, n % PER_BLOCK)),
	);

const getTotals = ({ store }: Seeded, count: number) => lookups(count, 1, () => store.summary());

const getPage = ({ store, rows }: Seeded, count: number) =>
	lookups(count, rows / PER_BLOCK - PAGE / PER_BLOCK, async (n) => {
		const before = { height: n + PAGE / PER_BLOCK + 1, index: 0 };
		const page = await store.transactions({ before, limit: PAGE });
		return page.length === PAGE ? page : undefined;
	});

async function writing(given: SuiteInput): Promise<readonly Figure[]> {
	const { amounts, onStep } = given;
	const raw = await createRawWriter('written-raw', given.input.ledger.genesis.chainId);
	const rawChain = chainOf(given, WRITTEN_PER_BLOCK, WRITTEN_PER_BLOCK);
	const { control, tasks, spread } = await interleave({
		rounds: amounts.rounds,
		onStep,
		control: committing(rawChain, WRITTEN_BLOCKS, (commit) => raw.write(commit)),
		tasks: {
			dexie: await storing(given, 'written-dexie', WRITTEN_PER_BLOCK),
			hundred: await storing(given, 'written-hundred', WRITTEN_PER_BLOCK, 1),
			single: await storing(given, 'written-single', 1),
		},
	});
	return [
		figureOf('bulkWrite', tasks.dexie, control, spread),
		figureOf('eventBatches', tasks.hundred, tasks.single, spread),
	];
}

/** Blocks of so many transactions through the archive; a unit is a transaction. */
async function storing(
	given: SuiteInput,
	name: string,
	perBlock: number,
	entriesPerBlock = perBlock,
): Promise<Task> {
	const chain = chainOf(given, perBlock, entriesPerBlock);
	const store = (await given.environment.openArchive(name)).chain(chain.genesis.chainId);
	const blocks = perBlock === 1 ? WRITTEN_PER_BLOCK : WRITTEN_BLOCKS;
	let head: Parameters<ChainStore['commit']>[0] = null;
	return committing(chain, blocks, async (commit) => {
		unwrap(await store.commit(head, commit));
		head = commit.blockHash;
	});
}

/** Writes the next blocks of a chain, made beforehand. */
function committing(
	chain: PlainChain,
	blocks: number,
	write: (commit: ReturnType<typeof plainCommit>) => Promise<void>,
): Task {
	let height = 0;
	let commits: ReturnType<typeof plainCommit>[] = [];
	return {
		async prepare() {
			if (height === 0) await write(plainCommit(chain, height++));
			commits = Array.from({ length: blocks }, () => plainCommit(chain, height++));
		},
		async run() {
			for (const commit of commits) await write(commit);
			return blocks * chain.perBlock;
		},
	};
}
