import type { Role } from '../../chain/genesis.ts';
import type { SopState } from '../../chain/state-entries.ts';

/** States an incident can still leave. */
export const OPEN_STATES = [
	'Init',
	'Data_Collected',
	'Root_Cause_Proposed',
	'Consensus',
	'Solution',
] as const;

/** One row of the operating procedure: who may do what in which state, what it is checked for, where it leads. */
export type SopRule = {
	readonly type: string;
	readonly roles: readonly Role[] | 'electorate' | 'proposers';
	/** States the incident may be in; null = it must not exist yet. */
	readonly from: readonly (SopState | null)[];
	/** States it can lead to; the same state where the step only adds something. */
	readonly to: readonly SopState[] | 'same';
	/** Codes the step can be refused with, besides `not-authorised`, `wrong-state` and `unknown-incident`. */
	readonly guards: readonly string[];
};

/**
 * The operating procedure (protocol.md §6). The contract, the console's diagram and the protocol page all read this one
 * table.
 */
export const SOP_TABLE = [
	{
		type: 'open_incident',
		roles: ['alert-receiver'],
		from: [null],
		to: ['Init'],
		guards: ['incident-exists'],
	},
	{
		type: 'assign_task',
		roles: ['process-scheduler'],
		from: OPEN_STATES,
		to: 'same',
		guards: ['deadline-passed', 'already-assigned'],
	},
	{
		type: 'submit_data',
		roles: ['data-detective'],
		from: ['Init', 'Data_Collected'],
		to: ['Data_Collected'],
		guards: [
			'deadline-passed',
			'not-first-step',
			'ungrounded-claim',
			'conflicting-claims',
			'alert-node-not-proven',
		],
	},
	{
		type: 'submit_dependencies',
		roles: ['dependency-explorer'],
		from: ['Data_Collected'],
		to: 'same',
		guards: [
			'deadline-passed',
			'already-submitted',
			'wrong-claim-kind',
			'ungrounded-claim',
			'conflicting-claims',
		],
	},
	{
		type: 'submit_probabilities',
		roles: ['probability-oracle'],
		from: ['Data_Collected'],
		to: 'same',
		guards: [
			'deadline-passed',
			'already-submitted',
			'wrong-claim-kind',
			'ungrounded-claim',
			'conflicting-claims',
		],
	},
	{
		type: 'submit_fault_web',
		roles: ['fault-mapper'],
		from: ['Data_Collected'],
		to: 'same',
		guards: ['deadline-passed', 'already-submitted', 'missing-step'],
	},
	{
		type: 'propose_root_cause',
		roles: 'proposers',
		from: ['Data_Collected'],
		to: ['Root_Cause_Proposed'],
		guards: [
			'deadline-passed',
			'missing-step',
			'not-enough-evidence',
			'stake-out-of-range',
			'insufficient-balance',
			'no-claim-about-cause',
			'ungrounded-claim',
			'conflicting-claims',
		],
	},
	{
		type: 'vote',
		roles: 'electorate',
		from: ['Root_Cause_Proposed'],
		to: 'same',
		guards: [
			'unknown-proposal',
			'wrong-voting-mode',
			'already-voted',
			'vote-closed',
			'stake-out-of-range',
			'insufficient-balance',
			'ungrounded-claim',
			'conflicting-claims',
		],
	},
	{
		type: 'reveal_vote',
		roles: 'electorate',
		from: ['Root_Cause_Proposed'],
		to: 'same',
		guards: [
			'unknown-proposal',
			'wrong-voting-mode',
			'not-committed',
			'already-revealed',
			'reveal-not-open',
			'vote-closed',
			'commitment-mismatch',
			'ungrounded-claim',
			'conflicting-claims',
		],
	},
	{
		type: 'close_vote',
		roles: ['process-scheduler', 'operator'],
		from: ['Root_Cause_Proposed'],
		to: ['Consensus', 'Data_Collected', 'Unresolved'],
		guards: ['unknown-proposal', 'vote-still-open'],
	},
	{
		type: 'submit_solution',
		roles: ['solution-engineer'],
		from: ['Consensus'],
		to: ['Solution'],
		guards: [
			'deadline-passed',
			'wrong-proposal',
			'repeated-step-id',
			'ungrounded-claim',
			'conflicting-claims',
		],
	},
	{
		type: 'verify_outcome',
		roles: ['operator'],
		from: ['Solution'],
		to: ['Verified', 'Falsified'],
		guards: ['deadline-passed'],
	},
	{
		type: 'expire_incident',
		roles: ['process-scheduler', 'operator'],
		from: ['Init', 'Data_Collected', 'Consensus', 'Solution'],
		to: ['Unresolved', 'Expired'],
		guards: ['deadline-not-passed'],
	},
] as const satisfies readonly SopRule[];

/** A transaction type of the operating procedure. */
export type SopType = (typeof SOP_TABLE)[number]['type'];

const RULES = new Map<string, SopRule>(SOP_TABLE.map((rule) => [rule.type, rule]));

/** The rule of a transaction type. */
export function sopRuleOf(type: SopType): SopRule {
	return RULES.get(type) as SopRule;
}
