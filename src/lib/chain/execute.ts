import type { Address } from '../crypto/address.ts';
import { add, multiply, subtract } from '../primitives/integers.ts';
import { ok, type Result } from '../primitives/result.ts';
import { accountKey, readAccount, writeAccount } from './accounts.ts';
import { checkAgainstState, type InvalidTransaction, type PreparedTransaction } from './admission.ts';
import { Halt, type BlockContext, type MethodContext, type Outcome, type Protocol } from './contract.ts';
import { createGasMeter, parameterOf, type GasMeter } from './gas.ts';
import type { Receipt, RevertError } from './receipt.ts';
import { createDraft, type StateDraft } from './state-draft.ts';
import type { Account } from './state-entries.ts';
import { applyChanges, type StateChange, type WorldState } from './world-state.ts';

/** A transaction carried out: the world after it, its receipt, and the entries it changed. */
export type Execution = {
	readonly world: WorldState;
	readonly receipt: Receipt;
	readonly changes: readonly StateChange[];
};

type Run = { readonly draft: StateDraft; readonly outcome: Outcome; readonly gasUsed: number };

/**
 * Runs one transaction: check against the state, reserve gas, run the contract and its calls on a draft, then settle.
 * The signature is checked apart (admission.ts), so that a verifier can check many at once. Fails only where the
 * transaction is invalid; a refusal by the contract is a reverted receipt (protocol.md §2).
 */
export function executeTransaction(
	world: WorldState,
	prepared: PreparedTransaction,
	block: BlockContext,
	index: number,
	protocol: Protocol,
): Result<Execution, InvalidTransaction> {
	const sender = checkAgainstState(world, prepared);
	if (!sender.ok) return sender;
	const run = runContract(world, prepared, sender.value, block, protocol);
	const reverted = 'error' in run;
	const draft = reverted ? createDraft(world) : run.draft;
	const gasUsed = reverted ? prepared.intrinsicGas : run.gasUsed;
	const fee = multiply(gasUsed, prepared.transaction.gasPrice);
	settle(draft, sender.value, world.genesis.treasury.address, prepared, fee, reverted);
	const receipt: Receipt = {
		txHash: prepared.hash,
		index,
		status: reverted ? 'reverted' : 'success',
		gasUsed,
		fee,
		...(reverted ? { error: run.error } : {}),
		events: reverted ? [] : run.outcome.events,
		calls: reverted ? [] : run.outcome.calls,
	};
	const changes = draft.changes();
	return ok({ world: applyChanges(world, changes, protocol.watch), receipt, changes });
}

/** Runs method and calls on a draft over the world with the gas reserved. The one place where a {@link Halt} is caught. */
function runContract(
	world: WorldState,
	prepared: PreparedTransaction,
	sender: Account,
	block: BlockContext,
	protocol: Protocol,
): Run | { readonly error: RevertError } {
	const { transaction } = prepared;
	const method = protocol.method(transaction.type);
	if (!method) return revert('unknown-type', 'type', 'a transaction type', transaction.type);
	const data = method.parse(transaction.data);
	if (!data.ok) return revert('bad-data', data.error.path, data.error.expected, data.error.actual);
	const draft = createDraft(world, reserveGas(prepared, sender));
	const meter = createGasMeter(world.genesis, prepared.intrinsicGas, transaction.gasLimit);
	try {
		const context = contextOf(world, draft, prepared, block, meter);
		const outcome = method.run(context, data.value);
		for (const call of outcome.calls) protocol.runCall(draft, call);
		return { draft, outcome, gasUsed: meter.finish(draft.writeCount()) };
	} catch (fault) {
		if (fault instanceof Halt) return revert(fault.code, fault.guard, fault.expected, fault.actual);
		throw fault;
	}
}

function revert(
	code: string,
	guard: string,
	expected: RevertError['expected'],
	actual: RevertError['actual'],
): { readonly error: RevertError } {
	return { error: { code, guard, expected, actual } };
}

/** The sender's account without what its transaction may use. */
function reserveGas(prepared: PreparedTransaction, sender: Account): StateChange {
	const reservation = multiply(prepared.transaction.gasLimit, prepared.transaction.gasPrice);
	const reserved: Account = { ...sender, balance: subtract(sender.balance, reservation) };
	return { key: accountKey(sender.address), value: reserved as unknown as StateChange['value'] };
}

function contextOf(
	world: WorldState,
	draft: StateDraft,
	prepared: PreparedTransaction,
	block: BlockContext,
	meter: GasMeter,
): MethodContext {
	return {
		state: draft,
		block,
		txHash: prepared.hash,
		sender: readAccount(draft, prepared.transaction.sender) as Account,
		genesis: world.genesis,
		reserved: multiply(prepared.transaction.gasLimit, prepared.transaction.gasPrice),
		intrinsicFee: multiply(prepared.intrinsicGas, parameterOf(world.genesis, 'gas-price')),
		pending: world.pending,
		chargeHashes: (count) => meter.chargeHashes(count),
	};
}

/** Gives back the unused reservation, pays the fee to the treasury and uses up the nonce. */
function settle(
	draft: StateDraft,
	before: Account,
	treasuryAddress: Address,
	prepared: PreparedTransaction,
	fee: number,
	reverted: boolean,
): void {
	const { gasLimit, gasPrice } = prepared.transaction;
	const returned = reverted ? 0 : multiply(gasLimit, gasPrice);
	const account = reverted ? before : (readAccount(draft, before.address) as Account);
	const balance = subtract(add(account.balance, returned), fee);
	writeAccount(draft, { ...account, balance, nonce: add(before.nonce, 1) });
	const treasury = readAccount(draft, treasuryAddress) as Account;
	writeAccount(draft, { ...treasury, balance: add(treasury.balance, fee) });
}
