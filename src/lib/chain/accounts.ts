import type { Address } from '../crypto/address.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { Account } from './state-entries.ts';

/** The state key of an account. */
export function accountKey(address: Address): string {
	return `account/${address}`;
}

/** The account of an address, or undefined where the genesis names none. */
export function readAccount(
	state: { get(key: string): JsonValue | undefined },
	address: Address,
): Account | undefined {
	return state.get(accountKey(address)) as unknown as Account | undefined;
}

/** Writes an account. */
export function writeAccount(state: { set(key: string, value: JsonValue): void }, account: Account): void {
	state.set(accountKey(account.address), account as unknown as JsonValue);
}
