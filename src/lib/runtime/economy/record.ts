import type { ProposalStatus, VoteOption } from '../../chain/state-entries.ts';

/** One vote that was counted. `weight` in the chain's milli-units; agents are numbered 0 (A1) to 6 (A7). */
export type VoteRecord = {
	readonly agent: number;
	readonly option: VoteOption;
	readonly stake: number;
	readonly weight: number;
};

/** One proposal and how its vote ended. */
export type ProposalRecord = {
	readonly proposer: number;
	readonly node: number;
	/** Whether its node is the cause. */
	readonly right: boolean;
	readonly status: Exclude<ProposalStatus, 'Open'>;
	readonly votes: readonly VoteRecord[];
};

/** How an incident ended: a verdict that is right or wrong, or none. */
export type IncidentEnd = 'right' | 'wrong' | 'unresolved';

/** One incident on one chain. `wealth` (balance and staked) and `reputation` are after it, one an agent. */
export type IncidentRecord = {
	readonly end: IncidentEnd;
	readonly proposals: readonly ProposalRecord[];
	readonly wealth: readonly number[];
	/** What each agent won or lost by it; a reboot's grant is no gain. */
	readonly gain: readonly number[];
	readonly reputation: readonly number[];
	readonly treasury: number;
	readonly burned: number;
	/** Agents that were bankrupt after it; they are rebooted before the next. */
	readonly bankrupt: readonly number[];
};
