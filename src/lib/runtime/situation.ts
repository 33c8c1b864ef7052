import type { Situation } from '../agents/agent.ts';
import type { CaseFile } from '../agents/case-file.ts';
import type { PastCase } from '../agents/past-case.ts';
import { readAccount } from '../chain/accounts.ts';
import type { AgentRole } from '../chain/genesis.ts';
import type { Account, VoteState } from '../chain/state-entries.ts';
import { stateValue, type WorldState } from '../chain/world-state.ts';
import { readIncident, readProposal, readVote } from '../contracts/ops/incident.ts';
import type { Address } from '../crypto/address.ts';
import type { Hash } from '../primitives/bytes.ts';

/** What the runs of this browser remember of a chain's incidents, so that nothing scans the state. */
export type CaseHistory = {
	/** Proposals of the incident by round, oldest first. */
	readonly proposals: readonly Hash[];
	/** While a vote is on; nobody asks before. */
	readonly pastCases: readonly PastCase[];
};

/** What one agent sees of one incident at the head. */
export function situationOf(
	world: WorldState,
	height: number,
	role: AgentRole,
	run: { readonly incidentId: string; readonly caseFile: CaseFile; readonly history: CaseHistory },
): Situation {
	const state = { get: (key: string) => stateValue(world, key) };
	const agent = world.genesis.agents.find((one) => one.role === role)!;
	const incident = readIncident(state, run.incidentId);
	const proposal = incident?.proposal ? readProposal(state, incident.proposal) : undefined;
	const votes = new Map<Address, VoteState>();
	for (const { address } of proposal?.electorate ?? []) {
		const vote = readVote(state, proposal!.id, address);
		if (vote) votes.set(address, vote);
	}
	const rejected = run.history.proposals
		.map((id) => readProposal(state, id))
		.filter((one) => one?.incident === run.incidentId && one.status !== 'Open' && one.status !== 'Passed')
		.map((one) => one!.node);
	return {
		role,
		self: readAccount(state, agent.address) as Account,
		genesis: world.genesis,
		height,
		incidentId: run.incidentId,
		incident,
		proposal: incident?.state === 'Data_Collected' ? undefined : proposal,
		votes,
		rejected,
		pastCases: run.history.pastCases,
		caseFile: run.caseFile,
	};
}
