import { parameterOf } from '../chain/gas.ts';
import type { Genesis } from '../chain/genesis.ts';
import { divide, multiply } from '../primitives/integers.ts';

/** What an agent puts up by its own confidence (protocol.md §8): ≥ 80 up to 2 % of its balance, ≥ 60 up to 1 %. */
function wanted(balance: number, confidence: number): number {
	if (confidence >= 80) return Math.min(2000, divide(multiply(balance, 2), 100));
	if (confidence >= 60) return Math.min(1000, divide(balance, 100));
	return 0;
}

/** The stake of a vote: within the chain's range, or 0. */
export function voteStake(genesis: Genesis, balance: number, confidence: number): number {
	const stake = Math.min(wanted(balance, confidence), parameterOf(genesis, 'vote-stake-max'));
	return stake < parameterOf(genesis, 'vote-stake-min') ? 0 : stake;
}

/** The stake of a proposal: at least its minimum. */
export function proposalStake(genesis: Genesis, balance: number, confidence: number): number {
	const stake = Math.max(wanted(balance, confidence), parameterOf(genesis, 'proposal-stake-min'));
	return Math.min(stake, parameterOf(genesis, 'proposal-stake-max'));
}
