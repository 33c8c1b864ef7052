import { freshName, openDatabase } from './testing/fresh-database.ts'; // first: Dexie looks for IndexedDB as it loads
import { describe, expect, it } from 'vitest';
import { unwrap } from '../primitives/result.ts';
import type { Commit, KeyRecord } from '../runtime/ports.ts';
import { createDatabase } from './schema.ts';
import { append } from './testing/append.ts';
import { describeArchive } from './testing/archive-suite.ts';
import { createSampleChain } from './testing/sample-chain.ts';

describeArchive('Dexie archive', () => openDatabase());

describe('Dexie archive, opened again', () => {
	it('has everything', async () => {
		const name = freshName();
		const chain = createSampleChain('kept');
		const first = await openDatabase(name);
		const commit = await append(first.archive, chain, [{ refused: true }], [{ key: 'k', value: { a: [1] } }]);
		unwrap(await first.archive.setActiveChain(chain.chainId));
		unwrap(await first.archive.putKeys({ chainId: chain.chainId, keys: { a: '0x01' } }));
		const before = await first.archive.chains();
		first.close();
		const { archive, close } = await openDatabase(name);
		expect(await archive.chains()).toEqual(before);
		expect(await archive.activeChain()).toBe(chain.chainId);
		expect(await archive.chain(chain.chainId).block(0)).toEqual(commit.block);
		expect(await archive.chain(chain.chainId).loadState()).toEqual([{ key: 'k', value: { a: [1] } }]);
		expect(await archive.keys(chain.chainId)).toEqual({ chainId: chain.chainId, keys: { a: '0x01' } });
		await append(archive, chain);
		close();
	});
});

describe('two archives on one database', () => {
	it('racing for every block, never fork it', async () => {
		const name = freshName();
		const tabs = [await openDatabase(name), await openDatabase(name)];
		const chain = createSampleChain('two tabs');
		const stores = tabs.map((tab) => tab.archive.chain(chain.chainId));
		const history: Commit[] = [];
		for (let round = 0; round < 12; round++) {
			const expected = chain.head();
			const entries = stores.map((store, tab) => {
				const fork = String(tab);
				return { store, commit: chain.next([{}], [{ key: 'by', value: fork }], { fork }) };
			});
			// Who asks first differs by round, so that each tab wins some.
			if (round % 2 === 1) entries.reverse();
			const results = await Promise.all(entries.map(({ store, commit }) => store.commit(expected, commit)));
			const winners = entries.filter((_, i) => results[i]?.ok).map((entry) => entry.commit);
			expect(winners).toHaveLength(1);
			expect(results.find((result) => !result.ok)).toMatchObject({ error: { code: 'head-moved', expected } });
			chain.adopt(winners[0] as Commit);
			history.unshift(winners[0] as Commit);
		}
		for (const store of stores) {
			expect(await store.blocks({ limit: 50 })).toEqual(history.map((commit) => commit.block));
			expect((await store.summary())?.totals).toMatchObject({ blocks: 12, transactions: 12 });
			expect(await store.stateValue('by')).toBe(history[0]?.changes[0]?.value);
		}
		for (const tab of tabs) tab.close();
	});

	it('agree on one wrapping key, whoever came first', async () => {
		const name = freshName();
		const tabs = [await openDatabase(name), await openDatabase(name)];
		const records = ['a', 'b'].map((id) => ({
			chainId: createSampleChain(id).chainId,
			keys: { [id]: '0x01' },
		}));
		const results = await Promise.all(tabs.map((tab, i) => tab.archive.putKeys(records[i] as KeyRecord)));
		expect(results.map((result) => result.ok)).toEqual([true, true]);
		for (const tab of tabs) {
			for (const record of records) expect(await tab.archive.keys(record.chainId)).toEqual(record);
		}
		for (const tab of tabs) tab.close();
	});
});

describe('the tables', () => {
	it('hold no byte of a secret key, and no key that can be read out', async () => {
		const name = freshName();
		const { archive, close } = await openDatabase(name);
		const secret = '0x' + 'c0ffee'.repeat(10);
		unwrap(await archive.putKeys({ chainId: createSampleChain('k').chainId, keys: { address: secret } }));
		close();
		const db = createDatabase(name);
		for (const table of db.tables) {
			const rows: unknown[] = await table.toArray();
			for (const row of rows) {
				for (const value of Object.values(row as object)) {
					const bytes = value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : '';
					expect(String(value) + bytes + JSON.stringify(value)).not.toContain('c0ffee');
				}
			}
		}
		const row = await db.meta.get('wrapping-key');
		expect(row).toMatchObject({ key: { extractable: false } });
		db.close();
	});
});
