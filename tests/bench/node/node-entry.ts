import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import type { SignatureProblem } from '../../../src/lib/ledger/check-signatures.ts';
import { createMemoryArchive } from '../../../src/lib/store/memory-archive.ts';
import { createVerifyPool, type ChunkChecker } from '../../../src/lib/worker/verify-pool.ts';
import type { BenchInput } from '../input.ts';
import { runSuites, type BenchRequest } from '../run-suites.ts';

/** A thread of Node in place of a browser's worker. */
function createThread(): ChunkChecker {
	const thread = new Worker(new URL('./node-thread.js', import.meta.url));
	return {
		check: (chunk) =>
			new Promise((resolve, reject) => {
				thread.once('message', (problems: readonly SignatureProblem[]) => resolve(problems));
				thread.once('error', reject);
				thread.postMessage(chunk);
			}),
		terminate: () => void thread.terminate(),
	};
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const [inputPath, requestText] = process.argv.slice(2) as [string, string];
const input = JSON.parse(readFileSync(inputPath, 'utf8')) as BenchInput;
const figures = await runSuites(
	{
		name: 'node',
		createPool: (size) => createVerifyPool({ size, createChecker: createThread }),
		openArchive: async () => createMemoryArchive(),
		indexedDB: undefined,
		liveHeap() {
			collectGarbage();
			return process.memoryUsage().heapUsed;
		},
	},
	JSON.parse(requestText) as BenchRequest,
	input,
	(step) => process.stderr.write(`${step}\n`),
);
process.stdout.write(JSON.stringify(figures));
