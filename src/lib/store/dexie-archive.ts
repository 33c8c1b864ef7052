import { Dexie } from 'dexie';
import type { Hash } from '../primitives/bytes.ts';
import type { Archive, ChainStore, ChainSummary } from '../runtime/ports.ts';
import { compareChains, compareRuns } from './archive-order.ts';
import { attemptWrite } from './commit-failure.ts';
import { createDexieChain, readSummary } from './dexie-chain.ts';
import { createKeyStore } from './dexie-keys.ts';
import type { KeyWrapping } from './key-wrapping.ts';
import type { ArchiveDatabase } from './schema.ts';

/** The archive kept in a database. Keys are kept only with a wrapping. */
export function createDexieArchive(db: ArchiveDatabase, wrapping: KeyWrapping | undefined): Archive {
	const stores = new Map<Hash, ChainStore>();
	const keyStore = createKeyStore(db, wrapping);
	return {
		activeChain: async () => {
			const row = await db.meta.get('active-chain');
			return row?.name === 'active-chain' ? row.chainId : undefined;
		},
		setActiveChain: (chainId) =>
			attemptWrite(() =>
				chainId === undefined
					? db.meta.delete('active-chain')
					: db.meta.put({ name: 'active-chain', chainId }),
			),
		chains: () => readChains(db),
		chain: (chainId) => {
			let store = stores.get(chainId);
			if (!store) stores.set(chainId, (store = createDexieChain(db, chainId)));
			return store;
		},
		runs: async (chainId) => {
			const range = db.runs
				.where('[chainId+incidentId]')
				.between([chainId, Dexie.minKey], [chainId, Dexie.maxKey]);
			return (await range.toArray()).sort(compareRuns);
		},
		putRun: (run) => attemptWrite(() => db.runs.put(run)),
		keys: (chainId) => keyStore.read(chainId),
		putKeys: (record) => keyStore.write(record),
		deleteEverything: () =>
			attemptWrite(() =>
				db.transaction('rw', db.tables, () => Promise.all(db.tables.map((table) => table.clear()))),
			),
	};
}

function readChains(db: ArchiveDatabase): Promise<readonly ChainSummary[]> {
	return db.transaction('r', db.heads, db.geneses, async () => {
		const ids = await db.heads.toCollection().primaryKeys();
		const summaries = await Promise.all(ids.map((chainId) => readSummary(db, chainId)));
		return summaries.filter((summary): summary is ChainSummary => summary !== undefined).sort(compareChains);
	});
}
