/** What a figure is held against: a goal of the performance page. */
export type Goal = {
	readonly row: string;
	readonly what: string;
	readonly bound: { readonly kind: 'at-least' | 'at-most'; readonly value: number };
};

const atLeast = (row: string, what: string, value: number): Goal => ({
	row,
	what,
	bound: { kind: 'at-least', value },
});
const atMost = (row: string, what: string, value: number): Goal => ({
	row,
	what,
	bound: { kind: 'at-most', value },
});

/** The goals in the order of the page. They are meant for Chromium; the same is measured in Node beside. */
export const GOALS = {
	verifyNoble: atLeast('1', 'verify a ledger, 1 thread ÷ raw noble recover', 2.5),
	verifyWasmBatch: atLeast('2', 'verify a ledger in batches ÷ raw WASM recover', 1),
	verifyWasmSingle: atLeast('2', 'verify a ledger one by one with WASM ÷ raw WASM recover', 0.85),
	twoWorkers: atLeast('3', 'signatures, 2 workers ÷ 1 worker', 1.6),
	twoWorkersNoble: atLeast('4', 'signatures, 2 workers ÷ raw noble recover, 1 thread', 5),
	verifyEthereum: atLeast('5', 'verify a ledger ÷ @ethereumjs/vm as it comes', 6),
	verifyEthereumFast: atLeast('5', 'verify a ledger ÷ @ethereumjs/vm at its fastest (no roots)', 2),
	commitNoble: atLeast('6', 'sign, admit, seal, store (noble) ÷ raw sign + recover', 0.7),
	commitWasm: atLeast('6', 'sign, admit, seal, store (WASM) ÷ raw sign + recover', 0.7),
	commitEthereum: atLeast('7', 'signed → stored (noble) ÷ @ethereumjs/vm building blocks in memory', 2),
	commitWasmEthereum: atLeast('7', 'signed → stored (WASM) ÷ @ethereumjs/vm building blocks in memory', 4),
	overhead: atMost('8', 'all but signatures per transfer ÷ one WASM recover', 0.15),
	getByKey: atLeast('9', 'get by key, 100k rows ÷ 1k', 0.7),
	getByHash: atLeast('9', 'get by hash, 100k rows ÷ 1k', 0.7),
	page: atLeast('10', 'page of 50 by key range, 100k rows ÷ 1k', 0.5),
	totals: atLeast('11', 'totals ÷ get by key, at 100k rows', 0.7),
	merkleAppend: atLeast('12', 'Merkle append + root, times faster than a rebuild, at 100k leaves', 1000),
	bulkWrite: atLeast('13', 'blocks written through Dexie ÷ raw IndexedDB, same schema', 0.8),
	eventBatches: atLeast('14', 'transactions stored 100 a block ÷ one a block', 10),
	memory: atMost('15', 'memory with 100,000 blocks ÷ with 1,000, explorer at rest', 1.5),
	importTraces: atMost('17', 'import of a trace CSV ÷ a bare parse of it', 3),
	importMemory: atMost('18', 'memory of an import, large trace file ÷ half of it (file bytes aside)', 1.25),
	diagnosis: atMost('16', 'a whole sample diagnosis ÷ its own signatures', 4),
} as const satisfies { readonly [name: string]: Goal };

export type GoalName = keyof typeof GOALS;
