import { isAddress, type Address } from '../crypto/address.ts';
import { hashJson } from '../crypto/hash.ts';
import type { Signature } from '../crypto/keys.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject } from '../primitives/json.ts';
import { anyObject, hash, natural, object, text, type Schema } from '../primitives/schema.ts';
import { err, ok } from '../primitives/result.ts';
import type { Transaction, UnsignedTransaction } from './transaction.ts';

/** The start of a text as a receipt can hold it: cut in the middle of a pair, a surrogate would have no canonical form. */
function excerpt(value: unknown): string {
	return typeof value === 'string' ? value.slice(0, 64).replace(/\p{Surrogate}/gu, '\ufffd') : typeof value;
}

/** An address in its one casing. */
export const addressSchema: Schema<Address> = {
	description: 'EIP-55 address',
	json: { type: 'string', pattern: '^0x[0-9a-fA-F]{40}$' },
	parse: (value, path = '') =>
		isAddress(value)
			? ok(value)
			: err({
					path,
					expected: 'EIP-55 address',
					actual: excerpt(value),
				}),
};

/** 65 bytes as lower-case hex; what the bytes mean is checked on recovery. */
export const signatureSchema: Schema<Signature> = {
	description: 'signature 0x + 130 lower-case hex',
	json: { type: 'string', pattern: '^0x[0-9a-f]{130}$' },
	parse: (value, path = '') =>
		typeof value === 'string' && /^0x[0-9a-f]{130}$/.test(value)
			? ok(value as Signature)
			: err({
					path,
					expected: 'signature 0x + 130 lower-case hex',
					actual: excerpt(value),
				}),
};

/** The envelope of a signed transaction (protocol.md §2). `data` is read by the contract it is for. */
export const transactionSchema: Schema<Transaction> = object({
	chainId: hash,
	type: text(64),
	sender: addressSchema,
	nonce: natural(),
	gasPrice: natural(),
	gasLimit: natural(),
	timestamp: natural(),
	data: anyObject,
	signature: signatureSchema,
});

/** `H("tx", tx without signature)`. */
export function hashTransaction(transaction: UnsignedTransaction | Transaction): Hash {
	const { chainId, type, sender, nonce, gasPrice, gasLimit, timestamp, data } = transaction;
	return hashJson('tx', { chainId, type, sender, nonce, gasPrice, gasLimit, timestamp, data });
}

/** The same transaction as plain JSON (the Merkle leaf). */
export function jsonOfTransaction(transaction: Transaction): JsonObject {
	return transaction as unknown as JsonObject;
}
