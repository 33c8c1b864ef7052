import { parentPort } from 'node:worker_threads';
import { checkBatch } from '../../../src/lib/ledger/check-signatures.ts';
import type { Chunk } from '../../../src/lib/worker/verify-pool.ts';

parentPort?.on('message', ({ items, start }: Chunk) => parentPort?.postMessage(checkBatch(items, start)));
