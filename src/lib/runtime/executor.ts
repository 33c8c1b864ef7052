import { prepareTransaction, type InvalidTransaction } from '../chain/admission.ts';
import { accountKey, readAccount } from '../chain/accounts.ts';
import { executeTransaction } from '../chain/execute.ts';
import { parameterOf } from '../chain/gas.ts';
import { hashTransaction } from '../chain/parse-transaction.ts';
import type { RevertError } from '../chain/receipt.ts';
import type { Account } from '../chain/state-entries.ts';
import type { Transaction, UnsignedTransaction } from '../chain/transaction.ts';
import { applyChanges, stateValue, type WorldState } from '../chain/world-state.ts';
import type { Intent } from '../agents/agent.ts';
import { documentHash } from '../agents/intents.ts';
import type { Address } from '../crypto/address.ts';
import type { Signature } from '../crypto/keys.ts';
import type { Hash } from '../primitives/bytes.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonObject } from '../primitives/json.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import type { ChainNode } from './chain-node.ts';

/** What became of an intent. `dropped`: the dry run showed it would be refused, so it never cost gas. */
export type ExecutorResult =
	| { readonly kind: 'submitted'; readonly hash: Hash }
	| { readonly kind: 'dropped'; readonly error: RevertError }
	| { readonly kind: 'invalid'; readonly fault: InvalidTransaction };

/** Most gas the first dry run may use. It is lent, so that it measures what a poor sender can still afford. */
const DRY_RUN_GAS = 1_000_000;
/** Added to what the dry run used, because other transactions of the block run first. */
const GAS_MARGIN = 100;
const NO_SIGNATURE = `0x${'0'.repeat(130)}` as Signature;

/**
 * The DAOExecutor: dry-runs an intent for gas, fills in the nonce, signs, submits, and hands its documents to the node. An
 * agent gives content only; every other field of the transaction is made here. `insist` sends even what the dry run refuses
 * (drills). An intent that waits already, because sealing failed, is not sent twice.
 */
export function executeIntent(
	node: ChainNode,
	sender: Address,
	intent: Intent,
	now: number,
	insist = false,
): ExecutorResult {
	const unsigned = (gasLimit: number, pending = 0) => build(node, sender, intent, now, gasLimit, pending);
	const measured = dryRun(node, lend(node, sender), unsigned(DRY_RUN_GAS));
	if (measured.kind === 'invalid' || (measured.kind === 'dropped' && !insist)) return measured;
	const waiting = findWaiting(node, sender, intent);
	if (waiting) return { kind: 'submitted', hash: waiting };
	const gasLimit = measured.gas + GAS_MARGIN;
	const afforded = dryRun(node, node.world(), unsigned(gasLimit));
	if (afforded.kind === 'invalid' || (afforded.kind === 'dropped' && !insist)) return afforded;
	const transaction = unsigned(gasLimit, node.pending(sender).count);
	const signature = node.keyring.sign(sender, hashTransaction(transaction));
	const submitted = node.submit({ ...transaction, signature });
	if (!submitted.ok) return { kind: 'invalid', fault: submitted.error };
	for (const document of intent.documents) node.keep(documentHash(document), document);
	return { kind: 'submitted', hash: submitted.value.hash };
}

/** The transaction of the same sender, type and data that waits to be sealed. */
function findWaiting(node: ChainNode, sender: Address, intent: Intent): Hash | undefined {
	const own = node.waiting().filter(({ transaction }) => transaction.sender === sender);
	if (own.length === 0) return undefined;
	const data = encodeCanonicalJson(intent.data);
	return own.find(
		({ transaction }) => transaction.type === intent.type && encodeCanonicalJson(transaction.data) === data,
	)?.hash;
}

function build(
	node: ChainNode,
	sender: Address,
	intent: Intent,
	now: number,
	gasLimit: number,
	pending: number,
): UnsignedTransaction {
	const { genesis } = node;
	return {
		chainId: genesis.chainId,
		type: intent.type,
		sender,
		nonce: accountOf(node, sender).nonce + pending,
		gasPrice: parameterOf(genesis, 'gas-price'),
		gasLimit,
		timestamp: now,
		data: intent.data,
	};
}

function accountOf(node: ChainNode, address: Address): Account {
	const world = node.world();
	return readAccount({ get: (key) => stateValue(world, key) }, address) as Account;
}

/** The head state with the gas of the first dry run given to the sender. */
function lend(node: ChainNode, sender: Address): WorldState {
	const account = accountOf(node, sender);
	const balance = account.balance + DRY_RUN_GAS * parameterOf(node.genesis, 'gas-price');
	const value = { ...account, balance } as unknown as JsonObject;
	return applyChanges(node.world(), [{ key: accountKey(sender), value }], protocolV1.watch);
}

/** Runs an unsigned transaction on a state, as if it were the next one of its sender. `gas`: what it needs. */
function dryRun(
	node: ChainNode,
	world: WorldState,
	transaction: UnsignedTransaction,
):
	| { readonly kind: 'fits'; readonly gas: number }
	| { readonly kind: 'dropped'; readonly error: RevertError; readonly gas: number }
	| { readonly kind: 'invalid'; readonly fault: InvalidTransaction } {
	const signed: Transaction = { ...transaction, signature: NO_SIGNATURE };
	const prepared = prepareTransaction(world, signed);
	if (!prepared.ok) return { kind: 'invalid', fault: prepared.error };
	const { header } = node.head();
	const block = { height: header.height + 1, timestamp: header.timestamp + 1 };
	const executed = executeTransaction(world, prepared.value, block, 0, protocolV1);
	if (!executed.ok) return { kind: 'invalid', fault: executed.error };
	const { receipt } = executed.value;
	if (receipt.error) return { kind: 'dropped', error: receipt.error, gas: prepared.value.intrinsicGas };
	return { kind: 'fits', gas: receipt.gasUsed };
}
