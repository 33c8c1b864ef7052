import type { Receipt } from '../chain/receipt.ts';
import type { Account, IncidentState, ProposalState, VoteState } from '../chain/state-entries.ts';
import type { Transaction } from '../chain/transaction.ts';
import type { Address } from '../crypto/address.ts';
import type { Hash } from '../primitives/bytes.ts';

/** What of the world the console shows, right after one transaction. */
export type WorldView = {
	/** In genesis order, then operator, then treasury. */
	readonly accounts: readonly Account[];
	/** Tokens held in escrow by owner, over all proposals. */
	readonly escrow: { readonly [address: Address]: number };
	readonly supply: { readonly genesis: number; readonly burned: number };
	readonly incident: IncidentState | null;
	/** Proposals of the incident in the order they were made, with the votes on each. */
	readonly proposals: readonly {
		readonly proposal: ProposalState;
		readonly votes: { readonly [address: Address]: VoteState };
	}[];
};

/** One transaction of the chain as the scrubber steps over it. */
export type TimelineStep = {
	readonly hash: Hash;
	readonly height: number;
	readonly index: number;
	/** Block time, ms. */
	readonly timestamp: number;
	readonly transaction: Transaction;
	readonly receipt: Receipt;
	readonly after: WorldView;
};

/** An incident's transactions in chain order, with the world before the first and after each. */
export type Timeline = {
	readonly incident: string;
	readonly before: WorldView;
	readonly steps: readonly TimelineStep[];
};
