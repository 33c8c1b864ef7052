import type { Hash } from '../../../src/lib/primitives/bytes.ts';
import type { Commit } from '../../../src/lib/runtime/ports.ts';
import { nextRecord, type ChainRecord } from '../../../src/lib/store/chain-record.ts';
import { rowsOf } from '../../../src/lib/store/dexie-commit.ts';
import { createDatabase } from '../../../src/lib/store/schema.ts';

/** Writes blocks as the archive does, without Dexie: the same rows and indexes, the same one scope a block. */
export type RawWriter = { write(commit: Commit): Promise<void> };

const TABLES = ['heads', 'geneses', 'bodies', 'terms', 'state'];

/** A writer to a database of the app's layout, which Dexie makes and then lets go of. */
export async function createRawWriter(name: string, chainId: Hash): Promise<RawWriter> {
	const layout = createDatabase(name);
	await layout.open();
	layout.close();
	const db = await open(name);
	return { write: (commit) => write(db, chainId, commit) };
}

function open(name: string): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(name);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

function write(db: IDBDatabase, chainId: Hash, commit: Commit): Promise<void> {
	const { body, terms, puts } = rowsOf(chainId, commit);
	return new Promise((resolve, reject) => {
		const scope = db.transaction(TABLES, 'readwrite', { durability: 'relaxed' });
		const heads = scope.objectStore('heads');
		const head = heads.get(chainId) as IDBRequest<ChainRecord | undefined>;
		head.onsuccess = () => {
			const record = nextRecord(chainId, head.result, commit, 0);
			if (commit.genesis) scope.objectStore('geneses').add({ chainId, genesis: commit.genesis });
			scope.objectStore('bodies').add(body);
			scope.objectStore('terms').add(terms);
			const state = scope.objectStore('state');
			for (const row of puts) state.put(row);
			heads.put(record);
		};
		scope.oncomplete = () => resolve();
		scope.onerror = () => reject(scope.error);
		scope.onabort = () => reject(scope.error);
	});
}
