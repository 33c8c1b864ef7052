import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject } from '../primitives/json.ts';
import type { Address } from '../crypto/address.ts';
import type { Signature } from '../crypto/keys.ts';

/** A message to the chain before it is signed (protocol.md §2). `timestamp` is the sender's claim, in ms; no rule reads it. */
export type UnsignedTransaction = {
	readonly chainId: Hash;
	readonly type: string;
	readonly sender: Address;
	readonly nonce: number;
	readonly gasPrice: number;
	readonly gasLimit: number;
	readonly timestamp: number;
	readonly data: JsonObject;
};

/** A signed transaction; the whole of it is the Merkle leaf. */
export type Transaction = UnsignedTransaction & { readonly signature: Signature };
