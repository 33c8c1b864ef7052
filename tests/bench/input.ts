import type { Ledger } from '../../src/lib/ledger/format.ts';
import type { JsonValue } from '../../src/lib/primitives/json.ts';
import type { EncodedEthereumChain } from './peers/ethereumjs.ts';

/** What is made once a run and measured everywhere. Plain JSON, so that it can be handed to a browser. */
export type BenchInput = {
	/** Signed transfers among the accounts of a genesis. */
	readonly ledger: Ledger;
	readonly ethereum: EncodedEthereumChain;
	/** The incident shipped as a sample, as its file says it. */
	readonly incident: JsonValue;
	/** A trace file in the form of the Nezha data set. */
	readonly traces: string;
};
