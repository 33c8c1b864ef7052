import { readAccount, writeAccount } from '../../chain/accounts.ts';
import { guard, refuse } from '../../chain/contract.ts';
import type { Call } from '../../chain/receipt.ts';
import type { StateDraft } from '../../chain/state-draft.ts';
import type { Account } from '../../chain/state-entries.ts';
import type { Address } from '../../crypto/address.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { add, subtract } from '../../primitives/integers.ts';
import type { JsonValue } from '../../primitives/json.ts';

/** The state key of what an agent has at risk on a proposal. */
export function escrowKey(proposal: string, owner: Address): string {
	return `escrow/${proposal}/${owner}`;
}

/** Tokens an agent has at risk on a proposal; 0 where nothing. */
export function readEscrow(
	state: { get(key: string): JsonValue | undefined },
	proposal: Hash,
	owner: Address,
): number {
	return (state.get(escrowKey(proposal, owner)) as number | undefined) ?? 0;
}

/**
 * Runs one internal transaction. What cannot be paid reverts the whole transaction with `insufficient-balance`. In
 * `escrow-lock` and `escrow-release` the reason is the proposal's id. Reputation is clamped to 0–100.
 */
export function runTokenCall(state: StateDraft, call: Call): void {
	switch (call.kind) {
		case 'escrow-lock':
			debit(state, call.from, call.amount);
			setEscrow(state, call.reason, call.from, (held) => add(held, call.amount));
			break;
		case 'escrow-release':
			setEscrow(state, call.reason, call.to, (held) => subtract(held, call.amount));
			credit(state, call.to, call.amount);
			break;
		case 'burn':
			debit(state, call.from, call.amount);
			burn(state, call.amount);
			changeReputation(state, call.from, call.reputation);
			break;
		case 'penalty':
			debit(state, call.from, call.amount);
			credit(state, call.to, call.amount);
			changeReputation(state, call.from, call.reputation);
			break;
		case 'stake':
			debit(state, call.from, call.amount);
			changeStaked(state, call.from, (staked) => add(staked, call.amount));
			break;
		case 'unstake':
			changeStaked(state, call.to, (staked) => subtract(staked, call.amount));
			credit(state, call.to, call.amount);
			break;
		default:
			debit(state, call.from, call.amount);
			credit(state, call.to, call.amount);
			changeReputation(state, call.to, call.reputation);
	}
}

function accountAt(state: StateDraft, address: Address | null): Account {
	const account = address === null ? undefined : readAccount(state, address);
	return account ?? refuse('unknown-account', 'address', 'an account of the genesis', address);
}

function debit(state: StateDraft, address: Address | null, amount: number): void {
	const account = accountAt(state, address);
	guard(account.balance >= amount, 'insufficient-balance', 'balance', amount, account.balance);
	writeIfChanged(state, account, { ...account, balance: account.balance - amount });
}

function credit(state: StateDraft, address: Address | null, amount: number): void {
	const account = accountAt(state, address);
	writeIfChanged(state, account, { ...account, balance: add(account.balance, amount) });
}

function changeStaked(state: StateDraft, address: Address | null, change: (staked: number) => number): void {
	const account = accountAt(state, address);
	writeAccount(state, { ...account, staked: change(account.staked) });
}

function changeReputation(state: StateDraft, address: Address | null, change: number): void {
	if (change === 0) return;
	const account = accountAt(state, address);
	const reputation = Math.min(100, Math.max(0, account.reputation + change));
	writeIfChanged(state, account, { ...account, reputation });
}

function writeIfChanged(state: StateDraft, before: Account, after: Account): void {
	if (before.balance !== after.balance || before.reputation !== after.reputation) writeAccount(state, after);
}

function setEscrow(
	state: StateDraft,
	proposal: string,
	owner: Address | null,
	change: (held: number) => number,
): void {
	const key = escrowKey(proposal, accountAt(state, owner).address);
	const held = change((state.get(key) as number | undefined) ?? 0);
	if (held === 0) state.delete(key);
	else state.set(key, held);
}

function burn(state: StateDraft, amount: number): void {
	const supply = state.get('supply') as { readonly genesis: number; readonly burned: number };
	state.set('supply', { genesis: supply.genesis, burned: add(supply.burned, amount) });
}
