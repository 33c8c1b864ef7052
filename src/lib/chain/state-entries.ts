import type { Hash } from '../primitives/bytes.ts';
import type { Address } from '../crypto/address.ts';
import type { AgentRole, Role } from './genesis.ts';

/** `account/<address>` (protocol.md §4). Amounts in OpsTokens. */
export type Account = {
	readonly address: Address;
	readonly name: string;
	readonly role: Role;
	readonly balance: number;
	readonly staked: number;
	readonly reputation: number;
	readonly nonce: number;
	readonly generation: number;
	readonly proposals: number;
	readonly votes: number;
};

/** The states of the operating procedure, one instance per incident (protocol.md §6). */
export const SOP_STATES = [
	'Init',
	'Data_Collected',
	'Root_Cause_Proposed',
	'Consensus',
	'Solution',
	'Verified',
	'Falsified',
	'Expired',
	'Unresolved',
] as const;
export type SopState = (typeof SOP_STATES)[number];

/** The alert an incident was opened for. `minute` is `YYYY-MM-DD HH:MM:SS` UTC. */
export type Alert = {
	readonly node: string;
	readonly minute: string;
	readonly signal: string;
	readonly priority: string;
};

/** `incident/<id>`. Hashes are null until the step that brings them. */
export type IncidentState = {
	readonly id: string;
	readonly state: SopState;
	readonly round: number;
	readonly alert: Alert;
	readonly evidence: { readonly root: Hash; readonly size: number; readonly hash: Hash } | null;
	readonly dependencies: Hash | null;
	readonly probabilities: Hash | null;
	readonly enough: boolean | null;
	readonly faultWeb: Hash | null;
	readonly proposal: Hash | null;
	readonly solution: Hash | null;
	readonly steppedAt: number;
	readonly assigned: readonly AgentRole[];
	readonly duty: { readonly [address: string]: number };
};

/** How a vote on a proposal stands. */
export const PROPOSAL_STATUSES = ['Open', 'Passed', 'Rejected', 'NoQuorum'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** `proposal/<id>`; the id is the hash of the proposing transaction. `base` is in milli-units, clipped. */
export type ProposalState = {
	readonly id: Hash;
	readonly incident: string;
	readonly round: number;
	readonly proposer: Address;
	readonly node: string;
	readonly confidence: number;
	readonly status: ProposalStatus;
	readonly deadline: number;
	readonly electorate: readonly { readonly address: Address; readonly base: number }[];
};

/** What a vote can say. */
export const VOTE_OPTIONS = ['For', 'Against', 'Abstain'] as const;
export type VoteOption = (typeof VOTE_OPTIONS)[number];

/** `vote/<proposalId>/<address>`. In sealed mode `option` and `weight` stay null until the reveal. */
export type VoteState = {
	readonly option: VoteOption | null;
	readonly stake: number;
	readonly weight: number | null;
	readonly commitment: Hash | null;
};
