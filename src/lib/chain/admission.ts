import type { Address } from '../crypto/address.ts';
import { verifySigner, type CheckSigner } from '../crypto/signer.ts';
import { hashBytes, type Hash } from '../primitives/bytes.ts';
import { multiply } from '../primitives/integers.ts';
import { CanonicalJsonError } from '../primitives/canonical-json.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { accountKey } from './accounts.ts';
import type { TransactionDigest } from './digest-transaction.ts';
import { dataLength, intrinsicGas, parameterOf } from './gas.ts';
import type { InvalidCode } from './invalid-codes.ts';
import { hashTransaction, transactionSchema } from './parse-transaction.ts';
import { findUnreadable } from './readable-data.ts';
import type { Account } from './state-entries.ts';
import type { Transaction } from './transaction.ts';
import { stateValue, type WorldState } from './world-state.ts';

/** Why a transaction is invalid; nothing of it is recorded. */
export type InvalidTransaction = {
	readonly code: InvalidCode;
	readonly field: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** A transaction whose envelope was parsed, with its hash and the size and gas that follow from its data. */
export type PreparedTransaction = {
	readonly transaction: Transaction;
	readonly hash: Hash;
	readonly intrinsicGas: number;
};

/** What the sender has waiting already: added to its nonce, taken from what it can spend. */
export type PendingOfSender = { readonly count: number; readonly reserved: number };

const NOTHING_PENDING: PendingOfSender = { count: 0, reserved: 0 };

function invalid(code: InvalidCode, field: string, expected: JsonValue, actual: JsonValue) {
	return err<InvalidTransaction>({ code, field, expected, actual });
}

/** Reads an envelope. Fails with `bad-envelope`, `wrong-chain` or `data-too-large`. */
export function prepareTransaction(
	world: WorldState,
	value: unknown,
): Result<PreparedTransaction, InvalidTransaction> {
	const parsed = transactionSchema.parse(value);
	if (!parsed.ok)
		return invalid('bad-envelope', parsed.error.path, parsed.error.expected, parsed.error.actual);
	const transaction = parsed.value;
	const foreign = checkChain(world, transaction);
	if (foreign) return foreign;
	const bytes = measureData(transaction.data);
	if (!bytes.ok) return bytes;
	const gas = gasOfData(world, bytes.value);
	return gas.ok ? ok({ transaction, hash: hashTransaction(transaction), intrinsicGas: gas.value }) : gas;
}

/** The same of an envelope that was read and digested before. */
export function prepareDigested(
	world: WorldState,
	transaction: Transaction,
	digest: TransactionDigest,
): Result<PreparedTransaction, InvalidTransaction> {
	const foreign = checkChain(world, transaction);
	if (foreign) return foreign;
	const found = findUnreadable(transaction.data);
	if (found) return invalid('bad-envelope', found.path, found.expected, null);
	const gas = gasOfData(world, digest.dataBytes);
	return gas.ok ? ok({ transaction, hash: digest.hash, intrinsicGas: gas.value }) : gas;
}

function checkChain({ genesis }: WorldState, { chainId }: Transaction) {
	return chainId === genesis.chainId
		? undefined
		: invalid('wrong-chain', 'chainId', genesis.chainId, chainId);
}

function gasOfData({ genesis }: WorldState, bytes: number): Result<number, InvalidTransaction> {
	const most = parameterOf(genesis, 'max-data-bytes');
	return bytes > most ? invalid('data-too-large', 'data', most, bytes) : ok(intrinsicGas(genesis, bytes));
}

/** The canonical length of `data`. Fails with `bad-envelope` where it has none, or none that every reader takes back. */
function measureData(data: JsonObject): Result<number, InvalidTransaction> {
	try {
		const bytes = dataLength(data);
		const found = findUnreadable(data);
		return found ? invalid('bad-envelope', found.path, found.expected, null) : ok(bytes);
	} catch (error) {
		if (!(error instanceof CanonicalJsonError)) throw error;
		const { path, reason } = error.fault;
		return invalid('bad-envelope', `/data${path}`, 'canonical JSON', reason);
	}
}

/** Whether the stated sender signed. Fails with `bad-signature`. */
export function checkSignature(
	prepared: PreparedTransaction,
	check: CheckSigner = verifySigner,
): Result<void, InvalidTransaction> {
	const { sender, signature } = prepared.transaction;
	const fault = check({ hash: hashBytes(prepared.hash), signature, address: sender });
	if (!fault) return ok(undefined);
	return fault.code === 'wrong-signer'
		? invalid('bad-signature', 'sender', fault.expected, fault.actual)
		: invalid('bad-signature', 'signature', 'a signature', fault.reason);
}

/** Whether the sender exists, its nonce is next and it can pay. Fails with the remaining codes but `pool-full`. */
export function checkAgainstState(
	world: WorldState,
	prepared: PreparedTransaction,
	pending: PendingOfSender = NOTHING_PENDING,
): Result<Account, InvalidTransaction> {
	const { transaction } = prepared;
	const account = stateValue(world, accountKey(transaction.sender)) as unknown as Account | undefined;
	if (!account || account.role === 'treasury')
		return invalid('unknown-sender', 'sender', 'an account of the genesis', transaction.sender);
	const nonce = account.nonce + pending.count;
	if (transaction.nonce !== nonce) return invalid('bad-nonce', 'nonce', nonce, transaction.nonce);
	if (transaction.gasLimit < prepared.intrinsicGas)
		return invalid('gas-limit-too-low', 'gasLimit', prepared.intrinsicGas, transaction.gasLimit);
	const gasPrice = parameterOf(world.genesis, 'gas-price');
	if (transaction.gasPrice !== gasPrice)
		return invalid('wrong-gas-price', 'gasPrice', gasPrice, transaction.gasPrice);
	const available = account.balance - pending.reserved;
	if (reservationOf(transaction) > available)
		return invalid('cannot-pay', 'gasLimit', `at most ${available} tokens`, transaction.gasLimit);
	return ok(account);
}

/** The tokens a transaction reserves for its gas; more than any balance where the product leaves 2^53 − 1. */
export function reservationOf(transaction: Transaction): number {
	const product = transaction.gasPrice * transaction.gasLimit;
	return Number.isSafeInteger(product)
		? multiply(transaction.gasPrice, transaction.gasLimit)
		: Number.MAX_SAFE_INTEGER;
}

/** The senders' addresses, once each. */
export function sendersOf(transactions: readonly Transaction[]): readonly Address[] {
	return [...new Set(transactions.map((transaction) => transaction.sender))];
}
