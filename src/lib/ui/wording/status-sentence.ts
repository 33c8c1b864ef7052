import { m } from '$lib/paraglide/messages.js';
import type { Genesis } from '../../chain/genesis.ts';
import type { IncidentState } from '../../chain/state-entries.ts';
import type { WorldView } from '../../ledger/timeline.ts';
import { currentProposal, voteViewOf } from '../governance/vote-view.ts';
import { formatShare, formatWeight } from '../format/number.ts';
import { formatMinute } from '../format/time.ts';
import { nameOfType } from './transactions.ts';

/** Where an incident stands, in one or two sentences. Always something to say. */
export function statusSentence(genesis: Genesis, world: WorldView): string {
	const incident = world.incident;
	if (!incident) return m.status_empty();
	const sentence = sentenceOf(genesis, world, incident);
	const closed = incident.state === 'Unresolved' || incident.state === 'Verified';
	return incident.round > 1 && !closed
		? `${m.status_round({ round: incident.round })} ${sentence}`
		: sentence;
}

function sentenceOf(genesis: Genesis, world: WorldView, incident: IncidentState): string {
	const node = currentProposal(world)?.proposal.node ?? m.unknown_value();
	switch (incident.state) {
		case 'Init':
			return m.status_init({ node: incident.alert.node, minute: formatMinute(incident.alert.minute) });
		case 'Data_Collected':
			return collected(incident);
		case 'Root_Cause_Proposed':
			return voting(genesis, world);
		case 'Consensus':
			return m.status_consensus({ node, support: supportOf(genesis, world) });
		case 'Solution':
			return m.status_solution({ node, support: supportOf(genesis, world) });
		case 'Verified':
			return m.status_verified({ node });
		case 'Falsified':
			return m.status_falsified({ node });
		case 'Expired':
			return m.status_expired();
		case 'Unresolved':
			return incident.enough === false
				? m.status_unresolved_evidence()
				: m.status_unresolved({ rounds: incident.round });
	}
}

function collected(incident: IncidentState): string {
	if (incident.enough === false) return m.status_not_enough();
	const missing = [
		incident.dependencies === null ? 'submit_dependencies' : undefined,
		incident.probabilities === null ? 'submit_probabilities' : undefined,
		incident.faultWeb === null ? 'submit_fault_web' : undefined,
	].filter((type) => type !== undefined);
	if (missing.length === 0) return m.status_ready_to_propose();
	return m.status_data_collected({
		size: incident.evidence?.size ?? 0,
		missing: missing.map(nameOfType).join(m.join_list()),
	});
}

function voting(genesis: Genesis, world: WorldView): string {
	const current = currentProposal(world);
	if (!current) return m.status_ready_to_propose();
	const vote = voteViewOf(genesis, current);
	const said = { node: vote.proposal.node, voted: vote.voted, total: vote.seats.length };
	if (vote.sealed && vote.sealed.revealed < vote.voted)
		return vote.sealed.revealed > 0 || vote.voted === vote.seats.length
			? m.status_voting_reveal({ ...said, revealed: vote.sealed.revealed, until: vote.sealed.until })
			: m.status_voting_sealed(said);
	if (vote.voted === vote.seats.length)
		return m.status_voting_done({ ...said, support: formatShare(vote.support.share) });
	return vote.needed > 0
		? m.status_voting_needs({ ...said, needed: formatWeight(vote.needed) })
		: m.status_voting_wait({ ...said, support: formatShare(vote.support.share) });
}

function supportOf(genesis: Genesis, world: WorldView): string {
	const current = currentProposal(world);
	return current ? formatShare(voteViewOf(genesis, current).support.share) : '–';
}
