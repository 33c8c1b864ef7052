import { readAccount } from '../../chain/accounts.ts';
import type { PreparedTransaction } from '../../chain/admission.ts';
import { executeTransaction } from '../../chain/execute.ts';
import { dataLength, intrinsicGas, parameterOf } from '../../chain/gas.ts';
import type { Genesis } from '../../chain/genesis.ts';
import { genesisWorld } from '../../chain/genesis-block.ts';
import { hashTransaction } from '../../chain/parse-transaction.ts';
import type { Account } from '../../chain/state-entries.ts';
import type { Transaction } from '../../chain/transaction.ts';
import { stateValue, type WorldState } from '../../chain/world-state.ts';
import type { Address } from '../../crypto/address.ts';
import type { Signature } from '../../crypto/keys.ts';
import type { Hash } from '../../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import { protocolV1 } from '../../protocol/protocol.ts';

/** Gas every transaction reserves: no step of a simulated incident needs more. */
const GAS_LIMIT = 600;
const BLOCK_MS = 1000;
const NOT_SIGNED = `0x${'0'.repeat(130)}` as Signature;

/** A chain without blocks: the world, a height that moves on, and the real contracts. Nothing is signed or hashed into headers. */
export type EconomyChain = {
	readonly genesis: Genesis;
	world(): WorldState;
	get(key: string): JsonValue | undefined;
	account(address: Address): Account;
	height(): number;
	/** Goes to the next block, or to a later one. */
	nextBlock(height?: number): void;
	/** Carries out one transaction. The hash, or null where it was invalid or reverted. */
	send(sender: Address, type: string, data: JsonObject): Hash | null;
	/** Transactions that were invalid or reverted so far. */
	refused(): number;
};

/** A chain at its genesis. */
export function createEconomyChain(genesis: Genesis): EconomyChain {
	let world = genesisWorld(genesis, protocolV1);
	let height = 0;
	let refused = 0;
	const get = (key: string) => stateValue(world, key);
	const account = (address: Address) => readAccount({ get }, address) as Account;
	return {
		genesis,
		world: () => world,
		get,
		account,
		height: () => height,
		nextBlock: (at) => void (height = Math.max(height + 1, at ?? 0)),
		send(sender, type, data) {
			const prepared = prepare(genesis, { sender, type, data, nonce: account(sender).nonce });
			const block = { height, timestamp: height * BLOCK_MS };
			const executed = executeTransaction(world, prepared, block, 0, protocolV1);
			if (executed.ok) world = executed.value.world;
			const success = executed.ok && executed.value.receipt.status === 'success';
			if (!success) refused++;
			return success ? prepared.hash : null;
		},
		refused: () => refused,
	};
}

/** The transaction as admission would hand it over; its envelope is made here, so it is not parsed. */
function prepare(
	genesis: Genesis,
	given: Pick<Transaction, 'sender' | 'type' | 'data' | 'nonce'>,
): PreparedTransaction {
	const transaction: Transaction = {
		...given,
		chainId: genesis.chainId,
		gasPrice: parameterOf(genesis, 'gas-price'),
		gasLimit: GAS_LIMIT,
		timestamp: 0,
		signature: NOT_SIGNED,
	};
	return {
		transaction,
		hash: hashTransaction(transaction),
		intrinsicGas: intrinsicGas(genesis, dataLength(transaction.data)),
	};
}
