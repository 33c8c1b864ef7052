import { err, ok, type Result } from '../primitives/result.ts';
import type { Archive } from '../runtime/ports.ts';
import { namesOf, reasonOf } from './commit-failure.ts';
import { createDexieArchive } from './dexie-archive.ts';
import { createKeyWrapping, type KeyWrapping } from './key-wrapping.ts';
import { createDatabase, SCHEMA_VERSION } from './schema.ts';

/** An archive that outlives its page. `close` lets go of the database; reads and writes fail from then on. */
export type OpenedArchive = {
	readonly archive: Archive;
	readonly persistence: 'indexeddb';
	readonly close: () => void;
};

/** Why there is no lasting archive. Nothing was cleared; the memory archive is the way on, said in words. */
export type OpenFailure =
	/** The browser gives this frame or mode no storage: a cross-site frame, a private window of some browsers. */
	| { readonly code: 'storage-blocked'; readonly reason: string }
	/** A newer version of the app wrote this database; `expected` is the newest layout this one knows. */
	| { readonly code: 'database-newer'; readonly expected: number; readonly actual: number }
	| { readonly code: 'storage-full'; readonly retryable: boolean; readonly reason: string }
	/** The database is damaged, locked or unreadable. */
	| { readonly code: 'open-failed'; readonly retryable: boolean; readonly reason: string };

export type OpenOptions = {
	/** Of the database: see {@link databaseNameOf}. */
	readonly name: string;
	/** The browser's own unless given. */
	readonly indexedDB?: IDBFactory;
	readonly keyWrapping?: KeyWrapping;
};

/**
 * Opens the archive of a name, making it where there is none.
 * Fails with `storage-blocked`, `database-newer`, `storage-full`, `open-failed`.
 */
export async function openArchive(options: OpenOptions): Promise<Result<OpenedArchive, OpenFailure>> {
	const factory = options.indexedDB ?? ambientFactory();
	if (!factory) return err({ code: 'storage-blocked', reason: 'no indexedDB' });
	const db = createDatabase(options.name, {
		indexedDB: refuseNewer(factory),
		IDBKeyRange: globalThis.IDBKeyRange,
	});
	try {
		await db.open();
	} catch (error) {
		db.close();
		return err(await openFailureOf(error, factory, options.name));
	}
	const archive = createDexieArchive(db, options.keyWrapping ?? createKeyWrapping());
	return ok({ archive, persistence: 'indexeddb', close: () => db.close() });
}

/** Even to look at `indexedDB` throws in some frames. */
function ambientFactory(): IDBFactory | undefined {
	try {
		return globalThis.indexedDB ?? undefined;
	} catch {
		return undefined;
	}
}

/**
 * A factory that opens no database without naming a version. Where the installed version is newer, Dexie would open it all
 * the same, and add what it misses of the old layout; it does so by asking again without a version, which is refused here,
 * at the first opening and at every later one.
 */
function refuseNewer(factory: IDBFactory): IDBFactory {
	const guarded = {
		open(name: string, version?: number) {
			if (version === undefined) throw new DOMException('the database is newer than the app', 'VersionError');
			return factory.open(name, version);
		},
		deleteDatabase: (name: string) => factory.deleteDatabase(name),
		cmp: (a: unknown, b: unknown) => factory.cmp(a, b),
	};
	const canList = typeof factory.databases === 'function';
	return (canList ? { ...guarded, databases: () => factory.databases() } : guarded) as IDBFactory;
}

/** How browsers name a refusal; Chromium calls it unknown in cross-site frames, and says so only in the message. */
const BLOCKED = ['SecurityError', 'InvalidStateError', 'MissingAPIError', 'NotAllowedError'];

async function openFailureOf(error: unknown, factory: IDBFactory, name: string): Promise<OpenFailure> {
	const names = namesOf(error);
	const reason = reasonOf(error);
	if (names.has('VersionError')) {
		return {
			code: 'database-newer',
			expected: SCHEMA_VERSION,
			actual: await installedVersion(factory, name),
		};
	}
	const blocked = BLOCKED.some((name) => names.has(name)) || /denied permission/i.test(reason);
	if (blocked) return { code: 'storage-blocked', reason };
	if (names.has('QuotaExceededError')) return { code: 'storage-full', retryable: true, reason };
	return { code: 'open-failed', retryable: names.has('UnknownError') || names.has('AbortError'), reason };
}

/** The layout version of a database that exists. Dexie stores ten times its number. */
function installedVersion(factory: IDBFactory, name: string): Promise<number> {
	return new Promise((resolve) => {
		const request = factory.open(name);
		request.onsuccess = () => {
			const { version } = request.result;
			request.result.close();
			resolve(Math.ceil(version / 10));
		};
		request.onerror = () => resolve(SCHEMA_VERSION + 1);
		// Deleted a moment ago: leave nothing behind.
		request.onupgradeneeded = () => request.transaction?.abort();
	});
}
