import { openDatabase } from './testing/fresh-database.ts'; // first: Dexie looks for IndexedDB as it loads
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Archive, Commit, TransactionEntry, TransactionQuery } from '../runtime/ports.ts';
import { createMemoryArchive } from './memory-archive.ts';
import { append } from './testing/append.ts';
import { createSampleChain, sampleAddress, type SampleTransaction } from './testing/sample-chain.ts';

const TYPES = ['castVote', 'transfer', 'openIncident'];
const INCIDENTS = ['i-1', 'i-2'];
const transaction: fc.Arbitrary<SampleTransaction> = fc.record({
	sender: fc.nat({ max: 2 }),
	type: fc.constantFrom(...TYPES),
	refused: fc.boolean(),
	incident: fc.constantFrom(null, ...INCIDENTS),
});
// Few distinct code units, so that prefixes are shared; the last ones sort differently as bytes than as code units.
const stateKey = fc.string({
	unit: fc.constantFrom('a', 'b', '/', '\0', '\u{1f4a5}', '\uff5e'),
	maxLength: 4,
});
const change = fc.record({ key: stateKey, value: fc.option(fc.nat(), { nil: undefined }) });
const block = fc.record({
	transactions: fc.array(transaction, { maxLength: 5 }),
	changes: fc.array(change, { maxLength: 6 }),
});
const filter: fc.Arbitrary<Omit<TransactionQuery, 'limit'>> = fc.oneof(
	fc.constant({}),
	fc.record({ sender: fc.nat({ max: 3 }).map(sampleAddress) }),
	fc.record({ type: fc.constantFrom(...TYPES, 'none') }),
	fc.record({ incident: fc.constantFrom(...INCIDENTS, 'none') }),
	fc.constant({ refusedOnly: true }),
);
const before = fc.record({ height: fc.nat({ max: 9 }), index: fc.nat({ max: 6 }) });
const question = fc.record({
	filter,
	before: fc.option(before, { nil: undefined }),
	limit: fc.integer({ min: 1, max: 9 }),
	prefix: stateKey,
	after: fc.option(stateKey, { nil: undefined }),
});

/** What a list of transactions must be, read off the commits one by one. */
function expectedEntries(commits: readonly Commit[], query: TransactionQuery): readonly TransactionEntry[] {
	const all = commits.flatMap(({ block, txHashes, incidents }) =>
		block.transactions.flatMap((tx, index) => {
			const receipt = block.receipts[index];
			const hash = txHashes[index];
			const { height, timestamp } = block.header;
			if (!receipt || !hash) return [];
			if (query.sender !== undefined && tx.sender !== query.sender) return [];
			if (query.type !== undefined && tx.type !== query.type) return [];
			if (query.incident !== undefined && incidents[index] !== query.incident) return [];
			if (query.refusedOnly && receipt.status !== 'reverted') return [];
			const limit = query.before ?? { height: Infinity, index: 0 };
			if (height > limit.height || (height === limit.height && index >= limit.index)) return [];
			return [{ hash, height, index, timestamp, transaction: tx, receipt }];
		}),
	);
	return all.reverse().slice(0, query.limit);
}

/** The head state, by replaying the changes. */
function expectedState(commits: readonly Commit[]) {
	const state = new Map<string, unknown>();
	for (const { key, value } of commits.flatMap((commit) => commit.changes)) {
		if (value === undefined) state.delete(key);
		else state.set(key, value);
	}
	return [...state.keys()].sort().map((key) => ({ key, value: state.get(key) }));
}

describe('both archives', () => {
	const archives: { readonly [name: string]: () => Promise<{ archive: Archive; close: () => void }> } = {
		memory: async () => ({ archive: createMemoryArchive(), close: () => {} }),
		Dexie: () => openDatabase(),
	};
	for (const [name, open] of Object.entries(archives)) {
		it(`answer every page as a plain list of commits would: ${name}`, async () => {
			const plan = fc.asyncProperty(
				fc.array(block, { minLength: 1, maxLength: 8 }),
				fc.array(question, { minLength: 1, maxLength: 5 }),
				async (blocks, questions) => {
					const { archive, close } = await open();
					const chain = createSampleChain('property');
					const store = archive.chain(chain.chainId);
					const commits: Commit[] = [];
					for (const { transactions, changes } of blocks) {
						commits.push(await append(archive, chain, transactions, changes));
					}
					const state = expectedState(commits);
					expect(await store.loadState()).toEqual(state);
					for (const { filter, before, limit, prefix, after } of questions) {
						const query = { ...filter, before, limit };
						expect(await store.transactions(query)).toEqual(expectedEntries(commits, query));
						const rows = state.filter(
							({ key }) => key.startsWith(prefix) && (after === undefined || key > after),
						);
						expect(await store.stateRange({ prefix, after, limit })).toEqual(rows.slice(0, limit));
					}
					close();
				},
			);
			await fc.assert(plan, { numRuns: 100 });
		});
	}
});
