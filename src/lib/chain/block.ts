import type { Hash } from '../primitives/bytes.ts';
import type { Address } from '../crypto/address.ts';
import type { Signature } from '../crypto/keys.ts';
import type { Receipt } from './receipt.ts';
import type { Transaction } from './transaction.ts';

/** A block header (protocol.md §3). `stateRoot` is after the block; `timestamp` is ms since the Unix epoch. */
export type Header = {
	readonly version: number;
	readonly chainId: Hash;
	readonly height: number;
	readonly timestamp: number;
	readonly parentHash: Hash;
	readonly txRoot: Hash;
	readonly receiptRoot: Hash;
	readonly stateRoot: Hash;
	readonly gasUsed: number;
	readonly txCount: number;
	readonly proposer: Address;
};

/** A sealed block: header, the proposer's signature over its hash, transactions and receipts in the same order. */
export type Block = {
	readonly header: Header;
	readonly signature: Signature;
	readonly transactions: readonly Transaction[];
	readonly receipts: readonly Receipt[];
};
