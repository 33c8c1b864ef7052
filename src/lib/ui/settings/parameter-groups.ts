import type { ParameterName } from '../../protocol/parameters.ts';

export const GROUP_NAMES = ['voting', 'stakes', 'rewards', 'deadlines', 'restart', 'gas'] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

const GROUP_OF: { readonly [name in ParameterName]: GroupName } = {
	settlement: 'voting',
	'voting-mode': 'voting',
	proposers: 'voting',
	'participation-threshold': 'voting',
	'support-threshold': 'voting',
	'base-weight': 'voting',
	'weight-per-reputation': 'voting',
	'neutral-reputation': 'voting',
	'proposal-stake-min': 'stakes',
	'proposal-stake-max': 'stakes',
	'vote-stake-min': 'stakes',
	'vote-stake-max': 'stakes',
	'proposer-reward': 'rewards',
	'proposer-bounty': 'rewards',
	'voter-reward': 'rewards',
	'gas-rebate-percent': 'rewards',
	'full-reward-stake': 'rewards',
	'reward-pool-permille': 'rewards',
	'rejected-proposer-penalty': 'rewards',
	'rejected-proposer-reputation': 'rewards',
	'rejected-for-penalty': 'rewards',
	'rejected-for-reputation': 'rewards',
	'verified-proposer-reputation': 'rewards',
	'verified-for-reputation': 'rewards',
	'verified-against-penalty': 'rewards',
	'verified-against-reputation': 'rewards',
	'falsified-proposer-reputation': 'rewards',
	'falsified-for-burn-percent': 'rewards',
	'falsified-for-reputation': 'rewards',
	'falsified-against-reputation': 'rewards',
	'vote-deadline': 'deadlines',
	'reveal-deadline': 'deadlines',
	'step-deadline': 'deadlines',
	'solution-deadline': 'deadlines',
	'max-rounds': 'deadlines',
	'reboot-threshold': 'restart',
	'reboot-balance': 'restart',
	'reboot-reputation': 'restart',
	'gas-price': 'gas',
	'intrinsic-gas': 'gas',
	'free-data-bytes': 'gas',
	'bytes-per-gas': 'gas',
	'gas-per-hash': 'gas',
	'free-state-keys': 'gas',
	'gas-per-state-key': 'gas',
	'max-data-bytes': 'gas',
	'max-transactions-per-block': 'gas',
	'max-pending-per-sender': 'gas',
};

/** The parameters of a group, in the order they are read in. Every parameter stands in one group. */
export function parametersOf(group: GroupName): readonly ParameterName[] {
	return (Object.keys(GROUP_OF) as ParameterName[]).filter((name) => GROUP_OF[name] === group);
}
