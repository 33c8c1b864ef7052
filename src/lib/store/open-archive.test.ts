import { freshName, openDatabase } from './testing/fresh-database.ts'; // first: Dexie looks for IndexedDB as it loads
import { describe, expect, it, vi } from 'vitest';
import { openArchive } from './open-archive.ts';
import { createDatabase, databaseNameOf, SCHEMA_VERSION } from './schema.ts';
import { append } from './testing/append.ts';
import { createSampleChain } from './testing/sample-chain.ts';

/** Raises a database to a native version, with one more table, as a newer app would. */
function upgradeTo(name: string, version: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(name, version);
		request.onupgradeneeded = () => request.result.createObjectStore('fromTheFuture').put('kept', 1);
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			request.result.close();
			resolve();
		};
	});
}

/** An IDBFactory whose `open` fails with an error of this name. */
function failingFactory(name: string, message = 'refused'): IDBFactory {
	const open = () => {
		const error = new DOMException(message, name);
		const request = { error } as { error: DOMException; onerror?: (event: unknown) => void };
		const event = { target: request, preventDefault: () => {}, stopPropagation: () => {} };
		setTimeout(() => request.onerror?.(event));
		return request;
	};
	return { ...indexedDB, open, databases: async () => [] } as unknown as IDBFactory;
}

const NEWER = { ok: false, error: { code: 'database-newer', expected: SCHEMA_VERSION, actual: 7 } };

describe('openArchive', () => {
	it('refuses a newer database and leaves it as it is', async () => {
		const name = freshName();
		const { archive, close } = await openDatabase(name);
		await append(archive, createSampleChain('old'));
		close();
		await upgradeTo(name, 70);
		expect(await openArchive({ name })).toEqual(NEWER);
		expect(await openArchive({ name })).toEqual(NEWER);
		const infos = await indexedDB.databases();
		expect(infos.find((info) => info.name === name)?.version).toBe(70);
		const db = createDatabase(name);
		expect(await db.heads.toArray()).toHaveLength(1);
		db.close();
	});

	it('refuses a newer database that has none of its tables, and adds none', async () => {
		const name = freshName();
		await upgradeTo(name, 70);
		expect(await openArchive({ name })).toEqual(NEWER);
		const infos = await indexedDB.databases();
		expect(infos.find((info) => info.name === name)?.version).toBe(70);
	});

	it('lets a newer tab upgrade, and does not write to the new layout afterwards', async () => {
		vi.spyOn(console, 'warn').mockImplementation(() => {});
		const name = freshName();
		const { archive, close } = await openDatabase(name);
		const chain = createSampleChain('overtaken');
		const { blockHash } = await append(archive, chain);
		await upgradeTo(name, 70);
		const late = await archive.chain(chain.chainId).commit(blockHash, chain.next());
		expect(late).toMatchObject({ ok: false, error: { code: 'storage-failed', retryable: false } });
		await expect(archive.chains()).rejects.toThrow('VersionError');
		close();
	});

	it('says when storage is blocked, however the browser says it', async () => {
		for (const name of ['SecurityError', 'InvalidStateError']) {
			const result = await openArchive({ name: freshName(), indexedDB: failingFactory(name) });
			expect(result).toMatchObject({ ok: false, error: { code: 'storage-blocked' } });
		}
		// Word for word from a cross-site frame in Chromium.
		const chromium = failingFactory('UnknownError', 'The user denied permission to access the database.');
		const frame = await openArchive({ name: freshName(), indexedDB: chromium });
		expect(frame).toMatchObject({ ok: false, error: { code: 'storage-blocked' } });
		const throwing = {
			open: () => {
				throw new DOMException('denied', 'SecurityError');
			},
		} as unknown as IDBFactory;
		const result = await openArchive({ name: freshName(), indexedDB: throwing });
		expect(result).toMatchObject({ ok: false, error: { code: 'storage-blocked' } });
	});

	it('says when there is no IndexedDB, or looking at it throws', async () => {
		const original = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB') as PropertyDescriptor;
		const denied = () => {
			throw new DOMException('denied', 'SecurityError');
		};
		try {
			for (const get of [() => undefined, denied]) {
				Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get });
				const result = await openArchive({ name: freshName() });
				expect(result).toMatchObject({ ok: false, error: { code: 'storage-blocked' } });
			}
		} finally {
			Object.defineProperty(globalThis, 'indexedDB', original);
		}
	});

	it('tells a full disk from a damaged database', async () => {
		const open = (name: string) => openArchive({ name: freshName(), indexedDB: failingFactory(name) });
		expect(await open('QuotaExceededError')).toMatchObject({ error: { code: 'storage-full' } });
		expect(await open('UnknownError')).toMatchObject({ error: { code: 'open-failed', retryable: true } });
		expect(await open('DataError')).toMatchObject({ error: { code: 'open-failed', retryable: false } });
	});

	it('names the database after the base path', () => {
		expect(databaseNameOf('')).toBe(databaseNameOf('/'));
		expect(databaseNameOf('/a')).toBe(databaseNameOf('/a/'));
		expect(databaseNameOf('/a')).not.toBe(databaseNameOf('/b'));
	});
});
