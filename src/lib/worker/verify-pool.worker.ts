import { checkBatch } from '../ledger/check-signatures.ts';
import type { Chunk } from './verify-pool.ts';

self.onmessage = (event: MessageEvent<Chunk>) => {
	const { items, start } = event.data;
	self.postMessage(checkBatch(items, start));
};
