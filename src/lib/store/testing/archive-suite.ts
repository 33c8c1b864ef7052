import { afterEach, describe, expect, it } from 'vitest';
import { hashJson } from '../../crypto/hash.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { unwrap } from '../../primitives/result.ts';
import type { Archive, Commit, RunRecord } from '../../runtime/ports.ts';
import { append } from './append.ts';
import { describeLists, describeState } from './list-cases.ts';
import { createSampleChain, sampleAddress } from './sample-chain.ts';

/** One archive under test, empty, and the way to be rid of it. */
export type ArchiveUnderTest = { readonly archive: Archive; readonly close: () => void };

const NOWHERE = hashJson('header', 'nowhere');

/** What every `Archive` promises, whatever it keeps its chains in. */
export function describeArchive(name: string, open: () => Promise<ArchiveUnderTest>): void {
	const opened: ArchiveUnderTest[] = [];
	const openOne = async () => {
		const one = await open();
		opened.push(one);
		return one.archive;
	};
	afterEach(() => {
		for (const one of opened.splice(0)) one.close();
	});
	describe(name, () => {
		describe('commit', () => describeCommit(openOne));
		describe('lists', () => describeLists(openOne));
		describe('state and evidence', () => describeState(openOne));
		describe('archive', () => describeChains(openOne));
	});
}

function describeCommit(open: () => Promise<Archive>): void {
	it('answers nothing for a chain that is not there', async () => {
		const store = (await open()).chain(createSampleChain('none').chainId);
		expect(await store.summary()).toBeUndefined();
		expect(await store.block(0)).toBeUndefined();
		expect(await store.heightOfBlock(NOWHERE)).toBeUndefined();
		expect(await store.blocks({ limit: 5 })).toEqual([]);
		expect(await store.transaction(NOWHERE)).toBeUndefined();
		expect(await store.transactions({ limit: 5 })).toEqual([]);
		expect(await store.stateValue('supply')).toBeUndefined();
		expect(await store.stateRange({ prefix: '', limit: 5 })).toEqual([]);
		expect(await store.loadState()).toEqual([]);
		expect(await store.evidence(NOWHERE)).toBeUndefined();
		expect(await store.evidenceRange({ limit: 5 })).toEqual([]);
	});

	it('keeps a block with its hash, transactions, receipts, head, log and totals', async () => {
		const archive = await open();
		const chain = createSampleChain('one');
		await append(archive, chain);
		const commit = await append(archive, chain, [{ incident: 'i-1' }, { refused: true, sender: 1 }]);
		const store = archive.chain(chain.chainId);
		expect(await store.block(1)).toEqual(commit.block);
		expect(await store.heightOfBlock(commit.blockHash)).toBe(1);
		expect(await store.heightOfBlock(commit.txHashes[0] as Hash)).toBeUndefined();
		expect(await store.transaction(commit.blockHash)).toBeUndefined();
		const { header, transactions, receipts } = commit.block;
		expect(await store.transaction(commit.txHashes[1] as Hash)).toEqual({
			hash: commit.txHashes[1],
			height: 1,
			index: 1,
			timestamp: header.timestamp,
			transaction: transactions[1],
			receipt: receipts[1],
		});
		expect(await store.summary()).toEqual({
			genesis: chain.genesis,
			head: { chainId: chain.chainId, height: 1, hash: commit.blockHash, timestamp: header.timestamp },
			totals: { blocks: 2, transactions: 2, refused: 1, incidents: 0 },
			log: commit.log,
		});
	});

	it('refuses a commit on another head and keeps nothing of it', async () => {
		const archive = await open();
		const chain = createSampleChain('stale');
		const founded = await append(archive, chain);
		const store = archive.chain(chain.chainId);
		const stale = chain.next([{}], [{ key: 'k', value: 1 }], { fork: 'x' });
		const moved = (expected: Hash | null) => ({
			ok: false,
			error: { code: 'head-moved', expected, actual: founded.blockHash },
		});
		expect(await store.commit(NOWHERE, stale)).toEqual(moved(NOWHERE));
		expect(await store.commit(null, founded)).toEqual(moved(null));
		expect(await store.block(1)).toBeUndefined();
		expect(await store.stateValue('k')).toBeUndefined();
		const other = archive.chain(createSampleChain('other').chainId);
		expect(await other.commit(NOWHERE, stale)).toMatchObject({ error: { code: 'head-moved', actual: null } });
	});

	it('lets exactly one of several concurrent commits win', async () => {
		const archive = await open();
		const chain = createSampleChain('race');
		const { blockHash } = await append(archive, chain);
		const store = archive.chain(chain.chainId);
		const rivals = ['a', 'b', 'c', 'd'].map((fork) =>
			chain.next([{}], [{ key: 'winner', value: fork }], { fork }),
		);
		const results = await Promise.all(rivals.map((rival) => store.commit(blockHash, rival)));
		const winners = rivals.filter((_, i) => results[i]?.ok);
		expect(winners).toHaveLength(1);
		expect(await store.block(1)).toEqual(winners[0]?.block);
		expect(await store.stateValue('winner')).toBe(winners[0]?.changes[0]?.value);
		expect((await store.summary())?.totals.transactions).toBe(1);
		for (const result of results) {
			if (!result.ok)
				expect(result.error).toMatchObject({ code: 'head-moved', actual: winners[0]?.blockHash });
		}
	});

	it('throws on a commit that contradicts itself, and keeps nothing of it', async () => {
		const archive = await open();
		const chain = createSampleChain('broken');
		const store = archive.chain(chain.chainId);
		const { genesis: _, ...founding } = chain.next([], [], { fork: '' });
		await expect(store.commit(null, founding)).rejects.toThrow('genesis');
		const { blockHash } = await append(archive, chain);
		const good = chain.next([{}], [{ key: 'k', value: 1 }], { fork: '' });
		const skipped = { ...good, block: { ...good.block, header: { ...good.block.header, height: 2 } } };
		const broken: Commit[] = [
			skipped,
			{ ...good, genesis: chain.genesis },
			{ ...good, txHashes: [] },
			{ ...good, incidents: [] },
			{ ...good, block: { ...good.block, receipts: [] } },
		];
		for (const commit of broken) await expect(store.commit(blockHash, commit)).rejects.toThrow();
		expect(await store.summary()).toMatchObject({ head: { height: 0 } });
		expect(await store.stateValue('k')).toBeUndefined();
		expect(await store.commit(blockHash, good)).toEqual({ ok: true, value: undefined });
	});
}

function describeChains(open: () => Promise<Archive>): void {
	it('lists chains newest first, one of them active, the others readable', async () => {
		const archive = await open();
		const [old, fresh] = [createSampleChain('old', 1000), createSampleChain('fresh', 2000)];
		await append(archive, old, [{}]);
		expect(await archive.activeChain()).toBeUndefined();
		unwrap(await archive.setActiveChain(old.chainId));
		await append(archive, fresh);
		unwrap(await archive.setActiveChain(fresh.chainId));
		archive.chain(createSampleChain('never founded').chainId);
		const list = await archive.chains();
		expect(list.map((chain) => chain.head.chainId)).toEqual([fresh.chainId, old.chainId]);
		expect(await archive.activeChain()).toBe(fresh.chainId);
		expect(await archive.chain(old.chainId).transactions({ limit: 5 })).toHaveLength(1);
		unwrap(await archive.setActiveChain(undefined));
		expect(await archive.activeChain()).toBeUndefined();
	});

	it('keeps runs by incident, the last word counting', async () => {
		const archive = await open();
		const [a, b] = [createSampleChain('a').chainId, createSampleChain('b').chainId];
		const run = (chainId: Hash, incidentId: string, startedAt: number): RunRecord => {
			const document = { alert: incidentId };
			return { chainId, incidentId, document, label: 'x', status: 'running', drill: false, startedAt };
		};
		for (const one of [run(a, 'i-1', 1), run(a, 'i-2', 2), run(b, 'i-1', 3)])
			unwrap(await archive.putRun(one));
		unwrap(await archive.putRun({ ...run(a, 'i-1', 1), status: 'finished' }));
		expect(await archive.runs(a)).toEqual([run(a, 'i-2', 2), { ...run(a, 'i-1', 1), status: 'finished' }]);
		expect(await archive.runs(b)).toEqual([run(b, 'i-1', 3)]);
	});

	it('gives keys back as they were put', async () => {
		const archive = await open();
		const [a, b] = [createSampleChain('a').chainId, createSampleChain('b').chainId];
		expect(await archive.keys(a)).toBeUndefined();
		const first = { chainId: a, keys: { [sampleAddress(1)]: '0x01', [sampleAddress(2)]: '0x02' } };
		const second = { chainId: b, keys: { [sampleAddress(3)]: '0x03' } };
		for (const record of [first, second]) unwrap(await archive.putKeys(record));
		expect(await archive.keys(a)).toEqual(first);
		expect(await archive.keys(b)).toEqual(second);
		unwrap(await archive.putKeys({ chainId: a, keys: {} }));
		expect(await archive.keys(a)).toEqual({ chainId: a, keys: {} });
	});

	it('deletes everything, also for those who hold a chain of it, and begins again', async () => {
		const archive = await open();
		const chain = createSampleChain('gone');
		const store = archive.chain(chain.chainId);
		const evidence = [{ hash: NOWHERE, value: 1 }];
		const { blockHash, txHashes } = await append(archive, chain, [{}], [{ key: 'k', value: 1 }], {
			evidence,
		});
		unwrap(await archive.setActiveChain(chain.chainId));
		unwrap(await archive.putKeys({ chainId: chain.chainId, keys: { a: '0x01' } }));
		unwrap(await archive.deleteEverything());
		expect(await archive.chains()).toEqual([]);
		expect(await archive.activeChain()).toBeUndefined();
		expect(await archive.keys(chain.chainId)).toBeUndefined();
		expect(await store.block(0)).toBeUndefined();
		expect(await store.transaction(txHashes[0] as Hash)).toBeUndefined();
		expect(await store.loadState()).toEqual([]);
		expect(await store.evidence(NOWHERE)).toBeUndefined();
		const late = await store.commit(blockHash, chain.next());
		expect(late).toMatchObject({ error: { code: 'head-moved', actual: null } });
		await append(archive, createSampleChain('gone'));
		unwrap(await archive.putKeys({ chainId: chain.chainId, keys: { a: '0x02' } }));
		expect(await archive.keys(chain.chainId)).toEqual({ chainId: chain.chainId, keys: { a: '0x02' } });
	});
}
