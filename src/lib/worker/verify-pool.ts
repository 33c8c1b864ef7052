import {
	checkBatch,
	checkInBatches,
	SIGNATURE_BATCH,
	type CheckSignatures,
	type SignatureItem,
	type SignatureProblem,
} from '../ledger/check-signatures.ts';
import { VerificationCancelled } from '../ledger/verify-ledger.ts';

/** Consecutive signatures checked at once; `start` is the place of the first in the whole list. */
export type Chunk = { readonly start: number; readonly items: readonly SignatureItem[] };

/** Checks one chunk at a time somewhere else. `check` rejects where that place broke down. */
export type ChunkChecker = {
	check(chunk: Chunk): Promise<readonly SignatureProblem[]>;
	terminate(): void;
};

/** Checks signatures on several threads, once. */
export type VerifyPool = {
	/** Ends its workers when it has answered. */
	readonly check: CheckSignatures;
	/** Starts the workers before there is anything to check; ends when they are ready. */
	warm(): Promise<void>;
	/** Ends everything at once: a running check rejects as cancelled. */
	terminate(): void;
};

/** Answered as soon as a worker is there. */
const NOTHING: Chunk = { start: 0, items: [] };

/** Fewer signatures than this are checked sooner than workers start. */
export const POOL_MINIMUM = 2 * SIGNATURE_BATCH;

/** More threads than this were never measured. */
export const POOL_MAXIMUM = 8;

/**
 * A pool for one verification: every worker pulls the next chunk when it is done with its last, so a slow one holds up
 * nobody. On this thread where there are no workers or too few signatures; what a broken worker leaves, another takes.
 */
export function createVerifyPool(
	options: {
		/** Threads to use; the machine's unless given. */
		readonly size?: number;
		/** Starts a worker; a real one unless given, undefined where the platform has none. */
		readonly createChecker?: (() => ChunkChecker) | undefined;
	} = {},
): VerifyPool {
	const size = Math.min(options.size ?? globalThis.navigator?.hardwareConcurrency ?? 1, POOL_MAXIMUM);
	const createChecker = 'createChecker' in options ? options.createChecker : platformChecker();
	const stop = createStop();
	const checkers: ChunkChecker[] = [];
	let warming: Promise<unknown> = Promise.resolve();
	const end = () => {
		for (const checker of checkers.splice(0)) checker.terminate();
	};
	const run = async (queue: Chunk[], onProgress: (done: number) => Promise<void>) => {
		await warming;
		if (createChecker) startCheckers(checkers, createChecker, Math.min(size, queue.length));
		return drain(queue, checkers, onProgress);
	};
	return {
		async warm() {
			if (createChecker) startCheckers(checkers, createChecker, size);
			warming = Promise.all(checkers.map((checker) => checker.check(NOTHING).catch(() => undefined)));
			await Promise.race([warming, stop.reached]).catch(() => undefined);
		},
		terminate() {
			stop.now();
			end();
		},
		async check(items, onProgress) {
			try {
				if (!createChecker || items.length < POOL_MINIMUM)
					return await checkInBatches(items, stop.before(onProgress));
				return await Promise.race([run(chunksOf(items), onProgress), stop.reached]);
			} finally {
				end();
			}
		},
	};
}

/** A promise that rejects as cancelled when told to. */
function createStop() {
	let stopped = false;
	let reject: (reason: unknown) => void;
	const reached = new Promise<never>((_, refuse) => (reject = refuse));
	reached.catch(() => undefined);
	return {
		reached,
		now() {
			stopped = true;
			reject(new VerificationCancelled());
		},
		before: (onProgress: (done: number) => Promise<void>) => (done: number) =>
			stopped ? reached : onProgress(done),
	};
}

function chunksOf(items: readonly SignatureItem[]): Chunk[] {
	const chunks: Chunk[] = [];
	for (let start = 0; start < items.length; start += SIGNATURE_BATCH)
		chunks.push({ start, items: items.slice(start, start + SIGNATURE_BATCH) });
	return chunks;
}

/** Starts workers until there are so many, or as many as can be: a frame may be refused workers, or some of them. */
function startCheckers(started: ChunkChecker[], create: () => ChunkChecker, count: number): void {
	try {
		while (started.length < count) started.push(create());
	} catch {
		// The rest of the chunks find their way with those there are.
	}
}

/** Works off the queue with some checkers, then what none of them answered on this thread. */
async function drain(
	queue: Chunk[],
	checkers: readonly ChunkChecker[],
	onProgress: (done: number) => Promise<void>,
): Promise<readonly SignatureProblem[]> {
	const problems: SignatureProblem[] = [];
	let done = 0;
	const finish = (chunk: Chunk, found: readonly SignatureProblem[]) => {
		problems.push(...found);
		done += chunk.items.length;
		return onProgress(done);
	};
	const pull = async (checker: ChunkChecker) => {
		for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
			const found = await checker.check(chunk).catch(() => undefined);
			if (!found) return void queue.unshift(chunk);
			await finish(chunk, found);
		}
	};
	await onProgress(0);
	await Promise.all(checkers.map(pull));
	for (const chunk of queue) await finish(chunk, checkBatch(chunk.items, chunk.start));
	return problems.sort((a, b) => a.index - b.index);
}

function platformChecker(): (() => ChunkChecker) | undefined {
	return typeof Worker === 'undefined' ? undefined : createWorkerChecker;
}

/** A worker of this page or worker. It answers one chunk after the other; a broken one answers nothing any more. */
function createWorkerChecker(): ChunkChecker {
	const worker = new Worker(new URL('./verify-pool.worker.ts', import.meta.url), { type: 'module' });
	let broken = false;
	let answer: ((problems: readonly SignatureProblem[]) => void) | undefined;
	let refuse: ((reason: unknown) => void) | undefined;
	const breakDown = () => {
		broken = true;
		refuse?.(new Error('worker-failed'));
	};
	worker.onmessage = (event: MessageEvent<readonly SignatureProblem[]>) => answer?.(event.data);
	worker.onerror = breakDown;
	worker.onmessageerror = breakDown;
	return {
		check: (chunk) =>
			new Promise((resolve, reject) => {
				if (broken) return reject(new Error('worker-failed'));
				[answer, refuse] = [resolve, reject];
				worker.postMessage(chunk);
			}),
		terminate: () => worker.terminate(),
	};
}
