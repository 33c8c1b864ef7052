import { describe, expect, it, vi } from 'vitest';
import type { Address } from '../crypto/address.ts';
import type { Signature } from '../crypto/keys.ts';
import { SIGNATURE_BATCH, type SignatureItem, type SignatureProblem } from '../ledger/check-signatures.ts';
import { VerificationCancelled } from '../ledger/verify-ledger.ts';
import type { Hash } from '../primitives/bytes.ts';
import {
	createVerifyPool,
	POOL_MAXIMUM,
	POOL_MINIMUM,
	type Chunk,
	type ChunkChecker,
} from './verify-pool.ts';

/** Nothing here is a signature: every item has a problem, so what was answered can be counted. */
function badItems(count: number): SignatureItem[] {
	return Array.from({ length: count }, () => ({
		hash: `0x${'00'.repeat(32)}` as Hash,
		signature: '0x' as Signature,
		address: '0x' as Address,
	}));
}

const problemsOf = (chunk: Chunk): SignatureProblem[] =>
	chunk.items.map((_, i) => ({ index: chunk.start + i, expected: 'a signature', actual: 'encoding' }));

type Fake = ChunkChecker & { readonly chunks: Chunk[]; terminated: boolean };

/** Workers that answer as `check` says. */
function fakeWorkers(check: (chunk: Chunk, worker: number) => Promise<readonly SignatureProblem[]>) {
	const workers: Fake[] = [];
	const createChecker = (): ChunkChecker => {
		const number = workers.length;
		const fake: Fake = {
			chunks: [],
			terminated: false,
			check(chunk) {
				fake.chunks.push(chunk);
				return check(chunk, number);
			},
			terminate: () => void (fake.terminated = true),
		};
		workers.push(fake);
		return fake;
	};
	return { workers, createChecker };
}

const answer = async (chunk: Chunk) => problemsOf(chunk);
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const silent = async () => undefined;
const startsOf = (fake: Fake) => fake.chunks.map(({ start }) => start);

describe('a pool of workers for signatures', () => {
	it('answers every item once and in order, and ends its workers', async () => {
		const { workers, createChecker } = fakeWorkers(answer);
		const items = badItems(5 * SIGNATURE_BATCH + 7);
		const problems = await createVerifyPool({ size: 3, createChecker }).check(items, silent);
		expect(problems.map(({ index }) => index)).toEqual(items.map((_, index) => index));
		expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true]);
		expect(workers.flatMap(startsOf).sort((a, b) => a - b)).toEqual(
			[0, 1, 2, 3, 4, 5].map((n) => n * SIGNATURE_BATCH),
		);
	});

	it('lets a fast worker take what a slow one would wait with', async () => {
		let release: (() => void) | undefined;
		const others = new Promise<void>((resolve) => (release = resolve));
		const { workers, createChecker } = fakeWorkers(async (chunk, worker) => {
			if (worker === 0) await others;
			else if (workers[1]?.chunks.length === 7) release?.();
			return problemsOf(chunk);
		});
		await createVerifyPool({ size: 2, createChecker }).check(badItems(8 * SIGNATURE_BATCH), silent);
		expect(workers.map(({ chunks }) => chunks.length)).toEqual([1, 7]);
	});

	it('tells how far it is, from nothing to everything', async () => {
		const { createChecker } = fakeWorkers(answer);
		const seen: number[] = [];
		const items = badItems(2 * SIGNATURE_BATCH + 5);
		await createVerifyPool({ size: 2, createChecker }).check(items, async (done) => void seen.push(done));
		expect(seen[0]).toBe(0);
		expect(seen.at(-1)).toBe(items.length);
		expect(seen).toEqual([...seen].sort((a, b) => a - b));
		expect(seen).toHaveLength(4);
	});

	it('gives the chunk of a broken worker to another', async () => {
		const { workers, createChecker } = fakeWorkers(async (chunk, worker) => {
			if (worker === 0) throw new Error('worker-failed');
			await after(1);
			return problemsOf(chunk);
		});
		const items = badItems(4 * SIGNATURE_BATCH);
		const problems = await createVerifyPool({ size: 2, createChecker }).check(items, silent);
		expect(problems).toHaveLength(items.length);
		expect(workers.map(({ chunks }) => chunks.length)).toEqual([1, 4]);
	});

	it.each([
		['every worker breaks', fakeWorkers(() => Promise.reject(new Error('worker-failed'))).createChecker],
		[
			'none can be started',
			() => {
				throw new Error('refused');
			},
		],
		['the platform has none', undefined],
	])('works on this thread where %s', async (_, createChecker) => {
		const items = badItems(POOL_MINIMUM);
		const seen: number[] = [];
		const pool = createVerifyPool({ size: 2, createChecker });
		const problems = await pool.check(items, async (done) => void seen.push(done));
		expect(problems).toEqual(problemsOf({ start: 0, items }));
		expect(seen[0]).toBe(0);
	});

	it('starts no worker for a few signatures, and no more than there are chunks or it may', async () => {
		const create = vi.fn(fakeWorkers(answer).createChecker);
		const started = async (count: number, size: number) => {
			create.mockClear();
			await createVerifyPool({ size, createChecker: create }).check(badItems(count), silent);
			return create.mock.calls.length;
		};
		expect(await started(POOL_MINIMUM - 1, 4)).toBe(0);
		expect(await started(POOL_MINIMUM, 4)).toBe(2);
		expect(await started(20 * SIGNATURE_BATCH, 64)).toBe(POOL_MAXIMUM);
	});

	it('ends at once when it is terminated, also while a worker says nothing', async () => {
		const { workers, createChecker } = fakeWorkers(() => new Promise(() => undefined));
		const pool = createVerifyPool({ size: 2, createChecker });
		const checked = pool.check(badItems(POOL_MINIMUM), silent);
		await after(1);
		pool.terminate();
		await expect(checked).rejects.toThrow(VerificationCancelled);
		expect(workers.every(({ terminated }) => terminated)).toBe(true);
	});

	it('ends its workers when the verification is cancelled between chunks', async () => {
		const { workers, createChecker } = fakeWorkers(answer);
		const cancel = async (done: number) => {
			if (done > 0) throw new VerificationCancelled();
		};
		const checked = createVerifyPool({ size: 2, createChecker }).check(badItems(POOL_MINIMUM), cancel);
		await expect(checked).rejects.toThrow(VerificationCancelled);
		expect(workers.every(({ terminated }) => terminated)).toBe(true);
	});

	it('checks nothing on this thread once it was terminated', async () => {
		const pool = createVerifyPool({ createChecker: undefined });
		pool.terminate();
		await expect(pool.check(badItems(3), silent)).rejects.toThrow(VerificationCancelled);
	});

	it('can start its workers beforehand, and uses those', async () => {
		const { workers, createChecker } = fakeWorkers(answer);
		const pool = createVerifyPool({ size: 3, createChecker });
		await pool.warm();
		expect(workers.map(({ chunks }) => chunks)).toEqual(Array(3).fill([{ start: 0, items: [] }]));
		const items = badItems(4 * SIGNATURE_BATCH);
		expect(await pool.check(items, silent)).toHaveLength(items.length);
		expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true]);
	});

	it('ends workers that were started for nothing', async () => {
		const { workers, createChecker } = fakeWorkers(answer);
		const few = createVerifyPool({ size: 2, createChecker });
		await few.warm();
		await few.check(badItems(3), silent);
		const never = createVerifyPool({ size: 2, createChecker });
		void never.warm();
		never.terminate();
		expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true, true]);
	});

	it('waits for workers that are still starting, and does without those that do not', async () => {
		let ready: (() => void) | undefined;
		const starting = new Promise<void>((resolve) => (ready = resolve));
		const { workers, createChecker } = fakeWorkers(async (chunk, worker) => {
			if (worker === 1) throw new Error('worker-failed');
			await starting;
			return problemsOf(chunk);
		});
		const pool = createVerifyPool({ size: 2, createChecker });
		void pool.warm();
		const checked = pool.check(badItems(3 * SIGNATURE_BATCH), silent);
		await after(1);
		expect(workers.map(({ chunks }) => chunks.length)).toEqual([1, 1]);
		ready?.();
		expect(await checked).toHaveLength(3 * SIGNATURE_BATCH);
	});
});
