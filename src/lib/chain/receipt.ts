import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import type { Address } from '../crypto/address.ts';

/** Something a contract says happened. */
export type ContractEvent = { readonly name: string; readonly data: JsonObject };

/** The kinds of internal transaction a contract can order. */
export const CALL_KINDS = [
	'reward',
	'penalty',
	'burn',
	'refund',
	'escrow-lock',
	'escrow-release',
	'grant',
	'transfer',
	'stake',
	'unstake',
] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/**
 * An internal transaction run after the contract method, in the same transaction: a move of tokens, a change of
 * reputation, or both. `reputation` is a signed change, applied to the agent concerned and clamped to 0–100.
 * `from` or `to` is null where tokens leave or enter nothing (a burn has no `to`).
 */
export type Call = {
	readonly kind: CallKind;
	readonly from: Address | null;
	readonly to: Address | null;
	readonly amount: number;
	readonly reputation: number;
	readonly reason: string;
};

/** Why a transaction was reverted: codes and data, no prose (the interface words them). */
export type RevertError = {
	readonly code: string;
	readonly guard: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** How a transaction that is in a block ended. */
export const RECEIPT_STATUSES = ['success', 'reverted'] as const;

/** What a transaction did. A reverted one moved only its fee and its sender's nonce. */
export type Receipt = {
	readonly txHash: Hash;
	readonly index: number;
	readonly status: (typeof RECEIPT_STATUSES)[number];
	readonly gasUsed: number;
	readonly fee: number;
	readonly error?: RevertError;
	readonly events: readonly ContractEvent[];
	readonly calls: readonly Call[];
};
