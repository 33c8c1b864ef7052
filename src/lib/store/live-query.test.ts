import { openDatabase } from './testing/fresh-database.ts'; // first: Dexie looks for IndexedDB as it loads
import { describe, expect, it, vi } from 'vitest';
import { createLiveQuery } from './live-query.ts';
import { createMemoryArchive } from './memory-archive.ts';
import { append } from './testing/append.ts';
import { createSampleChain } from './testing/sample-chain.ts';

const unexpected = (error: unknown) => {
	throw error;
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('a live query on a database', () => {
	it('answers now and after each commit, and stops when asked', async () => {
		const { archive, close } = await openDatabase();
		const chain = createSampleChain('live');
		await append(archive, chain);
		const heights: (number | undefined)[] = [];
		const head = async () => (await archive.chain(chain.chainId).summary())?.head.height;
		const stop = createLiveQuery(head, (height) => heights.push(height), unexpected);
		await vi.waitFor(() => expect(heights).toEqual([0]));
		await append(archive, chain);
		await vi.waitFor(() => expect(heights).toEqual([0, 1]));
		stop();
		await append(archive, chain);
		await settled();
		expect(heights).toEqual([0, 1]);
		close();
	});

	it('is still while only what it did not read changes', async () => {
		const { archive, close } = await openDatabase();
		const chain = createSampleChain('still');
		await append(archive, chain, [{ sender: 1 }], [{ key: 'a', value: 1 }]);
		const store = archive.chain(chain.chainId);
		let runs = 0;
		let latest = 0;
		const stops = [
			createLiveQuery(
				() => store.block(0),
				() => runs++,
				unexpected,
			),
			createLiveQuery(
				() => store.stateValue('a'),
				() => runs++,
				unexpected,
			),
			createLiveQuery(
				() => store.transactions({ type: 'castVote', limit: 50 }),
				(entries) => (latest = entries.length),
				unexpected,
			),
		];
		await vi.waitFor(() => expect([runs, latest]).toEqual([2, 1]));
		await append(archive, chain, [{ sender: 2 }], [{ key: 'b', value: 1 }]);
		await vi.waitFor(() => expect(latest).toBe(2));
		expect(runs).toBe(2);
		for (const stop of stops) stop();
		close();
	});

	it('reports a failed query, a closed database too', async () => {
		const { archive, close } = await openDatabase();
		const errors: unknown[] = [];
		const fail = () => Promise.reject(new Error('damaged'));
		const stops = [createLiveQuery(fail, unexpected, (error) => errors.push(error))];
		close();
		stops.push(
			createLiveQuery(
				() => archive.chains(),
				unexpected,
				(error) => errors.push(error),
			),
		);
		await vi.waitFor(() =>
			expect(errors.map(String).sort()).toEqual([expect.stringMatching(/Closed/), 'Error: damaged']),
		);
		for (const stop of stops) stop();
	});
});

describe('a live query on a source of changes', () => {
	it('answers now and after each burst of changes, and stops when asked', async () => {
		const archive = createMemoryArchive();
		const chain = createSampleChain('memory');
		const counts: number[] = [];
		const query = async () => (await archive.chains()).length;
		const stop = createLiveQuery(query, (count) => counts.push(count), unexpected, archive);
		await vi.waitFor(() => expect(counts).toEqual([0]));
		await append(archive, chain);
		await vi.waitFor(() => expect(counts.at(-1)).toBe(1));
		stop();
		const delivered = counts.length;
		await append(archive, createSampleChain('another'));
		await settled();
		expect(counts).toHaveLength(delivered);
	});

	it('does not deliver an answer that a change overtook', async () => {
		const archive = createMemoryArchive();
		const gates: (() => void)[] = [];
		const values: number[] = [];
		let runs = 0;
		const query = async () => {
			const run = ++runs;
			await new Promise<void>((resolve) => gates.push(resolve));
			return run;
		};
		const stop = createLiveQuery(query, (value) => values.push(value), unexpected, archive);
		await archive.setActiveChain(undefined);
		gates[0]?.();
		await vi.waitFor(() => expect(gates).toHaveLength(2));
		gates[1]?.();
		await vi.waitFor(() => expect(values).toEqual([2]));
		stop();
	});

	it('goes on after a failed run', async () => {
		const archive = createMemoryArchive();
		const errors: unknown[] = [];
		const values: number[] = [];
		let broken = true;
		const query = async () => {
			if (broken) throw new Error('damaged');
			return 1;
		};
		const stop = createLiveQuery(
			query,
			(value) => values.push(value),
			(error) => errors.push(error),
			archive,
		);
		await vi.waitFor(() => expect(errors).toHaveLength(1));
		broken = false;
		await archive.setActiveChain(undefined);
		await vi.waitFor(() => expect(values).toEqual([1]));
		stop();
	});
});
