import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import type { Result } from '../primitives/result.ts';
import type { Schema, SchemaFault } from '../primitives/schema.ts';
import type { Genesis } from './genesis.ts';
import type { Call, ContractEvent } from './receipt.ts';
import type { StateDraft } from './state-draft.ts';
import type { Account } from './state-entries.ts';
import type { WatchEntry, WorldState } from './world-state.ts';

/** What of its block a contract can see: no clock, no randomness, no proposer. */
export type BlockContext = { readonly height: number; readonly timestamp: number };

/** What a contract method runs in. `sender` is the account after its gas was reserved. */
export type MethodContext = {
	readonly state: StateDraft;
	readonly block: BlockContext;
	readonly txHash: Hash;
	readonly sender: Account;
	readonly genesis: Genesis;
	/** Tokens of the sender set aside for this transaction's gas: not in its balance now, but still its own. */
	readonly reserved: number;
	/** Intrinsic fee of this transaction, in tokens. */
	readonly intrinsicFee: number;
	/** Keys under the protocol's watch before this transaction. */
	readonly pending: readonly string[];
	/** Adds proof hashes to the bill; reverts with `out-of-gas` when the limit is passed. */
	chargeHashes(count: number): void;
};

/** What a method did besides its writes. Calls run afterwards in the same transaction, all or nothing. */
export type Outcome = { readonly events: readonly ContractEvent[]; readonly calls: readonly Call[] };

/** One transaction type of a contract. Order inside `run`: check, change, emit, call. */
export type Method<T = unknown> = {
	/** The description of `data`, for the generated table. */
	readonly schema: string;
	/** The same as JSON Schema. */
	readonly json: JsonObject;
	parse(data: JsonObject): Result<T, SchemaFault>;
	run(context: MethodContext, data: T): Outcome;
};

/** A contract: its name and the transaction types it answers. */
export type Contract = { readonly name: string; readonly methods: { readonly [type: string]: Method } };

/** The rules of a chain, as the chain itself needs them; `protocol/` assembles it from the contracts. */
export type Protocol = {
	readonly version: number;
	method(type: string): Method | undefined;
	/** Runs one internal transaction; refuses (reverting the whole) what cannot be paid. */
	runCall(state: StateDraft, call: Call): void;
	readonly watch: WatchEntry;
	/** Whether a vote or step deadline at or after `height` is pending, so that an empty block may be sealed. */
	hasPendingDeadline(world: WorldState, height: number): boolean;
};

/** A contract's refusal. Thrown by {@link refuse}, caught in execute.ts alone. */
export class Halt extends Error {
	constructor(
		readonly code: string,
		readonly guard: string,
		readonly expected: JsonValue,
		readonly actual: JsonValue,
	) {
		super(`${code} (${guard})`);
	}
}

/** Stops the method; the transaction reverts with this code and these data. */
export function refuse(code: string, guard: string, expected: JsonValue, actual: JsonValue): never {
	throw new Halt(code, guard, expected, actual);
}

/** Stops the method unless a guard holds. */
export function guard(
	holds: boolean,
	code: string,
	name: string,
	expected: JsonValue,
	actual: JsonValue,
): void {
	if (!holds) refuse(code, name, expected, actual);
}

/** A method with its parsed data's type hidden, as contracts list them. */
export function method<T>(schema: Schema<T>, run: (context: MethodContext, data: T) => Outcome): Method {
	return {
		schema: schema.description,
		json: schema.json,
		parse: (data) => schema.parse(data),
		run: run as Method['run'],
	};
}
