import { prepareTransaction, type InvalidTransaction } from '../chain/admission.ts';
import { readAccount } from '../chain/accounts.ts';
import { executeTransaction } from '../chain/execute.ts';
import { parameterOf } from '../chain/gas.ts';
import { hashTransaction } from '../chain/parse-transaction.ts';
import type { RevertError } from '../chain/receipt.ts';
import type { Account } from '../chain/state-entries.ts';
import type { Transaction, UnsignedTransaction } from '../chain/transaction.ts';
import { stateValue } from '../chain/world-state.ts';
import type { Intent } from '../agents/agent.ts';
import { documentHash } from '../agents/intents.ts';
import type { Address } from '../crypto/address.ts';
import type { Signature } from '../crypto/keys.ts';
import type { Hash } from '../primitives/bytes.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import type { ChainNode } from './chain-node.ts';

/** What became of an intent. `dropped`: the dry run showed it would be refused, so it never cost gas. */
export type ExecutorResult =
	| { readonly kind: 'submitted'; readonly hash: Hash }
	| { readonly kind: 'dropped'; readonly error: RevertError }
	| { readonly kind: 'invalid'; readonly fault: InvalidTransaction };

/** Most gas the dry run may use; steps of the procedure need a small part of it. */
const DRY_RUN_GAS = 20_000;
/** Added to what the dry run used, because other transactions of the block run first. */
const GAS_MARGIN = 100;
const NO_SIGNATURE = `0x${'0'.repeat(130)}` as Signature;

/**
 * The DAOExecutor: keeps an intent's documents, dry-runs it for gas, fills in the nonce, signs and submits. An agent gives
 * content only; every other field of the transaction is made here. `insist` sends even what the dry run refuses (drills).
 */
export async function executeIntent(
	node: ChainNode,
	sender: Address,
	intent: Intent,
	now: number,
	insist = false,
): Promise<ExecutorResult> {
	const dry = dryRun(node, unsigned(node, sender, intent, now, DRY_RUN_GAS));
	if (dry.kind === 'invalid') return dry;
	if (dry.kind === 'dropped' && !insist) return dry;
	for (const document of intent.documents) await node.store.putEvidence(documentHash(document), document);
	const gasLimit = dry.kind === 'dropped' ? dry.intrinsic + GAS_MARGIN : dry.gasUsed + GAS_MARGIN;
	const transaction = unsigned(node, sender, intent, now, gasLimit, node.pending(sender).count);
	const signature = node.keyring.sign(sender, hashTransaction(transaction));
	const submitted = node.submit({ ...transaction, signature });
	if (!submitted.ok) return { kind: 'invalid', fault: submitted.error };
	return { kind: 'submitted', hash: submitted.value.hash };
}

function unsigned(
	node: ChainNode,
	sender: Address,
	intent: Intent,
	now: number,
	gasLimit: number,
	pending = 0,
): UnsignedTransaction {
	const { genesis } = node;
	const account = accountOf(node, sender);
	return {
		chainId: genesis.chainId,
		type: intent.type,
		sender,
		nonce: account.nonce + pending,
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

/** Runs an unsigned transaction on the head state, as if it were the next one of its sender. */
function dryRun(
	node: ChainNode,
	transaction: UnsignedTransaction,
):
	| { readonly kind: 'fits'; readonly gasUsed: number }
	| { readonly kind: 'dropped'; readonly error: RevertError; readonly intrinsic: number }
	| { readonly kind: 'invalid'; readonly fault: InvalidTransaction } {
	const world = node.world();
	const signed: Transaction = { ...transaction, signature: NO_SIGNATURE };
	const prepared = prepareTransaction(world, signed);
	if (!prepared.ok) return { kind: 'invalid', fault: prepared.error };
	const { header } = node.head();
	const block = { height: header.height + 1, timestamp: header.timestamp + 1 };
	const executed = executeTransaction(world, prepared.value, block, 0, protocolV1);
	if (!executed.ok) return { kind: 'invalid', fault: executed.error };
	const { receipt } = executed.value;
	if (receipt.error) return { kind: 'dropped', error: receipt.error, intrinsic: prepared.value.intrinsicGas };
	return { kind: 'fits', gasUsed: receipt.gasUsed };
}
