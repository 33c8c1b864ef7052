import type { Contract, Method, Protocol } from '../chain/contract.ts';
import type { IncidentState } from '../chain/state-entries.ts';
import { stateValue, type WorldState } from '../chain/world-state.ts';
import { governanceContract } from '../contracts/governance/governance-contract.ts';
import { readProposal } from '../contracts/ops/incident.ts';
import { opsContract } from '../contracts/ops/ops-contract.ts';
import { deadlineOf, isOpen, voteDeadlineOf } from '../contracts/ops/phase.ts';
import { runTokenCall } from '../contracts/token/calls.ts';
import { tokenContract } from '../contracts/token/token-contract.ts';

/** The version of the rules in this code; a header of another version is not ours to judge. */
export const PROTOCOL_VERSION = 1;

/** The contracts of the chain, in the order the documents list them. */
export const CONTRACTS: readonly Contract[] = [opsContract, governanceContract, tokenContract];

const METHODS = new Map<string, Method>(CONTRACTS.flatMap((contract) => Object.entries(contract.methods)));

/** Every transaction type the chain answers, with the contract it belongs to. */
export const TRANSACTION_TYPES: readonly { readonly type: string; readonly contract: string }[] =
	CONTRACTS.flatMap((contract) =>
		Object.keys(contract.methods).map((type) => ({ type, contract: contract.name })),
	);

function hasPendingDeadline(world: WorldState, height: number): boolean {
	const state = { get: (key: string) => stateValue(world, key) };
	return world.pending.some((key) => {
		const incident = stateValue(world, key) as unknown as IncidentState;
		if (incident.state === 'Solution') return false;
		if (incident.state !== 'Root_Cause_Proposed') return deadlineOf(world.genesis, incident) >= height;
		const proposal = incident.proposal === null ? undefined : readProposal(state, incident.proposal);
		return proposal !== undefined && voteDeadlineOf(world.genesis, proposal) >= height;
	});
}

/** Protocol v1: the contracts, the token machine and the deadlines that allow empty blocks. */
export const protocolV1: Protocol = {
	version: PROTOCOL_VERSION,
	method: (type) => METHODS.get(type),
	runCall: runTokenCall,
	watch: (key, value) => key.startsWith('incident/') && isOpen((value as unknown as IncidentState).state),
	hasPendingDeadline,
};
