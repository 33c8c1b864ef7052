import type { Address } from '../crypto/address.ts';
import { verifySigner, type CheckSigner } from '../crypto/signer.ts';
import { add } from '../primitives/integers.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import {
	checkAgainstState,
	checkSignature,
	prepareTransaction,
	reservationOf,
	type InvalidTransaction,
	type PendingOfSender,
	type PreparedTransaction,
} from './admission.ts';
import { parameterOf } from './gas.ts';
import type { WorldState } from './world-state.ts';

/** Transactions admitted and not yet sealed, each sender's in nonce order. Immutable. */
export type Mempool = { readonly bySender: ReadonlyMap<Address, readonly PreparedTransaction[]> };

/** A pool with nothing in it. */
export const emptyMempool: Mempool = { bySender: new Map() };

/** How many transactions wait. */
export function mempoolSize(pool: Mempool): number {
	let size = 0;
	for (const waiting of pool.bySender.values()) size += waiting.length;
	return size;
}

/** What a sender has waiting: how many, and the tokens they reserve. */
export function pendingOf(pool: Mempool, sender: Address): PendingOfSender {
	const waiting = pool.bySender.get(sender) ?? [];
	return {
		count: waiting.length,
		reserved: waiting.reduce((total, one) => add(total, reservationOf(one.transaction)), 0),
	};
}

/** Admits a transaction against the head state and what its sender has waiting. Fails with {@link InvalidTransaction}. */
export function submitTransaction(
	pool: Mempool,
	world: WorldState,
	value: unknown,
	check: CheckSigner = verifySigner,
): Result<{ readonly pool: Mempool; readonly prepared: PreparedTransaction }, InvalidTransaction> {
	const prepared = prepareTransaction(world, value);
	if (!prepared.ok) return prepared;
	const { sender } = prepared.value.transaction;
	const waiting = pool.bySender.get(sender) ?? [];
	const limit = parameterOf(world.genesis, 'max-pending-per-sender');
	if (waiting.length >= limit)
		return err({ code: 'pool-full', field: 'sender', expected: limit, actual: waiting.length });
	const account = checkAgainstState(world, prepared.value, pendingOf(pool, sender));
	if (!account.ok) return account;
	const signed = checkSignature(prepared.value, check);
	if (!signed.ok) return signed;
	const bySender = new Map(pool.bySender).set(sender, [...waiting, prepared.value]);
	return ok({ pool: { bySender }, prepared: prepared.value });
}

/** The pool without the transactions of a sealed block, and without what they made invalid. */
export function withoutTransactions(pool: Mempool, hashes: ReadonlySet<string>): Mempool {
	const bySender = new Map<Address, readonly PreparedTransaction[]>();
	for (const [sender, waiting] of pool.bySender) {
		const rest = waiting.filter((one) => !hashes.has(one.hash));
		if (rest.length > 0) bySender.set(sender, rest);
	}
	return { bySender };
}
