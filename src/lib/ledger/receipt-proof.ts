import type { Block, Header } from '../chain/block.ts';
import type { Genesis } from '../chain/genesis.ts';
import { hashHeader, receiptLeaf, transactionLeaf } from '../chain/header.ts';
import { headerSchema, receiptSchema } from '../chain/parse-block.ts';
import {
	addressSchema,
	hashTransaction,
	signatureSchema,
	transactionSchema,
} from '../chain/parse-transaction.ts';
import type { Receipt } from '../chain/receipt.ts';
import type { Transaction } from '../chain/transaction.ts';
import type { Address } from '../crypto/address.ts';
import type { Signature } from '../crypto/keys.ts';
import { buildInclusionProof, hashLeaf } from '../crypto/merkle.ts';
import { encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../primitives/json.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { array, hash, literal, natural, object, optional, type Schema } from '../primitives/schema.ts';
import { publicKeySchema } from '../protocol/genesis.ts';
import { logOfBlocks, rootOfLog } from './block-log.ts';
import type { Ledger } from './format.ts';

/** The version of the proof format this code writes and reads. */
export const RECEIPT_PROOF_VERSION = 1;

/** What one receipt's proof may cost to read: a transaction of 64 KiB, its receipt, and hashes. */
const LIMITS = { maxBytes: 2 ** 22, maxNodes: 200_000 } as const;

/** Longest Merkle path: sizes stay below 2^53. */
const LONGEST_PATH = 53;

/**
 * One transaction and its receipt, with what it takes to check alone that a block holds both and a log holds the block. All
 * proofs are RFC 9162 paths, leaf side first; the block is leaf `header.height` of the log. `genesisKeys` are the keys of
 * sender and proposer as the chain's genesis states them.
 */
export type ReceiptProof = {
	readonly format: 'dao-gov-receipt-proof';
	readonly version: number;
	readonly chainId: Hash;
	readonly header: Header;
	/** The proposer's, over the block hash. */
	readonly signature: Signature;
	readonly blockHash: Hash;
	readonly transaction: Transaction;
	readonly receipt: Receipt;
	/** Position in the block, of the transaction and of its receipt. */
	readonly index: number;
	readonly txProof: readonly Hash[];
	readonly receiptProof: readonly Hash[];
	readonly log: {
		readonly size: number;
		readonly root: Hash;
		readonly proof: readonly Hash[];
		/** The last block of the log, with its own path. */
		readonly head?: { readonly hash: Hash; readonly proof: readonly Hash[] };
	};
	readonly genesisKeys: readonly { readonly address: Address; readonly publicKey: string }[];
};

/** Why a file is no receipt proof. `where` is a JSON pointer, or `line:column` in broken JSON. */
export type ReceiptProofFault = {
	readonly code: 'broken-json' | 'not-a-receipt-proof' | 'newer-version' | 'bad-shape';
	readonly where: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

const path = array(hash, LONGEST_PATH);

/** The shape of a receipt proof file. */
export const receiptProofSchema: Schema<ReceiptProof> = object({
	format: literal('dao-gov-receipt-proof'),
	version: literal(RECEIPT_PROOF_VERSION),
	chainId: hash,
	header: headerSchema,
	signature: signatureSchema,
	blockHash: hash,
	transaction: transactionSchema,
	receipt: receiptSchema,
	index: natural(0, 999),
	txProof: path,
	receiptProof: path,
	log: object({ size: natural(1), root: hash, proof: path, head: optional(object({ hash, proof: path })) }),
	genesisKeys: array(object({ address: addressSchema, publicKey: publicKeySchema }), 2, 1),
});

/** Reads a receipt proof from the text of a file. Fails with {@link ReceiptProofFault}; never throws. */
export function parseReceiptProof(input: string | Uint8Array): Result<ReceiptProof, ReceiptProofFault> {
	const json = parseJson(input, LIMITS);
	if (!json.ok) {
		const { code, line, column } = json.error;
		return fault('broken-json', `${line}:${column}`, 'JSON', code);
	}
	const { format, version }: JsonObject = isJsonObject(json.value) ? json.value : {};
	if (format !== 'dao-gov-receipt-proof')
		return fault('not-a-receipt-proof', '/format', 'dao-gov-receipt-proof', format ?? null);
	if (version !== RECEIPT_PROOF_VERSION)
		return fault('newer-version', '/version', RECEIPT_PROOF_VERSION, version ?? null);
	const parsed = receiptProofSchema.parse(json.value);
	if (parsed.ok) return parsed;
	return fault('bad-shape', parsed.error.path, parsed.error.expected, parsed.error.actual);
}

function fault(code: ReceiptProofFault['code'], where: string, expected: JsonValue, actual: JsonValue) {
	return err<ReceiptProofFault>({ code, where, expected, actual });
}

/** The proof of one transaction's receipt out of a ledger. It judges nothing. Fails with `unknown-transaction`. */
export function proveReceipt(
	ledger: Ledger,
	txHash: Hash,
): Result<ReceiptProof, { readonly code: 'unknown-transaction'; readonly actual: Hash }> {
	const blockHashes = ledger.blocks.map((block) => hashHeader(block.header));
	for (const [height, block] of ledger.blocks.entries()) {
		const index = block.transactions.findIndex((one) => hashTransaction(one) === txHash);
		if (index >= 0 && index < block.receipts.length)
			return ok(buildReceiptProof({ genesis: ledger.genesis, block, index, height, blockHashes }));
	}
	return err({ code: 'unknown-transaction', actual: txHash });
}

/** The proof of the receipt at `index` of the block at `height`, under the log of all the blocks given by hash. */
export function buildReceiptProof(input: {
	readonly genesis: Genesis;
	readonly block: Block;
	readonly index: number;
	readonly height: number;
	readonly blockHashes: readonly Hash[];
}): ReceiptProof {
	const { block, index, blockHashes } = input;
	const transaction = block.transactions[index] as Transaction;
	const size = blockHashes.length;
	const blockLeaves = blockHashes.map((one) => hashLeaf(hashBytes(one)));
	const inLog = (height: number) => buildInclusionProof(blockLeaves, height).map(encodeHex);
	const inBlock = (leaves: readonly Uint8Array[]) =>
		buildInclusionProof(leaves.map(hashLeaf), index).map(encodeHex);
	return {
		format: 'dao-gov-receipt-proof',
		version: RECEIPT_PROOF_VERSION,
		chainId: input.genesis.chainId,
		header: block.header,
		signature: block.signature,
		blockHash: blockHashes[input.height] as Hash,
		transaction,
		receipt: block.receipts[index] as Receipt,
		index,
		txProof: inBlock(block.transactions.map(transactionLeaf)),
		receiptProof: inBlock(block.receipts.map(receiptLeaf)),
		log: {
			size,
			root: rootOfLog(logOfBlocks(blockHashes)),
			proof: inLog(input.height),
			head: { hash: blockHashes[size - 1] as Hash, proof: inLog(size - 1) },
		},
		genesisKeys: keysOf(input.genesis, [transaction.sender, block.header.proposer]),
	};
}

/** The genesis keys of some addresses, once each, in genesis order. */
function keysOf(genesis: Genesis, addresses: readonly Address[]): ReceiptProof['genesisKeys'] {
	return [...genesis.agents, genesis.operator]
		.filter(({ address }) => addresses.includes(address))
		.map(({ address, publicKey }) => ({ address, publicKey }));
}
