import { readAccount } from '../../chain/accounts.ts';
import type { MethodContext } from '../../chain/contract.ts';
import { wordParameterOf } from '../../chain/gas.ts';
import type { Call } from '../../chain/receipt.ts';
import type { Account, IncidentState, ProposalState, ProposalStatus } from '../../chain/state-entries.ts';
import type { Address } from '../../crypto/address.ts';
import { sum } from '../../primitives/integers.ts';
import { readProposal, readVote } from '../ops/incident.ts';
import { readEscrow } from './calls.ts';
import {
	refundDuty,
	settleExpired,
	settleFalsified,
	settleNoQuorum,
	settleOnClose,
	settlePassed,
	settleRejected,
	settleVerified,
	type SettlementInput,
} from './settlement.ts';

/** What the state says about everyone who has something at stake on a proposal, in genesis order. */
function settlementInput(context: MethodContext, proposal: ProposalState): SettlementInput {
	const { genesis, state } = context;
	const members = new Set<Address>([
		proposal.proposer,
		...proposal.electorate.map((member) => member.address),
	]);
	const parties = genesis.agents
		.filter((agent) => members.has(agent.address))
		.map(({ address }) => ({
			address,
			escrow: readEscrow(state, proposal.id, address),
			balance: (readAccount(state, address) as Account).balance,
			vote: readVote(state, proposal.id, address),
		}));
	const treasury = (readAccount(state, genesis.treasury.address) as Account).balance;
	return { genesis, proposal, parties, treasury };
}

/** The calls that settle a vote at its close (protocol.md §8). */
export function settleVote(
	context: MethodContext,
	proposal: ProposalState,
	status: Exclude<ProposalStatus, 'Open'>,
): readonly Call[] {
	const input = settlementInput(context, proposal);
	if (status === 'NoQuorum') return settleNoQuorum(input);
	if (wordParameterOf(context.genesis, 'settlement') === 'on-close')
		return settleOnClose(input, status === 'Passed');
	return status === 'Passed' ? settlePassed(input) : settleRejected(input);
}

/** The calls that settle an incident at its end. Under `on-close` nothing moves any more. */
export function settleIncident(
	context: MethodContext,
	incident: IncidentState,
	end: 'Verified' | 'Falsified' | 'Expired',
): readonly Call[] {
	const proposal = incident.proposal === null ? undefined : readProposal(context.state, incident.proposal);
	if (!proposal || wordParameterOf(context.genesis, 'settlement') === 'on-close') return [];
	const input = settlementInput(context, proposal);
	if (end === 'Expired') return settleExpired(input);
	const duty = refundDuty(input, incident.duty);
	const spent = sum(duty.map((call) => call.amount));
	return [...duty, ...(end === 'Verified' ? settleVerified(input, spent) : settleFalsified(input, spent))];
}
