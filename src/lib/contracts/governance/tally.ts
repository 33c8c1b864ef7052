import { parameterOf } from '../../chain/gas.ts';
import type { Genesis } from '../../chain/genesis.ts';
import type { ProposalState, ProposalStatus, VoteState } from '../../chain/state-entries.ts';
import type { Address } from '../../crypto/address.ts';
import { add, multiply, sum } from '../../primitives/integers.ts';

/** A count of votes, all in milli-units. */
export type Tally = {
	/** Bases of those who voted For or Against. */
	readonly participating: number;
	/** B: all bases of the electorate. */
	readonly electorate: number;
	readonly forWeight: number;
	readonly againstWeight: number;
	readonly status: Exclude<ProposalStatus, 'Open'>;
};

/**
 * Counts the votes on a proposal: Passed iff p ≥ β and s > α; else Rejected iff p ≥ β and Against > For; else NoQuorum.
 * Cross-multiplied integers, no rounding (protocol.md §7). Silence and Abstain do not participate.
 */
export function tallyVotes(
	genesis: Genesis,
	electorate: ProposalState['electorate'],
	voteOf: (voter: Address) => VoteState | undefined,
): Tally {
	let participating = 0;
	let forWeight = 0;
	let againstWeight = 0;
	for (const { address, base } of electorate) {
		const vote = voteOf(address);
		if (!vote || vote.option === null || vote.option === 'Abstain') continue;
		participating = add(participating, base);
		if (vote.option === 'For') forWeight = add(forWeight, vote.weight ?? 0);
		else againstWeight = add(againstWeight, vote.weight ?? 0);
	}
	const total = sum(electorate.map((member) => member.base));
	const quorate =
		multiply(1000, participating) >= multiply(parameterOf(genesis, 'participation-threshold'), total);
	const cast = add(forWeight, againstWeight);
	const supported = multiply(1000, forWeight) > multiply(parameterOf(genesis, 'support-threshold'), cast);
	const status =
		quorate && supported ? 'Passed' : quorate && againstWeight > forWeight ? 'Rejected' : 'NoQuorum';
	return { participating, electorate: total, forWeight, againstWeight, status };
}
