import { hashText } from '../crypto/hash.ts';
import { hashTextLeaf } from '../crypto/merkle.ts';
import type { Hash } from '../primitives/bytes.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import { encodeUtf8 } from '../primitives/utf8.ts';
import type { Transaction } from './transaction.ts';

/** All that blocks and receipts need of a transaction's canonical form. */
export type TransactionDigest = {
	/** `H("tx", tx without signature)`. */
	readonly hash: Hash;
	/** Of the signed transaction, as a Merkle leaf. */
	readonly leafHash: Uint8Array;
	/** Length of the canonical form of `data`, in bytes. */
	readonly dataBytes: number;
};

/**
 * The digest of a transaction that was read before, with every part written once: a verification would otherwise write each
 * transaction four times over. The keys of an envelope are known, so they stand here in their canonical order.
 */
export function digestTransaction(transaction: Transaction): TransactionDigest {
	const { chainId, type, sender, nonce, gasPrice, gasLimit, timestamp, signature } = transaction;
	const data = encodeCanonicalJson(transaction.data);
	const before = `{"chainId":"${chainId}","data":${data},"gasLimit":${gasLimit},"gasPrice":${gasPrice},"nonce":${nonce},"sender":"${sender}",`;
	const after = `"timestamp":${timestamp},"type":${encodeCanonicalJson(type)}}`;
	return {
		hash: hashText('tx', before + after),
		leafHash: hashTextLeaf(`${before}"signature":"${signature}",${after}`),
		dataBytes: isAscii(data) ? data.length : encodeUtf8(data).length,
	};
}

function isAscii(text: string): boolean {
	return /^[\0-\x7f]*$/.test(text);
}
