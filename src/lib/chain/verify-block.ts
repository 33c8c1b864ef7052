import { recoverSigner } from '../crypto/keys.ts';
import { merkleRootOfHashes } from '../crypto/merkle.ts';
import { encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import { equalJson, type JsonValue } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { prepareDigested, prepareTransaction, type PreparedTransaction } from './admission.ts';
import type { Block, Header } from './block.ts';
import { drawProposer, orderTransactions } from './block-order.ts';
import { lastValues } from './build-block.ts';
import type { Protocol } from './contract.ts';
import type { TransactionDigest } from './digest-transaction.ts';
import { executeTransaction, type Execution } from './execute.ts';
import { parameterOf } from './gas.ts';
import { receiptRoot, transactionRoot } from './header.ts';
import type { Receipt } from './receipt.ts';
import type { Transaction } from './transaction.ts';
import { stateRoot, type StateChange, type WorldState } from './world-state.ts';

/** What differs, where, and how. `tx` is the position in the block. */
export type BlockFault = {
	readonly code: string;
	readonly field: string;
	readonly tx?: number;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

function fault(field: string, expected: JsonValue, actual: JsonValue, tx?: number, code = 'mismatch') {
	return err<BlockFault>({ code, field, expected, actual, ...(tx === undefined ? {} : { tx }) });
}

/** Whether header fields follow from the body alone: roots, counts, gas. No state, no keys needed. */
export function checkBody(
	block: Block,
	/** Of the block's transactions, where they were digested before. */
	digests?: readonly TransactionDigest[],
): Result<void, BlockFault> {
	const { header, transactions, receipts } = block;
	if (header.txCount !== transactions.length) return fault('txCount', transactions.length, header.txCount);
	if (receipts.length !== transactions.length) return fault('receipts', transactions.length, receipts.length);
	const txRoot = digests ? rootOfDigests(digests) : transactionRoot(transactions);
	if (header.txRoot !== txRoot) return fault('txRoot', header.txRoot, txRoot);
	const root = receiptRoot(receipts);
	if (header.receiptRoot !== root) return fault('receiptRoot', header.receiptRoot, root);
	const gasUsed = receipts.reduce((total, receipt) => total + receipt.gasUsed, 0);
	if (header.gasUsed !== gasUsed) return fault('gasUsed', gasUsed, header.gasUsed);
	return ok(undefined);
}

function rootOfDigests(digests: readonly TransactionDigest[]): Hash {
	return encodeHex(merkleRootOfHashes(digests.map(({ leafHash }) => leafHash)));
}

/** Whether a header continues its parent: version, chain, height, time, link. */
export function checkLink(
	parent: { readonly header: Header; readonly hash: Hash },
	header: Header,
): Result<void, BlockFault> {
	const before = parent.header;
	if (header.parentHash !== parent.hash) return fault('parentHash', parent.hash, header.parentHash);
	if (header.height !== before.height + 1) return fault('height', before.height + 1, header.height);
	if (header.chainId !== before.chainId) return fault('chainId', before.chainId, header.chainId);
	if (header.version !== before.version) return fault('version', before.version, header.version);
	if (header.timestamp <= before.timestamp)
		return fault('timestamp', `more than ${before.timestamp}`, header.timestamp);
	return ok(undefined);
}

/** Whether the stated proposer signed the header. */
export function checkSeal(block: Block, hash: Hash): Result<void, BlockFault> {
	const signer = recoverSigner(hashBytes(hash), block.signature);
	if (!signer.ok) return fault('signature', 'a signature', signer.error.reason, undefined, 'bad-signature');
	if (signer.value.address !== block.header.proposer)
		return fault('signature', block.header.proposer, signer.value.address, undefined, 'bad-signature');
	return ok(undefined);
}

/**
 * Runs a block again on the world before it and compares draw, order, every receipt and the state root. Signatures,
 * links and body roots are checked apart ({@link checkSeal}, {@link checkLink}, {@link checkBody}).
 */
export function executeBlock(
	parent: { readonly header: Header; readonly hash: Hash },
	world: WorldState,
	block: Block,
	protocol: Protocol,
	/** Of the block's transactions, where they were read and digested before. */
	digests?: readonly TransactionDigest[],
): Result<
	{
		readonly world: WorldState;
		readonly changes: readonly StateChange[];
		readonly executions: readonly Execution[];
	},
	BlockFault
> {
	const { header } = block;
	if (header.version !== protocol.version) return fault('version', protocol.version, header.version);
	const proposer = drawProposer(world, parent.hash);
	if (header.proposer !== proposer) return fault('proposer', proposer, header.proposer);
	const most = parameterOf(world.genesis, 'max-transactions-per-block');
	if (block.transactions.length > most) return fault('txCount', `at most ${most}`, block.transactions.length);
	if (block.transactions.length === 0 && !protocol.hasPendingDeadline(world, header.height))
		return fault('txCount', 'a transaction, or a pending deadline', 0);
	const prepared = prepareAll(world, block, digests);
	if (!prepared.ok) return prepared;
	const ordered = orderTransactions(parent.hash, prepared.value);
	const misplaced = ordered.findIndex((one, index) => one !== prepared.value[index]);
	if (misplaced >= 0)
		return fault('order', ordered[misplaced]!.hash, prepared.value[misplaced]!.hash, misplaced);
	return executeInOrder(world, block, prepared.value, protocol);
}

function prepareAll(
	world: WorldState,
	block: Block,
	digests: readonly TransactionDigest[] | undefined,
): Result<readonly PreparedTransaction[], BlockFault> {
	const prepared: PreparedTransaction[] = [];
	for (let tx = 0; tx < block.transactions.length; tx++) {
		const transaction = block.transactions[tx] as Transaction;
		const digest = digests?.[tx];
		const one = digest ? prepareDigested(world, transaction, digest) : prepareTransaction(world, transaction);
		if (!one.ok) return fault(one.error.field, one.error.expected, one.error.actual, tx, one.error.code);
		prepared.push(one.value);
	}
	return ok(prepared);
}

function executeInOrder(
	start: WorldState,
	block: Block,
	prepared: readonly PreparedTransaction[],
	protocol: Protocol,
): ReturnType<typeof executeBlock> {
	const { height, timestamp } = block.header;
	const executions: Execution[] = [];
	let world = start;
	for (let tx = 0; tx < prepared.length; tx++) {
		const executed = executeTransaction(
			world,
			prepared[tx] as PreparedTransaction,
			{ height, timestamp },
			tx,
			protocol,
		);
		if (!executed.ok)
			return fault(
				executed.error.field,
				executed.error.expected,
				executed.error.actual,
				tx,
				executed.error.code,
			);
		const mismatch = compareReceipts(executed.value.receipt, block.receipts[tx], tx);
		if (mismatch) return err(mismatch);
		world = executed.value.world;
		executions.push(executed.value);
	}
	const root = stateRoot(world);
	if (root !== block.header.stateRoot) return fault('stateRoot', root, block.header.stateRoot);
	return ok({ world, changes: lastValues(executions), executions });
}

function compareReceipts(expected: Receipt, actual: Receipt | undefined, tx: number): BlockFault | undefined {
	if (!actual) return { code: 'mismatch', field: 'receipts', expected: expected.txHash, actual: null, tx };
	if (equalJson(expected as unknown as JsonValue, actual as unknown as JsonValue)) return undefined;
	for (const field of ['txHash', 'index', 'status', 'gasUsed', 'fee', 'error', 'events', 'calls'] as const) {
		const [want, have] = [expected[field] ?? null, actual[field] ?? null] as unknown as [
			JsonValue,
			JsonValue,
		];
		if (!equalJson(want, have))
			return { code: 'mismatch', field: `receipt.${field}`, expected: want, actual: have, tx };
	}
	return undefined;
}
