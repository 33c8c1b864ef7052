import type { Hash } from '../primitives/bytes.ts';
import { err, type Result } from '../primitives/result.ts';
import type { CommitFailure, KeyRecord } from '../runtime/ports.ts';
import { attemptWrite, ScopeFailure } from './commit-failure.ts';
import type { KeyWrapping, WrappingKeyRow } from './key-wrapping.ts';
import type { ArchiveDatabase } from './schema.ts';

/** Keeps and finds the secret keys of chains, sealed. */
export type KeyStore = {
	read(chainId: Hash): Promise<KeyRecord | undefined>;
	write(record: KeyRecord): Promise<Result<void, CommitFailure>>;
};

/** The keys of a database. Without a wrapping nothing is kept: plain keys never reach a table. */
export function createKeyStore(db: ArchiveDatabase, wrapping: KeyWrapping | undefined): KeyStore {
	return {
		read: async (chainId) => {
			const [sealed, row] = await db.transaction('r', db.keys, db.meta, () =>
				Promise.all([db.keys.get(chainId), readWrappingKey(db)]),
			);
			if (!sealed || !row || !wrapping) return undefined;
			return wrapping.open(row, sealed);
		},
		write: async (record) => {
			if (!wrapping) return err({ code: 'storage-failed', retryable: false, reason: 'no-web-crypto' });
			return attemptWrite(() => writeSealed(db, wrapping, record));
		},
	};
}

/** Sealing happens between two scopes, because a scope ends by itself while WebCrypto works. */
async function writeSealed(db: ArchiveDatabase, wrapping: KeyWrapping, record: KeyRecord): Promise<void> {
	const row = (await readWrappingKey(db)) ?? (await addWrappingKey(db, await wrapping.createKey()));
	const sealed = await wrapping.seal(row, record);
	await db.transaction('rw', db.keys, db.meta, async () => {
		// Everything may have been deleted meanwhile, in another tab: then nothing could open these bytes again.
		if ((await readWrappingKey(db))?.id !== row.id) throw new ScopeFailure(WRAPPING_KEY_GONE);
		await db.keys.put(sealed);
	});
}

const WRAPPING_KEY_GONE: CommitFailure = {
	code: 'storage-failed',
	retryable: true,
	reason: 'wrapping-key-replaced',
};

async function readWrappingKey(db: ArchiveDatabase): Promise<WrappingKeyRow | undefined> {
	const row = await db.meta.get('wrapping-key');
	return row?.name === 'wrapping-key' ? row : undefined;
}

/** The wrapping key of this database: `key`, unless another tab brought its own first. */
function addWrappingKey(db: ArchiveDatabase, key: CryptoKey): Promise<WrappingKeyRow> {
	return db.transaction('rw', db.meta, async () => {
		const present = await readWrappingKey(db);
		if (present) return present;
		const row: WrappingKeyRow = { name: 'wrapping-key', id: globalThis.crypto.randomUUID(), key };
		await db.meta.add(row);
		return row;
	});
}
