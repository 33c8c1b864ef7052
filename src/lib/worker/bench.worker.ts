import { databaseNameOf } from '../store/schema.ts';
import { openKeptRows } from '../store/kept-rows.ts';
import { sortLabelledFiles } from './bench-files.ts';
import { createBenchHost, type BenchHost, type BenchPlan, type KeptBenchRow } from './bench-host.ts';
import type { BenchReply, BenchRequest, BenchState } from './bench-messages.ts';
import { benchDatabaseOf } from './bench-store.ts';
import { asOnlyWriter } from './own-chain.ts';
import { nextTask } from './pacing.ts';

let host: BenchHost | undefined;

self.onmessage = async ({ data }: MessageEvent<BenchRequest>) => {
	try {
		if (data.kind === 'open') await (host = openHost(data.basePath, data.version)).open();
		else if (host) await carryOut(host, data);
	} catch (fault) {
		reply({ kind: 'failed', detail: fault instanceof Error ? fault.message : String(fault) });
	}
};

function openHost(basePath: string, version: string): BenchHost {
	const name = benchDatabaseOf(databaseNameOf(basePath));
	return createBenchHost({
		kept: openKeptRows<BenchPlan, BenchState, KeptBenchRow>(name),
		version,
		reply,
		stopwatch: () => performance.now(),
		breathe: nextTask,
		alone: (work) => runAlone(name, work),
	});
}

/** A page that was just reloaded may still hold the lock for a moment. */
const TRIES = 4;
const BETWEEN_TRIES_MS = 250;

async function runAlone(name: string, work: () => Promise<void>): Promise<boolean> {
	for (let left = TRIES; left > 0; left--) {
		if ((await asOnlyWriter(name, work)).ok) return true;
		await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
	}
	return false;
}

async function carryOut(bench: BenchHost, request: Exclude<BenchRequest, { kind: 'open' }>): Promise<void> {
	switch (request.kind) {
		case 'simulate':
			return bench.start({ kind: 'simulated', set: request.set });
		case 'files': {
			const files = await Promise.all(
				request.files.map(async (file) => ({
					name: file.name,
					bytes: new Uint8Array(await file.arrayBuffer()),
				})),
			);
			const sorted = sortLabelledFiles(files);
			if (!sorted.ok) return reply({ kind: 'refused', fault: sorted.error });
			return bench.start({ kind: 'files', name: request.name, ...sorted.value });
		}
		case 'stop':
			return bench.stop();
		case 'continue':
			return bench.resume();
		case 'clear':
			return bench.clear();
		case 'ledger':
			return bench.ledger(request.index);
	}
}

function reply(message: BenchReply): void {
	self.postMessage(message, message.kind === 'ledger' ? { transfer: [message.bytes.buffer] } : {});
}
