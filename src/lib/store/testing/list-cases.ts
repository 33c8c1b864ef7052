import { expect, it } from 'vitest';
import { hashJson } from '../../crypto/hash.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { unwrap } from '../../primitives/result.ts';
import type { Archive, TransactionQuery } from '../../runtime/ports.ts';
import { append } from './append.ts';
import { createSampleChain, sampleAddress, type SampleChain } from './sample-chain.ts';

/** Pages of blocks and transactions. */
export function describeLists(open: () => Promise<Archive>): void {
	it('pages blocks newest first', async () => {
		const archive = await open();
		const chain = createSampleChain('pages');
		for (let i = 0; i < 7; i++) await append(archive, chain, [{}]);
		const store = archive.chain(chain.chainId);
		const heights = async (query: { before?: number; limit: number }) =>
			(await store.blocks(query)).map((block) => block.header.height);
		expect(await heights({ limit: 3 })).toEqual([6, 5, 4]);
		expect(await heights({ before: 4, limit: 3 })).toEqual([3, 2, 1]);
		expect(await heights({ before: 1, limit: 3 })).toEqual([0]);
		expect(await heights({ before: 0, limit: 3 })).toEqual([]);
		expect(await heights({ before: 100, limit: 100 })).toEqual([6, 5, 4, 3, 2, 1, 0]);
	});

	it('pages transactions newest first by every filter', async () => {
		const archive = await open();
		const chain = createSampleChain('filters');
		await append(archive, chain);
		for (let i = 1; i <= 6; i++) {
			await append(archive, chain, [
				{ sender: 1, type: 'openIncident', incident: `i-${i % 2}` },
				{ sender: 2, refused: i % 3 === 0, incident: 'i-0' },
				{ sender: 1, type: 'transfer', refused: i === 5 },
			]);
			if (i === 3) await append(archive, chain);
		}
		await append(archive, createSampleChain('noise'), []);
		const walk = (query: Omit<TransactionQuery, 'limit'>) => walkTransactions(archive, chain, query);
		expect((await walk({})).length).toBe(18);
		expect((await walk({})).slice(0, 4)).toEqual(['7/2', '7/1', '7/0', '6/2']);
		expect(await walk({ sender: sampleAddress(2) })).toEqual(['7/1', '6/1', '5/1', '3/1', '2/1', '1/1']);
		expect(await walk({ type: 'transfer' })).toEqual(['7/2', '6/2', '5/2', '3/2', '2/2', '1/2']);
		expect(await walk({ refusedOnly: true })).toEqual(['7/1', '6/2', '3/1']);
		expect(await walk({ incident: 'i-1' })).toEqual(['6/0', '3/0', '1/0']);
		expect((await walk({ incident: 'i-0' })).slice(0, 3)).toEqual(['7/1', '7/0', '6/1']);
		expect((await walk({ refusedOnly: false })).length).toBe(18);
		expect(await walk({ sender: sampleAddress(9) })).toEqual([]);
		expect(await walk({ type: 'nothing' })).toEqual([]);
	});

	it('keeps chains apart', async () => {
		const archive = await open();
		const [a, b] = [createSampleChain('a'), createSampleChain('b')];
		for (const chain of [a, b]) await append(archive, chain, [], [{ key: 'only', value: chain.chainId }]);
		const commit = await append(archive, a, [{ sender: 3 }]);
		const store = archive.chain(b.chainId);
		const edited = { ...b.next(), blockHash: commit.blockHash };
		expect(await store.transaction(commit.txHashes[0] as Hash)).toBeUndefined();
		expect(await store.heightOfBlock(commit.blockHash)).toBeUndefined();
		expect(await store.transactions({ sender: sampleAddress(3), limit: 5 })).toEqual([]);
		expect(await store.loadState()).toEqual([{ key: 'only', value: b.chainId }]);
		unwrap(await store.commit((await store.summary())?.head.hash ?? null, edited));
		expect(await archive.chain(a.chainId).heightOfBlock(commit.blockHash)).toBe(1);
		expect(await store.heightOfBlock(commit.blockHash)).toBe(1);
	});

	it('refuses a page size out of bounds and two filters at once', async () => {
		const store = (await open()).chain(createSampleChain('limits').chainId);
		const ask = async (query: TransactionQuery) => store.transactions(query);
		for (const limit of [0, -1, 1.5, 201, NaN]) await expect(ask({ limit })).rejects.toThrow(RangeError);
		await expect(ask({ limit: 1, type: 'a', incident: 'b' })).rejects.toThrow(RangeError);
		await expect((async () => store.blocks({ limit: 0 }))()).rejects.toThrow(RangeError);
		await expect((async () => store.stateRange({ prefix: '', limit: 0 }))()).rejects.toThrow(RangeError);
		await expect((async () => store.evidenceRange({ limit: 0 }))()).rejects.toThrow(RangeError);
	});
}

/** Every transaction of a query as `height/index`, read in pages of different sizes that must agree. */
async function walkTransactions(
	archive: Archive,
	chain: SampleChain,
	query: Omit<TransactionQuery, 'limit'>,
) {
	const store = archive.chain(chain.chainId);
	const whole = (await store.transactions({ ...query, limit: 200 })).map(
		(entry) => `${entry.height}/${entry.index}`,
	);
	for (const limit of [1, 2, 5]) {
		const places: string[] = [];
		let before: TransactionQuery['before'];
		for (;;) {
			const page = await store.transactions({ ...query, limit, before });
			places.push(...page.map((entry) => `${entry.height}/${entry.index}`));
			if (page.length < limit) break;
			before = page.at(-1);
		}
		expect(places).toEqual(whole);
	}
	return whole;
}

/** The head state and the content kept beside the chain. */
export function describeState(open: () => Promise<Archive>): void {
	const changes = (...pairs: [string, number | undefined][]) => pairs.map(([key, value]) => ({ key, value }));

	it('holds the state of the head: puts, overwrites, deletes', async () => {
		const archive = await open();
		const chain = createSampleChain('state');
		await append(archive, chain, [], changes(['b', 1], ['a', 1], ['c', 1]));
		await append(archive, chain, [], changes(['a', 2], ['b', undefined], ['absent', undefined]));
		const store = archive.chain(chain.chainId);
		expect(await store.loadState()).toEqual(changes(['a', 2], ['c', 1]));
		expect(await store.stateValue('a')).toBe(2);
		expect(await store.stateValue('b')).toBeUndefined();
		await append(
			archive,
			chain,
			[],
			changes(['b', 3], ['c', undefined], ['c', 4], ['a', 5], ['a', undefined]),
		);
		expect(await store.loadState()).toEqual(changes(['b', 3], ['c', 4]));
	});

	it('reads state by prefix, in key order, page by page', async () => {
		const archive = await open();
		const chain = createSampleChain('prefix');
		const keys = [
			'vote/1/b',
			'vote/1/a',
			'vote/10',
			'vote',
			'vote/',
			'vote0',
			'account/Z',
			'account/a',
			'votes',
		];
		await append(archive, chain, [], changes(...keys.map((key, i): [string, number] => [key, i])));
		const store = archive.chain(chain.chainId);
		const range = async (prefix: string, limit: number, after?: string) =>
			(await store.stateRange({ prefix, limit, after })).map((row) => row.key);
		expect(await range('vote/1/', 9)).toEqual(['vote/1/a', 'vote/1/b']);
		expect(await range('vote/', 2)).toEqual(['vote/', 'vote/1/a']);
		expect(await range('vote/', 9, 'vote/1/a')).toEqual(['vote/1/b', 'vote/10']);
		expect(await range('account/', 9)).toEqual(['account/Z', 'account/a']);
		expect(await range('account/', 9, 'aaa')).toEqual(['account/Z', 'account/a']);
		expect(await range('account/', 9, 'vote')).toEqual([]);
		expect(await range('account/', 9, 'account0')).toEqual([]);
		expect(await range('', 99)).toEqual([...keys].sort());
		expect(await range('', 99, 'vote/10')).toEqual(['vote0', 'votes']);
		expect(await range('nothing', 9)).toEqual([]);
	});

	it('counts incidents as their entries come and go, refused ones not', async () => {
		const archive = await open();
		const chain = createSampleChain('incidents');
		const incidents = async () => (await archive.chain(chain.chainId).summary())?.totals.incidents;
		await append(archive, chain);
		await append(archive, chain, [{ incident: 'i-1' }], changes(['incident/i-1', 1], ['incident/i-2', 1]));
		await append(archive, chain, [{ incident: 'i-3', refused: true }], changes(['incident/i-1', 2]));
		expect(await incidents()).toBe(2);
		await append(archive, chain, [], changes(['incident/i-1', undefined], ['incident/i-9', undefined]));
		expect(await incidents()).toBe(1);
	});

	it('keeps the documents of a block with it, each once', async () => {
		const archive = await open();
		const chain = createSampleChain('evidence');
		const store = archive.chain(chain.chainId);
		const [a, b, c] = ['a', 'b', 'c'].map((text) => hashJson('evidence', text)) as [Hash, Hash, Hash];
		const document = { hash: a, value: { rows: [1.5, 'x'] } };
		await append(archive, chain, [], [], { evidence: [document] });
		await append(archive, chain, [], [], { evidence: [document, { hash: b, value: ['b'] }] });
		await append(archive, chain, [], [], { evidence: [{ hash: c, value: 'c' }] });
		expect(await store.evidence(a)).toEqual({ rows: [1.5, 'x'] });
		expect(await store.evidence(chain.chainId)).toBeUndefined();
		const all = [a, b, c].sort();
		const page = await store.evidenceRange({ limit: 2 });
		expect(page.map((row) => row.hash)).toEqual(all.slice(0, 2));
		const rest = await store.evidenceRange({ limit: 2, after: page[1]?.hash });
		expect(rest.map((row) => row.hash)).toEqual(all.slice(2));
		expect([...page, ...rest].find((row) => row.hash === c)).toEqual({ hash: c, value: 'c' });
	});
}
