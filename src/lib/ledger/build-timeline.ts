import { readAccount } from '../chain/accounts.ts';
import { prepareTransaction } from '../chain/admission.ts';
import type { Block } from '../chain/block.ts';
import { executeTransaction } from '../chain/execute.ts';
import type { Account, VoteState } from '../chain/state-entries.ts';
import { stateValue, type WorldState } from '../chain/world-state.ts';
import { incidentOfTransaction } from '../contracts/ops/incident-of.ts';
import { readIncident, readProposal, readVote } from '../contracts/ops/incident.ts';
import { readEscrow } from '../contracts/token/calls.ts';
import type { Address } from '../crypto/address.ts';
import type { Hash } from '../primitives/bytes.ts';
import { unwrap } from '../primitives/result.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import type { Timeline, TimelineStep, WorldView } from './timeline.ts';

/**
 * The transactions of one incident with the world after each, by running `blocks` again on `world` (the world before the
 * first of them). The blocks were verified before: one that does not run is our bug and throws.
 */
export function buildTimeline(input: {
	readonly world: WorldState;
	readonly blocks: readonly Block[];
	readonly incident: string;
}): Timeline {
	const known = new Set<Hash>();
	const before = viewWorld(input.world, input.incident, known);
	const steps: TimelineStep[] = [];
	let world = input.world;
	for (const { header, transactions, receipts } of input.blocks) {
		for (let index = 0; index < transactions.length; index++) {
			const prepared = unwrap(prepareTransaction(world, transactions[index]));
			world = unwrap(executeTransaction(world, prepared, header, index, protocolV1)).world;
			const state = readerOf(world);
			const { transaction, hash } = prepared;
			if (incidentOfTransaction(state, transaction) !== input.incident) continue;
			const receipt = receipts[index]!;
			if (transaction.type === 'propose_root_cause' && receipt.status === 'success') known.add(hash);
			const after = viewWorld(world, input.incident, known);
			steps.push({
				hash,
				height: header.height,
				index,
				timestamp: header.timestamp,
				transaction,
				receipt,
				after,
			});
		}
	}
	return { incident: input.incident, before, steps };
}

function readerOf(world: WorldState) {
	return { get: (key: string) => stateValue(world, key) };
}

/** What of a world the console shows for one incident and the proposals known of it. */
function viewWorld(world: WorldState, incident: string, known: ReadonlySet<Hash>): WorldView {
	const state = readerOf(world);
	const { genesis } = world;
	const addresses = [
		...genesis.agents.map((agent) => agent.address),
		genesis.operator.address,
		genesis.treasury.address,
	];
	const proposals = [...known].map((id) => {
		const proposal = readProposal(state, id)!;
		const votes: Record<Address, VoteState> = {};
		for (const { address } of proposal.electorate) {
			const vote = readVote(state, id, address);
			if (vote) votes[address] = vote;
		}
		return { proposal, votes };
	});
	return {
		accounts: addresses.map((address) => readAccount(state, address) as Account),
		escrow: Object.fromEntries(addresses.map((address) => [address, escrowOf(world, address)])),
		supply: state.get('supply') as WorldView['supply'],
		incident: readIncident(state, incident) ?? null,
		proposals,
	};
}

/** What an account has at risk over all incidents that are still open. */
function escrowOf(world: WorldState, address: Address): number {
	const state = readerOf(world);
	return world.pending.reduce((total, key) => {
		const proposal = readIncident(state, key.slice('incident/'.length))?.proposal ?? null;
		return proposal === null ? total : total + readEscrow(state, proposal, address);
	}, 0);
}
