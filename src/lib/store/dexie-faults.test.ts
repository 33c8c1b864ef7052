import { freshName, openDatabase } from './testing/fresh-database.ts'; // first: Dexie looks for IndexedDB as it loads
import type { DBCore, DBCoreMutateRequest } from 'dexie';
import { describe, expect, it } from 'vitest';
import { hashJson } from '../crypto/hash.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { Archive, Commit } from '../runtime/ports.ts';
import { createDexieArchive } from './dexie-archive.ts';
import { createKeyWrapping, type KeyWrapping } from './key-wrapping.ts';
import { createDatabase, type ArchiveDatabase } from './schema.ts';
import { append } from './testing/append.ts';
import { createSampleChain, type SampleChain } from './testing/sample-chain.ts';

/** What a fault does in place of a write, or after it. */
type Fault = { readonly at: number; readonly when: 'before' | 'after'; readonly strike: () => unknown };

/** A database whose `at`-th write from `arm` on goes wrong. `writes` lists the tables written to since. */
async function faultyDatabase(name: string) {
	const db = createDatabase(name);
	let fault: Fault | undefined;
	let writes: string[] = [];
	db.use({
		stack: 'dbcore',
		name: 'faults',
		create: (core: DBCore): Partial<DBCore> => ({
			...core,
			table: (table) => {
				const inner = core.table(table);
				const mutate = async (request: DBCoreMutateRequest) => {
					writes.push(table);
					const struck = fault?.at === writes.length ? fault : undefined;
					if (struck?.when === 'before') await struck.strike();
					const response = await inner.mutate(request);
					if (struck?.when === 'after') await struck.strike();
					return response;
				};
				return { ...inner, mutate };
			},
		}),
	});
	await db.open();
	const arm = (next: Fault | undefined) => {
		fault = next;
		writes = [];
	};
	return { db, archive: createDexieArchive(db, createKeyWrapping()), arm, writes: () => writes };
}

/** Everything a reader can see of a chain. */
async function contentOf(archive: Archive, chainId: Hash, suspects: readonly Commit[]) {
	const store = archive.chain(chainId);
	const lookups = suspects.flatMap((commit) => [
		store.heightOfBlock(commit.blockHash),
		...commit.txHashes.map((hash) => store.transaction(hash)),
	]);
	return {
		summary: await store.summary(),
		blocks: await store.blocks({ limit: 50 }),
		state: await store.loadState(),
		evidence: await store.evidenceRange({ limit: 50 }),
		transactions: await store.transactions({ limit: 50 }),
		lookups: await Promise.all(lookups),
	};
}

const CHANGES: Commit['changes'] = [
	{ key: 'incident/i-1', value: 2 },
	{ key: 'a', value: undefined },
	{ key: 'b', value: 2 },
];

const DOCUMENTS = [{ hash: hashJson('evidence', 'document'), value: 'document' }];

async function prepared(): Promise<{
	name: string;
	chain: SampleChain;
	faulty: Awaited<ReturnType<typeof faultyDatabase>>;
}> {
	const name = freshName();
	const faulty = await faultyDatabase(name);
	const chain = createSampleChain('faults');
	await append(faulty.archive, chain, [], [{ key: 'a', value: 1 }]);
	await append(faulty.archive, chain, [{}, { refused: true }]);
	return { name, chain, faulty };
}

const boom = () => {
	throw new Error('boom');
};
const STRIKES: { readonly [name: string]: (db: ArchiveDatabase) => () => unknown } = {
	'an error thrown': () => boom,
	'the scope aborted': () => () => {
		throw new DOMException('aborted', 'AbortError');
	},
	'the database closed': (db) => () => {
		db.close();
		boom();
	},
};

describe('a fault inside a commit', () => {
	it('finds six writes to strike at, the head last', async () => {
		const { chain, faulty } = await prepared();
		faulty.arm(undefined);
		await append(faulty.archive, chain, [{}], CHANGES, { evidence: DOCUMENTS });
		expect(faulty.writes()).toHaveLength(6);
		expect(faulty.writes().at(-1)).toBe('heads');
		faulty.db.close();
	});

	for (const [what, strikeOn] of Object.entries(STRIKES)) {
		for (const when of ['before', 'after'] as const) {
			it(`leaves the last whole block: ${what} ${when} each write`, async () => {
				for (let at = 1; at <= 6; at++) await survive({ at, when }, strikeOn);
			});
		}
	}

	it('founding a chain leaves no chain', async () => {
		for (let at = 1; at <= 4; at++) {
			const name = freshName();
			const faulty = await faultyDatabase(name);
			const chain = createSampleChain('unfounded');
			faulty.arm({ at, when: 'after', strike: boom });
			const commit = chain.next([], [{ key: 'a', value: 1 }]);
			expect(await faulty.archive.chain(chain.chainId).commit(null, commit)).toMatchObject({ ok: false });
			faulty.db.close();
			const { archive, close } = await openDatabase(name);
			expect(await archive.chains()).toEqual([]);
			expect(await archive.chain(chain.chainId).loadState()).toEqual([]);
			expect(await archive.chain(chain.chainId).commit(null, commit)).toMatchObject({ ok: true });
			close();
		}
	});
});

async function survive(
	{ at, when }: Pick<Fault, 'at' | 'when'>,
	strikeOn: (db: ArchiveDatabase) => () => unknown,
): Promise<void> {
	const { name, chain, faulty } = await prepared();
	const expected = chain.head();
	const next = chain.next([{ incident: 'i-1' }], CHANGES, { evidence: DOCUMENTS });
	const before = await contentOf(faulty.archive, chain.chainId, [next]);
	faulty.arm({ at, when, strike: strikeOn(faulty.db) });
	const result = await faulty.archive.chain(chain.chainId).commit(expected, next);
	expect(result).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
	faulty.arm(undefined);
	faulty.db.close();
	const { archive, close } = await openDatabase(name);
	expect(await contentOf(archive, chain.chainId, [next])).toEqual(before);
	expect(await archive.chain(chain.chainId).commit(expected, next)).toMatchObject({ ok: true });
	expect(await archive.chain(chain.chainId).block(2)).toEqual(next.block);
	close();
}

describe('a full disk', () => {
	const full = () => {
		throw new DOMException('no room', 'QuotaExceededError');
	};

	it('is told from other failures, and the same commit succeeds once there is room', async () => {
		for (let at = 1; at <= 6; at++) {
			const { chain, faulty } = await prepared();
			const store = faulty.archive.chain(chain.chainId);
			const expected = chain.head();
			const next = chain.next([{}], CHANGES, { evidence: DOCUMENTS });
			faulty.arm({ at, when: 'before', strike: full });
			expect(await store.commit(expected, next)).toEqual({
				ok: false,
				error: { code: 'storage-full', retryable: true },
			});
			faulty.arm(undefined);
			expect(await store.commit(expected, next)).toEqual({ ok: true, value: undefined });
			faulty.db.close();
		}
	});

	it('is told by every other write', async () => {
		const { chain, faulty } = await prepared();
		const { chainId } = chain;
		const run = {
			incidentId: 'i',
			document: 1,
			label: '',
			status: 'running',
			drill: false,
			startedAt: 0,
		} as const;
		const writes = [
			() => faulty.archive.setActiveChain(chainId),
			() => faulty.archive.putRun({ ...run, chainId }),
			() => faulty.archive.putKeys({ chainId, keys: {} }),
			() => faulty.archive.deleteEverything(),
		];
		for (const write of writes) {
			faulty.arm({ at: 1, when: 'before', strike: full });
			expect(await write()).toMatchObject({ error: { code: 'storage-full' } });
		}
		faulty.arm(undefined);
		expect((await faulty.archive.chains()).map((summary) => summary.head.height)).toEqual([1]);
		faulty.db.close();
	});
});

describe('secret keys', () => {
	const record = (chain: SampleChain) => ({ chainId: chain.chainId, keys: { a: '0x01' } });

	it('are not kept at all where the page has no WebCrypto', async () => {
		const db = createDatabase(freshName());
		const archive = createDexieArchive(db, createKeyWrapping({ subtle: undefined } as never));
		const result = await archive.putKeys(record(createSampleChain('plain')));
		expect(result).toMatchObject({ error: { code: 'storage-failed', reason: 'no-web-crypto' } });
		expect(await archive.keys(createSampleChain('plain').chainId)).toBeUndefined();
		expect(await db.keys.toArray()).toEqual([]);
		db.close();
	});

	it('do not open when changed, or under the name of another chain', async () => {
		const db = createDatabase(freshName());
		const archive = createDexieArchive(db, createKeyWrapping());
		const [a, b] = [createSampleChain('a'), createSampleChain('b')];
		await archive.putKeys(record(a));
		const sealed = await db.keys.get(a.chainId);
		if (!sealed) throw new Error('nothing sealed');
		await db.keys.put({ ...sealed, chainId: b.chainId });
		await expect(archive.keys(b.chainId)).rejects.toThrow();
		new Uint8Array(sealed.bytes)[0]! ^= 1;
		await db.keys.put(sealed);
		await expect(archive.keys(a.chainId)).rejects.toThrow();
		db.close();
	});

	it('are not kept under a wrapping key that was deleted while they were sealed', async () => {
		const wrapping = createKeyWrapping() as KeyWrapping;
		const db = createDatabase(freshName());
		const interrupted: KeyWrapping = {
			...wrapping,
			seal: async (row, keys) => {
				await createDexieArchive(db, wrapping).deleteEverything();
				return wrapping.seal(row, keys);
			},
		};
		const result = await createDexieArchive(db, interrupted).putKeys(record(createSampleChain('race')));
		expect(result).toMatchObject({ error: { code: 'storage-failed', retryable: true } });
		expect(await db.keys.toArray()).toEqual([]);
		db.close();
	});
});
