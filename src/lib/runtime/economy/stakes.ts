import { parameterOf } from '../../chain/gas.ts';
import type { Genesis } from '../../chain/genesis.ts';
import type { Ballot, Suggestion } from './conduct.ts';
import { leastVoteStake } from './economy-genesis.ts';

/**
 * What an agent puts up by its confidence: protocol.md §8 with its 2 % as a setting. At least 80: the share of its
 * balance; at least 60: half of it; below that nothing.
 */
function wanted(balance: number, confidence: number, sharePermille: number): number {
	if (confidence >= 80) return Math.min(2000, Math.floor((balance * sharePermille) / 1000));
	if (confidence >= 60) return Math.min(1000, Math.floor((balance * sharePermille) / 2000));
	return 0;
}

/** The stake of a vote. Sealed, an Abstain has one too, so that it tells nothing. */
export function voteStakeOf(
	genesis: Genesis,
	balance: number,
	ballot: Ballot,
	sharePermille: number,
): number {
	const least = parameterOf(genesis, 'vote-stake-min');
	const floor = leastVoteStake(genesis);
	if (ballot.option === 'Abstain') return genesis.parameters['voting-mode'] === 'sealed' ? floor : 0;
	const stake = ballot.stake ?? wanted(balance, ballot.confidence, sharePermille);
	return stake < least ? floor : Math.min(stake, parameterOf(genesis, 'vote-stake-max'));
}

/** The stake of a proposal, at least its minimum. */
export function proposalStakeOf(
	genesis: Genesis,
	balance: number,
	suggestion: Suggestion,
	sharePermille: number,
): number {
	const stake = suggestion.stake ?? wanted(balance, suggestion.confidence, sharePermille);
	const least = parameterOf(genesis, 'proposal-stake-min');
	return Math.min(Math.max(stake, least), parameterOf(genesis, 'proposal-stake-max'));
}
