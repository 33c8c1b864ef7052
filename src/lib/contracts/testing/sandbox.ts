import { prepareTransaction } from '../../chain/admission.ts';
import { readAccount } from '../../chain/accounts.ts';
import { executeTransaction } from '../../chain/execute.ts';
import type { Genesis, ParameterValue } from '../../chain/genesis.ts';
import { genesisSupply, genesisWorld } from '../../chain/genesis-block.ts';
import type { Receipt } from '../../chain/receipt.ts';
import type { Account } from '../../chain/state-entries.ts';
import { addressIn, FOUNDED_AT, seededGenesis, type Signer } from '../../chain/testing/seeded-chain.ts';
import { stateEntries, stateValue, type StateChange, type WorldState } from '../../chain/world-state.ts';
import type { Address } from '../../crypto/address.ts';
import type { Signature } from '../../crypto/keys.ts';
import { encodeCanonicalJson } from '../../primitives/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import { unwrap } from '../../primitives/result.ts';
import { protocolV1 } from '../../protocol/protocol.ts';
import { CALL_REASONS, EVENT_NAMES } from '../receipt-words.ts';
import { allowedCodes } from '../revert-codes.ts';

const NO_SIGNATURE = `0x${'0'.repeat(130)}` as Signature;

/**
 * A world in which transactions run without being signed or sealed, so that thousands take a second. After each one the
 * books are checked: no token made or lost, every number in its range, no refusal the procedure does not know.
 */
export type Sandbox = {
	readonly genesis: Genesis;
	readonly state: { get(key: string): JsonValue | undefined };
	world(): WorldState;
	/** The height of the block that transactions lie in. */
	height(): number;
	/** Goes on so many blocks. */
	pass(blocks: number): void;
	address(who: Signer | 'treasury'): Address;
	account(who: Signer | 'treasury'): Account;
	run(who: Signer, type: string, data: JsonObject, gasLimit?: number): Receipt;
	/** The same world apart: what runs there is not seen here. */
	fork(): Sandbox;
};

/** What a sandbox starts from. */
export type SandboxOptions = {
	readonly parameters?: { readonly [name: string]: ParameterValue };
	/** Makes the genesis another one: poorer agents, other reputations. */
	readonly change?: (genesis: Genesis) => Genesis;
	/** The gas limit of transactions that state none. */
	readonly gasLimit?: number;
};

/** A sandbox over a new chain. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
	const { parameters = {}, change = (genesis) => genesis, gasLimit = 10_000 } = options;
	const genesis = change(seededGenesis(parameters));
	return sandboxOver(genesisWorld(genesis, protocolV1), 1, gasLimit);
}

function sandboxOver(start: WorldState, startHeight: number, usualLimit: number): Sandbox {
	const { genesis } = start;
	let world = start;
	let height = startHeight;
	const state = { get: (key: string) => stateValue(world, key) };
	const account = (who: Signer | 'treasury') => readAccount(state, addressIn(genesis, who)) as Account;
	return {
		genesis,
		state,
		account,
		world: () => world,
		height: () => height,
		pass: (blocks) => void (height += blocks),
		address: (who) => addressIn(genesis, who),
		fork: () => sandboxOver(world, height, usualLimit),
		run(who, type, data, gasLimit = Math.min(usualLimit, account(who).balance)) {
			const prepared = prepareTransaction(world, {
				chainId: genesis.chainId,
				type,
				sender: addressIn(genesis, who),
				nonce: account(who).nonce,
				gasPrice: genesis.parameters['gas-price'],
				gasLimit,
				timestamp: 0,
				data,
				signature: NO_SIGNATURE,
			});
			const block = { height, timestamp: FOUNDED_AT + height };
			const executed = unwrap(executeTransaction(world, unwrap(prepared), block, 0, protocolV1));
			checkMoves(world, executed.changes);
			checkRanges(executed.changes);
			checkCode(type, executed.receipt);
			checkWords(executed.receipt);
			if (executed.receipt.error) checkRefusal(world, executed.changes, executed.receipt.fee);
			({ world } = executed);
			return executed.receipt;
		},
	};
}

/** What an entry holds of the supply: balances, stakes, escrow, and what was burned. */
function tokensIn(key: string, value: JsonValue | undefined): number {
	if (value === undefined) return 0;
	if (key.startsWith('escrow/')) return value as number;
	if (key.startsWith('account/')) {
		const { balance, staked } = value as unknown as Account;
		return balance + staked;
	}
	return key === 'supply' ? (value as { burned: number }).burned : 0;
}

function checkMoves(before: WorldState, changes: readonly StateChange[]): void {
	const moved = changes.reduce(
		(sum, { key, value }) => sum + tokensIn(key, value) - tokensIn(key, stateValue(before, key)),
		0,
	);
	if (moved !== 0) throw new Error(`${moved} tokens out of nothing: ${JSON.stringify(changes)}`);
}

function checkRanges(changes: readonly StateChange[]): void {
	for (const { key, value } of changes) {
		if (!key.startsWith('account/')) continue;
		const { balance, staked, reputation } = value as unknown as Account;
		const fits = [balance, staked, reputation].every((one) => Number.isSafeInteger(one) && one >= 0);
		if (!fits || reputation > 100) throw new Error(`out of range: ${JSON.stringify(value)}`);
	}
}

/** What was refused moved its fee and used its nonce, and nothing else. */
function checkRefusal(before: WorldState, changes: readonly StateChange[], fee: number): void {
	const { treasury } = before.genesis;
	for (const { key, value } of changes) {
		const account = stateValue(before, key) as unknown as Account;
		const isTreasury = account.address === treasury.address;
		const expected = isTreasury
			? { ...account, balance: account.balance + fee }
			: { ...account, balance: account.balance - fee, nonce: account.nonce + 1 };
		if (encodeCanonicalJson(expected) !== encodeCanonicalJson(value ?? null))
			throw new Error(`a refusal changed ${key}: ${JSON.stringify(value)}`);
	}
	if (changes.length !== 2) throw new Error(`a refusal changed ${changes.length} entries`);
}

function checkCode(type: string, { error }: Receipt): void {
	if (error && !allowedCodes(type).includes(error.code))
		throw new Error(`${type} refused with ${error.code}, which its rule does not name`);
}

function checkWords({ events, calls }: Receipt): void {
	for (const { name } of events)
		if (!(EVENT_NAMES as readonly string[]).includes(name)) throw new Error(`${name} is not in the table`);
	for (const { kind, reason } of calls)
		if (!kind.startsWith('escrow-') && !(CALL_REASONS as readonly string[]).includes(reason))
			throw new Error(`${kind} for ${reason}, which is not in the table`);
}

/** The whole supply counted entry by entry (protocol.md §4), and what the genesis said it is. */
export function countSupply(world: WorldState): { readonly counted: number; readonly genesis: number } {
	let counted = 0;
	for (const { key, value } of stateEntries(world)) counted += tokensIn(key, value);
	return { counted, genesis: genesisSupply(world.genesis) };
}
