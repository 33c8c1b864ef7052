import { INVALID_CODES } from '../chain/invalid-codes.ts';
import { CALL_KINDS, RECEIPT_STATUSES } from '../chain/receipt.ts';
import { PROPOSAL_STATUSES, SOP_STATES, VOTE_OPTIONS } from '../chain/state-entries.ts';
import { CALL_REASONS, EVENT_NAMES } from '../contracts/receipt-words.ts';
import { allowedCodes } from '../contracts/revert-codes.ts';
import { CLAIM_FAULTS, claimSchema } from '../evidence/claim.ts';
import type { JsonObject } from '../primitives/json.ts';
import { PARAMETERS } from './parameters.ts';
import { CONTRACTS, PROTOCOL_VERSION } from './protocol.ts';

/** One transaction type as the chain takes it. */
export type TransactionEntry = {
	readonly type: string;
	readonly contract: string;
	/** The shape of `data` in the words that a `bad-data` refusal is told in; they are receipt bytes. */
	readonly shape: string;
	/** The same as JSON Schema. */
	readonly data: JsonObject;
	/** Every code it can be refused with. */
	readonly refusals: readonly string[];
};

/**
 * Every word that becomes part of consensus bytes, read from the tables the code itself runs on: change one, and ledgers
 * that exist no longer verify. A golden file pins it, and the protocol page shows it.
 */
export const CONSENSUS_TABLE = {
	protocolVersion: PROTOCOL_VERSION,
	invalidCodes: INVALID_CODES,
	receiptStatuses: RECEIPT_STATUSES,
	incidentStates: SOP_STATES,
	proposalStatuses: PROPOSAL_STATUSES,
	voteOptions: VOTE_OPTIONS,
	/** The JSON Schema of a claim: the same object wherever a transaction carries one. */
	claim: claimSchema.json,
	claimFaults: CLAIM_FAULTS,
	eventNames: EVENT_NAMES,
	callKinds: CALL_KINDS,
	callReasons: CALL_REASONS,
	transactions: CONTRACTS.flatMap(({ name, methods }) =>
		Object.entries(methods).map(([type, { schema, json }]): TransactionEntry => ({
			type,
			contract: name,
			shape: schema,
			data: json,
			refusals: allowedCodes(type),
		})),
	),
	parameters: PARAMETERS,
} as const;
