import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** An EIP-55 checksummed Ethereum-style address. */
export type Address = `0x${string}`;

/** The EIP-55 address of 20 bytes. Source: EIP-55. */
export function encodeAddress(bytes: Uint8Array): Address {
	const lower = bytesToHex(bytes);
	const digest = bytesToHex(keccak_256(utf8ToBytes(lower)));
	let text = '0x';
	for (let i = 0; i < 40; i++) {
		const digit = lower[i] as string;
		text += parseInt(digest[i] as string, 16) >= 8 ? digit.toUpperCase() : digit;
	}
	return text as Address;
}

/** Keys and spellings met before: a chain asks about the same few dozen in every transaction, at two Keccaks each. */
const MEMORY_LIMIT = 10_000;
const addresses = new Map<string, Address>();
const known = new Set<string>();

/** The address of an uncompressed public key (65 bytes, leading 04): last 20 bytes of keccak-256 of the other 64. */
export function addressOfPublicKey(uncompressed: Uint8Array): Address {
	const key = bytesToHex(uncompressed);
	let address = addresses.get(key);
	if (!address) {
		address = encodeAddress(keccak_256(uncompressed.subarray(1)).subarray(12));
		if (addresses.size >= MEMORY_LIMIT) addresses.clear();
		addresses.set(key, address);
	}
	return address;
}

/** Whether a value is an address in its one accepted casing (EIP-55). */
export function isAddress(value: unknown): value is Address {
	if (typeof value !== 'string') return false;
	if (known.has(value)) return true;
	if (!/^0x[0-9a-fA-F]{40}$/.test(value) || encodeAddress(hexToBytes(value.slice(2))) !== value) return false;
	if (known.size >= MEMORY_LIMIT) known.clear();
	known.add(value);
	return true;
}
