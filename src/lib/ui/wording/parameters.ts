import { m } from '$lib/paraglide/messages.js';
import { PARAMETERS, type ParameterFault, type ParameterName } from '../../protocol/parameters.ts';
import { formatNumber } from '../format/number.ts';

const MEANINGS: { readonly [name in ParameterName]: () => string } = {
	'gas-price': m.param_means_gas_price,
	'intrinsic-gas': m.param_means_intrinsic_gas,
	'free-data-bytes': m.param_means_free_data_bytes,
	'bytes-per-gas': m.param_means_bytes_per_gas,
	'gas-per-hash': m.param_means_gas_per_hash,
	'free-state-keys': m.param_means_free_state_keys,
	'gas-per-state-key': m.param_means_gas_per_state_key,
	'max-data-bytes': m.param_means_max_data_bytes,
	'max-transactions-per-block': m.param_means_max_transactions_per_block,
	'max-pending-per-sender': m.param_means_max_pending_per_sender,
	'vote-deadline': m.param_means_vote_deadline,
	'reveal-deadline': m.param_means_reveal_deadline,
	'step-deadline': m.param_means_step_deadline,
	'solution-deadline': m.param_means_solution_deadline,
	'max-rounds': m.param_means_max_rounds,
	proposers: m.param_means_proposers,
	'proposal-stake-min': m.param_means_proposal_stake_min,
	'proposal-stake-max': m.param_means_proposal_stake_max,
	'vote-stake-min': m.param_means_vote_stake_min,
	'vote-stake-max': m.param_means_vote_stake_max,
	'base-weight': m.param_means_base_weight,
	'weight-per-reputation': m.param_means_weight_per_reputation,
	'neutral-reputation': m.param_means_neutral_reputation,
	'participation-threshold': m.param_means_participation_threshold,
	'support-threshold': m.param_means_support_threshold,
	'voting-mode': m.param_means_voting_mode,
	settlement: m.param_means_settlement,
	'proposer-reward': m.param_means_proposer_reward,
	'proposer-bounty': m.param_means_proposer_bounty,
	'voter-reward': m.param_means_voter_reward,
	'gas-rebate-percent': m.param_means_gas_rebate_percent,
	'full-reward-stake': m.param_means_full_reward_stake,
	'reward-pool-permille': m.param_means_reward_pool_permille,
	'rejected-proposer-penalty': m.param_means_rejected_proposer_penalty,
	'rejected-proposer-reputation': m.param_means_rejected_proposer_reputation,
	'rejected-for-penalty': m.param_means_rejected_for_penalty,
	'rejected-for-reputation': m.param_means_rejected_for_reputation,
	'verified-proposer-reputation': m.param_means_verified_proposer_reputation,
	'verified-for-reputation': m.param_means_verified_for_reputation,
	'verified-against-penalty': m.param_means_verified_against_penalty,
	'verified-against-reputation': m.param_means_verified_against_reputation,
	'falsified-proposer-reputation': m.param_means_falsified_proposer_reputation,
	'falsified-for-burn-percent': m.param_means_falsified_for_burn_percent,
	'falsified-for-reputation': m.param_means_falsified_for_reputation,
	'falsified-against-reputation': m.param_means_falsified_against_reputation,
	'reboot-threshold': m.param_means_reboot_threshold,
	'reboot-balance': m.param_means_reboot_balance,
	'reboot-reputation': m.param_means_reboot_reputation,
};

const WORDS: { readonly [word: string]: () => string } = {
	'on-verification': m.word_on_verification,
	'on-close': m.word_on_close,
	open: m.word_open,
	sealed: m.word_sealed,
	'probability-oracle': m.word_probability_oracle,
	analysts: m.word_analysts,
};

/** What a parameter does, in one sentence. */
export function meaningOfParameter(name: ParameterName): string {
	return MEANINGS[name]();
}

/** A parameter's word value in the reader's language; the word itself where it is none of ours. */
export function nameOfWord(word: string): string {
	return Object.hasOwn(WORDS, word) ? WORDS[word]!() : word;
}

/** What is wrong with a parameter, and within which bounds it would be right. */
export function sentenceOfParameterFault(fault: ParameterFault): string {
	switch (fault.code) {
		case 'unknown-parameter':
			return m.settings_fault_unknown({ name: fault.name });
		case 'missing-parameter':
			return m.settings_fault_missing({ name: fault.name });
		case 'bad-parameter':
			return boundsOf(fault.name as ParameterName);
	}
}

function boundsOf(name: ParameterName): string {
	const definition = PARAMETERS[name];
	return definition.kind === 'number'
		? m.settings_fault_number({ from: formatNumber(definition.min), to: formatNumber(definition.max) })
		: m.settings_fault_word({ words: definition.words.map(nameOfWord).join(m.join_list()) });
}
