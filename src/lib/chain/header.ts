import { canonicalBytes, hashJson } from '../crypto/hash.ts';
import { hashTextLeaf, merkleRoot, merkleRootOfHashes } from '../crypto/merkle.ts';
import { encodeHex, type Hash } from '../primitives/bytes.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonObject } from '../primitives/json.ts';
import type { Header } from './block.ts';
import { jsonOfTransaction } from './parse-transaction.ts';
import type { Receipt } from './receipt.ts';
import type { Transaction } from './transaction.ts';

/** `H("header", header)`. */
export function hashHeader(header: Header): Hash {
	return hashJson('header', header as unknown as JsonObject);
}

/** The Merkle leaf of a transaction: the canonical bytes of the whole signed transaction (protocol.md §2). */
export function transactionLeaf(transaction: Transaction): Uint8Array {
	return canonicalBytes(jsonOfTransaction(transaction));
}

/** The Merkle leaf of a receipt: its canonical bytes. */
export function receiptLeaf(receipt: Receipt): Uint8Array {
	return canonicalBytes(receipt as unknown as JsonObject);
}

/** RFC 6962 root over the signed transactions' canonical bytes. */
export function transactionRoot(transactions: readonly Transaction[]): Hash {
	return encodeHex(merkleRoot(transactions.map(transactionLeaf)));
}

/** RFC 6962 root over the receipts' canonical bytes. */
export function receiptRoot(receipts: readonly Receipt[]): Hash {
	const leaves = receipts.map((one) => hashTextLeaf(encodeCanonicalJson(one as unknown as JsonObject)));
	return encodeHex(merkleRootOfHashes(leaves));
}
