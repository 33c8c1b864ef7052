import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

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

/** The address of an uncompressed public key (65 bytes, leading 04): last 20 bytes of keccak-256 of the other 64. */
export function addressOfPublicKey(uncompressed: Uint8Array): Address {
	return encodeAddress(keccak_256(uncompressed.subarray(1)).subarray(12));
}

/** Whether a value is an address in its one accepted casing (EIP-55). */
export function isAddress(value: unknown): value is Address {
	if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value)) return false;
	const bytes = new Uint8Array(20);
	for (let i = 0; i < 20; i++) bytes[i] = parseInt(value.slice(2 + 2 * i, 4 + 2 * i), 16);
	return encodeAddress(bytes) === value;
}
