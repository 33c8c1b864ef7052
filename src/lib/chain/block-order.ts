import type { Address } from '../crypto/address.ts';
import { hashJson } from '../crypto/hash.ts';
import { hashBytes, type Hash } from '../primitives/bytes.ts';
import { add } from '../primitives/integers.ts';
import { accountKey } from './accounts.ts';
import type { Account } from './state-entries.ts';
import type { Transaction } from './transaction.ts';
import { stateValue, type WorldState } from './world-state.ts';

/**
 * The proposer of the block after `parentHash`: a draw weighted by 1 + staked in the parent state, over the agents in
 * genesis order (protocol.md §3).
 */
export function drawProposer(world: WorldState, parentHash: Hash): Address {
	const weights = world.genesis.agents.map((agent) => {
		const account = stateValue(world, accountKey(agent.address)) as unknown as Account;
		return add(1, account.staked);
	});
	const total = weights.reduce(add, 0);
	const bytes = hashBytes(hashJson('draw', parentHash));
	let roll = 0;
	for (let i = 0; i < 6; i++) roll = roll * 256 + (bytes[i] as number);
	let left = roll % total;
	for (let i = 0; i < weights.length; i++) {
		if (left < (weights[i] as number)) return world.genesis.agents[i]!.address;
		left -= weights[i] as number;
	}
	throw new Error('the draw left its interval');
}

/** Senders ascending by `H("order", [parentHash, sender])`, each sender's transactions by nonce (protocol.md §3). */
export function orderTransactions<T extends { readonly transaction: Transaction }>(
	parentHash: Hash,
	transactions: readonly T[],
): readonly T[] {
	const rank = new Map<Address, Hash>();
	for (const { transaction } of transactions)
		if (!rank.has(transaction.sender))
			rank.set(transaction.sender, hashJson('order', [parentHash, transaction.sender]));
	return [...transactions].sort((a, b) => {
		const [x, y] = [rank.get(a.transaction.sender) as Hash, rank.get(b.transaction.sender) as Hash];
		if (x !== y) return x < y ? -1 : 1;
		return a.transaction.nonce - b.transaction.nonce;
	});
}
