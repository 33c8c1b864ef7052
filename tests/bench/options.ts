/** How much of everything is done: enough to trust the figures, or just enough to see that it runs. */
export type Amounts = {
	readonly rounds: number;
	/** Transfers in the ledger that is verified. */
	readonly transfers: number;
	readonly transfersPerBlock: number;
	/** Transfers of the peer's chain. */
	readonly peerTransfers: number;
	/** Raw operations a round: noble's, and WASM's, which is several times faster. */
	readonly nobleOperations: number;
	readonly wasmOperations: number;
	/** Transfers signed and sealed a round. */
	readonly sealed: number;
	/** Rows of the small and of the large database. */
	readonly fewRows: number;
	readonly manyRows: number;
	readonly lookups: number;
	readonly pages: number;
	readonly leaves: number;
	/** Requests in a window of the traces that are imported: about 19 windows of 12 spans each. */
	readonly tracesPerWindow: number;
	/** Bytes of the large trace file that is imported; the small one has half. */
	readonly traceBytes: number;
	/** Blocks of the two databases the explorer is opened over. */
	readonly fewBlocks: number;
	readonly manyBlocks: number;
};

export const FULL: Amounts = {
	rounds: 7,
	transfers: 10_000,
	transfersPerBlock: 100,
	peerTransfers: 300,
	nobleOperations: 400,
	wasmOperations: 2_000,
	sealed: 500,
	fewRows: 1_000,
	manyRows: 100_000,
	lookups: 500,
	pages: 60,
	leaves: 100_000,
	traceBytes: 100e6,
	tracesPerWindow: 60,
	fewBlocks: 1_000,
	manyBlocks: 100_000,
};

export const QUICK: Amounts = {
	rounds: 1,
	transfers: 2_500,
	transfersPerBlock: 100,
	peerTransfers: 20,
	nobleOperations: 40,
	wasmOperations: 200,
	sealed: 100,
	fewRows: 200,
	manyRows: 2_000,
	lookups: 50,
	pages: 10,
	leaves: 10_000,
	traceBytes: 4e6,
	tracesPerWindow: 6,
	fewBlocks: 100,
	manyBlocks: 1_000,
};
