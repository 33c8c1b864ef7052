import type { Address } from '../../crypto/address.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { add } from '../../primitives/integers.ts';
import type { JsonValue } from '../../primitives/json.ts';
import { guard, refuse, type MethodContext } from '../../chain/contract.ts';
import { wordParameterOf } from '../../chain/gas.ts';
import type { ContractEvent } from '../../chain/receipt.ts';
import type { StateDraft } from '../../chain/state-draft.ts';
import type { IncidentState, ProposalState, SopState, VoteState } from '../../chain/state-entries.ts';
import { deadlineOf } from './phase.ts';
import { sopRuleOf, type SopType } from './sop-table.ts';

type ReadState = { get(key: string): JsonValue | undefined };

/** The state key of an incident. */
export function incidentKey(id: string): string {
	return `incident/${id}`;
}

/** The state key of a proposal. */
export function proposalKey(id: Hash): string {
	return `proposal/${id}`;
}

/** The state key of a vote. */
export function voteKey(proposal: Hash, voter: Address): string {
	return `vote/${proposal}/${voter}`;
}

/** An incident by id, or undefined. */
export function readIncident(state: ReadState, id: string): IncidentState | undefined {
	return state.get(incidentKey(id)) as unknown as IncidentState | undefined;
}

/** A proposal by id, or undefined. */
export function readProposal(state: ReadState, id: Hash): ProposalState | undefined {
	return state.get(proposalKey(id)) as unknown as ProposalState | undefined;
}

/** A vote, or undefined where the voter was silent. */
export function readVote(state: ReadState, proposal: Hash, voter: Address): VoteState | undefined {
	return state.get(voteKey(proposal, voter)) as unknown as VoteState | undefined;
}

/** Writes an incident. */
export function writeIncident(state: StateDraft, incident: IncidentState): void {
	state.set(incidentKey(incident.id), incident as unknown as JsonValue);
}

/** Writes a proposal. */
export function writeProposal(state: StateDraft, proposal: ProposalState): void {
	state.set(proposalKey(proposal.id), proposal as unknown as JsonValue);
}

/** Checks role and state of a step against the one table, and answers the incident. */
export function requireStep(context: MethodContext, type: SopType, id: string): IncidentState {
	const rule = sopRuleOf(type);
	requireRole(context, type);
	const incident = readIncident(context.state, id);
	if (!incident) return refuse('unknown-incident', 'incident', 'an incident of this chain', id);
	guard(rule.from.includes(incident.state), 'wrong-state', 'state', rule.from, incident.state);
	if (rule.guards.includes('deadline-passed')) requireInTime(context, incident);
	return incident;
}

/** A deadline is the last block in which the step may lie; after it only `expire_incident` is left (protocol.md §6). */
function requireInTime(context: MethodContext, incident: IncidentState): void {
	const deadline = deadlineOf(context.genesis, incident);
	const { height } = context.block;
	guard(height <= deadline, 'deadline-passed', 'height', `at most ${deadline}`, height);
}

/** Checks the sender's role against the one table; the electorate is checked against the proposal's snapshot instead. */
export function requireRole(context: MethodContext, type: SopType): void {
	const { roles } = sopRuleOf(type);
	if (roles === 'electorate') return;
	const allowed = roles === 'proposers' ? proposerRoles(context) : roles;
	guard(
		(allowed as readonly string[]).includes(context.sender.role),
		'not-authorised',
		'role',
		allowed,
		context.sender.role,
	);
}

function proposerRoles(context: MethodContext): readonly string[] {
	return wordParameterOf(context.genesis, 'proposers') === 'analysts'
		? ['data-detective', 'dependency-explorer', 'probability-oracle', 'fault-mapper']
		: ['probability-oracle'];
}

/** The incident after an accepted step: its clock starts anew and the step's intrinsic fee is owed back (§8). */
export function withStep(incident: IncidentState, context: MethodContext): IncidentState {
	return { ...withDuty(incident, context, context.intrinsicFee), steppedAt: context.block.height };
}

/** The incident with some fee added to what its sender is owed. */
export function withDuty(incident: IncidentState, context: MethodContext, fee: number): IncidentState {
	const { address } = context.sender;
	return { ...incident, duty: { ...incident.duty, [address]: add(incident.duty[address] ?? 0, fee) } };
}

/** The event every change of state emits. */
export function stateChanged(incident: IncidentState, to: SopState): ContractEvent {
	return {
		name: 'StateChanged',
		data: { incident: incident.id, from: incident.state, to, round: incident.round },
	};
}
