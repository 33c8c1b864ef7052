import { parameterOf, wordParameterOf } from '../../chain/gas.ts';
import type { Genesis } from '../../chain/genesis.ts';
import type { IncidentState, ProposalState, SopState } from '../../chain/state-entries.ts';
import type { Address } from '../../crypto/address.ts';
import { add } from '../../primitives/integers.ts';
import { OPEN_STATES } from './sop-table.ts';

/** Whether an incident can still move. Derived, never stored. */
export function isOpen(state: SopState): boolean {
	return (OPEN_STATES as readonly SopState[]).includes(state);
}

/** The last block in which the incident's next step may lie (not the vote's; see {@link voteDeadlineOf}). */
export function deadlineOf(genesis: Genesis, incident: IncidentState): number {
	const wait = incident.state === 'Solution' ? 'solution-deadline' : 'step-deadline';
	return add(incident.steppedAt, parameterOf(genesis, wait));
}

/** Whether a chain's votes are committed first and revealed later (protocol.md §7). */
export function isSealed(genesis: Genesis): boolean {
	return wordParameterOf(genesis, 'voting-mode') === 'sealed';
}

/** The last block in which a vote (sealed: its reveal) may lie. */
export function voteDeadlineOf(genesis: Genesis, proposal: ProposalState): number {
	return isSealed(genesis)
		? add(proposal.deadline, parameterOf(genesis, 'reveal-deadline'))
		: proposal.deadline;
}

/** Whether sealed votes may be revealed yet at a height: all have committed, or the time to commit is over. */
export function isRevealOpen(
	proposal: ProposalState,
	height: number,
	hasCommitted: (voter: Address) => boolean,
): boolean {
	return height > proposal.deadline || proposal.electorate.every(({ address }) => hasCommitted(address));
}
