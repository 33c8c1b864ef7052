import { m } from '$lib/paraglide/messages.js';
import type { ProposalStatus, SopState, VoteOption } from '../../chain/state-entries.ts';
import type { SeatOption } from '../governance/vote-view.ts';

const STATES: { readonly [state in SopState]: () => string } = {
	Init: m.state_init,
	Data_Collected: m.state_data_collected,
	Root_Cause_Proposed: m.state_root_cause_proposed,
	Consensus: m.state_consensus,
	Solution: m.state_solution,
	Verified: m.state_verified,
	Falsified: m.state_falsified,
	Expired: m.state_expired,
	Unresolved: m.state_unresolved,
};

const OPTIONS: { readonly [option in VoteOption]: () => string } = {
	For: m.option_for,
	Against: m.option_against,
	Abstain: m.option_abstain,
};

const PROPOSALS: { readonly [status in ProposalStatus]: () => string } = {
	Open: m.proposal_open,
	Passed: m.proposal_passed,
	Rejected: m.proposal_rejected,
	NoQuorum: m.proposal_no_quorum,
};

export function nameOfState(state: SopState): string {
	return STATES[state]();
}

export function nameOfOption(option: string): string {
	return Object.hasOwn(OPTIONS, option) ? OPTIONS[option as VoteOption]() : option;
}

/** What a voter's seat shows: its option, or why it shows none. */
export function nameOfSeatOption(option: SeatOption): string {
	if (option === 'none') return m.option_none();
	if (option === 'sealed') return m.option_sealed();
	return option === 'unrevealed' ? m.option_unrevealed() : nameOfOption(option);
}

export function nameOfProposalStatus(status: ProposalStatus): string {
	return PROPOSALS[status]();
}
