import type { Hash } from '../primitives/bytes.ts';
import { ok } from '../primitives/result.ts';
import type { Archive, ChainSummary, KeyRecord, RunRecord } from '../runtime/ports.ts';
import { compareChains, compareRuns } from './archive-order.ts';
import type { ChangeSource } from './change-source.ts';
import { createMemoryChain, type MemoryChain } from './memory-chain.ts';

export { createMemoryChain, type MemoryChain, type MemoryChainOptions } from './memory-chain.ts';

/** An archive that ends with its page or process, and that tells when it changed. */
export type MemoryArchive = Archive & ChangeSource;

/** An empty archive in memory: for the command line, for tests, and where the browser refuses storage. */
export function createMemoryArchive(): MemoryArchive {
	const listeners = new Set<() => void>();
	const written = () => {
		for (const listener of listeners) listener();
		return ok(undefined);
	};
	let active: Hash | undefined;
	const chains = new Map<Hash, MemoryChain>();
	const runs = new Map<string, RunRecord>();
	const keys = new Map<Hash, KeyRecord>();
	const chain = (chainId: Hash): MemoryChain => {
		let store = chains.get(chainId);
		if (!store) chains.set(chainId, (store = createMemoryChain({ chainId, onWrite: written })));
		return store;
	};
	return {
		chain,
		activeChain: async () => active,
		setActiveChain: async (chainId) => {
			active = chainId;
			return written();
		},
		chains: async () => {
			const summaries = await Promise.all([...chains.values()].map((store) => store.summary()));
			return summaries
				.filter((summary): summary is ChainSummary => summary !== undefined)
				.sort(compareChains);
		},
		runs: async (chainId) => [...runs.values()].filter((run) => run.chainId === chainId).sort(compareRuns),
		putRun: async (run) => {
			runs.set(`${run.chainId} ${run.incidentId}`, run);
			return written();
		},
		keys: async (chainId) => keys.get(chainId),
		putKeys: async (record) => {
			keys.set(record.chainId, record);
			return written();
		},
		deleteEverything: async () => {
			active = undefined;
			for (const store of chains.values()) store.clear();
			runs.clear();
			keys.clear();
			return written();
		},
		onChange: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
