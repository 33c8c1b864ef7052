import type { Address } from '../crypto/address.ts';
import type { Signature } from '../crypto/keys.ts';
import type { Hash } from '../primitives/bytes.ts';
import { add } from '../primitives/integers.ts';
import type { InvalidTransaction, PreparedTransaction } from './admission.ts';
import type { Block, Header } from './block.ts';
import { drawProposer, orderTransactions } from './block-order.ts';
import type { Protocol } from './contract.ts';
import { executeTransaction, type Execution } from './execute.ts';
import { parameterOf } from './gas.ts';
import { hashHeader, receiptRoot, transactionRoot } from './header.ts';
import { stateRoot, type StateChange, type WorldState } from './world-state.ts';

/** Signs a block hash for a proposer; only the keyring has it. */
export type SealBlock = (proposer: Address, hash: Hash) => Signature;

/** A block just sealed: with the world after it and everything a store needs. */
export type SealedBlock = {
	readonly block: Block;
	readonly hash: Hash;
	readonly txHashes: readonly Hash[];
	readonly world: WorldState;
	/** Last value of every entry the block changed. */
	readonly changes: readonly StateChange[];
	/** Waiting transactions that had become invalid; each sender's later ones are dropped with it. */
	readonly dropped: readonly { readonly hash: Hash; readonly fault: InvalidTransaction }[];
};

/**
 * Seals the next block over `parent`: draws the proposer, orders, executes, drops what has become invalid, and signs.
 * `now` is wall-clock ms from the shell; a clock that went back gives parent + 1 (protocol.md §3).
 */
export function buildBlock(input: {
	readonly parent: { readonly header: Header; readonly hash: Hash };
	readonly world: WorldState;
	readonly waiting: readonly PreparedTransaction[];
	readonly now: number;
	readonly protocol: Protocol;
	readonly seal: SealBlock;
}): SealedBlock {
	const { parent, protocol } = input;
	const height = add(parent.header.height, 1);
	const timestamp = Math.max(input.now, add(parent.header.timestamp, 1));
	const proposer = drawProposer(input.world, parent.hash);
	const run = executeAll(
		input.world,
		orderTransactions(parent.hash, input.waiting),
		{ height, timestamp },
		protocol,
	);
	const transactions = run.included.map((one) => one.transaction);
	const receipts = run.executions.map((one) => one.receipt);
	const header: Header = {
		version: protocol.version,
		chainId: input.world.genesis.chainId,
		height,
		timestamp,
		parentHash: parent.hash,
		txRoot: transactionRoot(transactions),
		receiptRoot: receiptRoot(receipts),
		stateRoot: stateRoot(run.world),
		gasUsed: receipts.reduce((total, receipt) => add(total, receipt.gasUsed), 0),
		txCount: transactions.length,
		proposer,
	};
	const hash = hashHeader(header);
	return {
		block: { header, signature: input.seal(proposer, hash), transactions, receipts },
		hash,
		txHashes: run.included.map((one) => one.hash),
		world: run.world,
		changes: lastValues(run.executions),
		dropped: run.dropped,
	};
}

function executeAll(
	start: WorldState,
	ordered: readonly PreparedTransaction[],
	block: { readonly height: number; readonly timestamp: number },
	protocol: Protocol,
) {
	const most = parameterOf(start.genesis, 'max-transactions-per-block');
	const included: PreparedTransaction[] = [];
	const executions: Execution[] = [];
	const dropped: { hash: Hash; fault: InvalidTransaction }[] = [];
	let world = start;
	for (const prepared of ordered) {
		if (included.length === most) break;
		const executed = executeTransaction(world, prepared, block, included.length, protocol);
		if (!executed.ok) {
			dropped.push({ hash: prepared.hash, fault: executed.error });
			continue;
		}
		world = executed.value.world;
		included.push(prepared);
		executions.push(executed.value);
	}
	return { included, executions, dropped, world };
}

/** The last value of each entry changed by some executions, in the order first changed. */
export function lastValues(
	executions: readonly { readonly changes: readonly StateChange[] }[],
): readonly StateChange[] {
	const values = new Map<string, StateChange['value']>();
	for (const { changes } of executions) for (const { key, value } of changes) values.set(key, value);
	return [...values].map(([key, value]) => ({ key, value }));
}
