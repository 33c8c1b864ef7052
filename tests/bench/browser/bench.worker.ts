import './process-stub.ts';
import { unwrap } from '../../../src/lib/primitives/result.ts';
import { openArchive } from '../../../src/lib/store/open-archive.ts';
import { createVerifyPool } from '../../../src/lib/worker/verify-pool.ts';
import type { BenchInput } from '../input.ts';
import { runSuites, type BenchRequest } from '../run-suites.ts';
import { seedDatabase } from './seed.ts';

/** What the page can ask for. `input` is the address of the input. */
export type Order = { readonly input: string } & (
	| ({ readonly kind: 'measure' } & BenchRequest)
	| { readonly kind: 'seed'; readonly database: string; readonly blocks: number }
);

export type Answer =
	| { readonly kind: 'ready' }
	| { readonly kind: 'step'; readonly step: string }
	| { readonly kind: 'done'; readonly value: unknown }
	| { readonly kind: 'failed'; readonly reason: string };

const answer = (message: Answer) => self.postMessage(message);
const onStep = (step: string) => answer({ kind: 'step', step });

async function carryOut(order: Order): Promise<unknown> {
	const input = (await (await fetch(order.input)).json()) as BenchInput;
	if (order.kind === 'seed') {
		const chain = { genesis: input.ledger.genesis, perBlock: 1, entriesPerBlock: 1 };
		return seedDatabase(order.database, chain, order.blocks, onStep);
	}
	return runSuites(
		{
			name: 'chromium',
			createPool: (size) => createVerifyPool({ size }),
			openArchive: async (name) => unwrap(await openArchive({ name })).archive,
			indexedDB: self.indexedDB,
		},
		order,
		input,
		onStep,
	);
}

self.onmessage = ({ data }: MessageEvent<Order>) => {
	carryOut(data).then(
		(value) => answer({ kind: 'done', value }),
		(error: unknown) =>
			answer({
				kind: 'failed',
				reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
			}),
	);
};
answer({ kind: 'ready' });
