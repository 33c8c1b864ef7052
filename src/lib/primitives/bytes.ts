import { bytesToHex as nobleBytesToHex, hexToBytes as nobleHexToBytes } from '@noble/hashes/utils.js';
import { err, ok, type Result } from './result.ts';

/** A 32-byte hash as `0x` and 64 lower-case hex digits. */
export type Hash = `0x${string}`;

const HASH_PATTERN = /^0x[0-9a-f]{64}$/;

/** Whether a value is a hash in its only accepted spelling. */
export function isHash(value: unknown): value is Hash {
	return typeof value === 'string' && HASH_PATTERN.test(value);
}

/** `0x` and lower-case hex of some bytes. */
export function encodeHex(bytes: Uint8Array): `0x${string}` {
	return `0x${nobleBytesToHex(bytes)}`;
}

/** The bytes of `0x` + lower-case hex. Fails with `bad-hex` on any other spelling. */
export function decodeHex(
	text: string,
): Result<Uint8Array, { readonly code: 'bad-hex'; readonly actual: string }> {
	if (!/^0x(?:[0-9a-f]{2})*$/.test(text)) return err({ code: 'bad-hex', actual: text.slice(0, 80) });
	return ok(nobleHexToBytes(text.slice(2)));
}

/** The 32 bytes of a hash that was parsed before. */
export function hashBytes(hash: Hash): Uint8Array {
	return nobleHexToBytes(hash.slice(2));
}

/** Several byte strings one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const part of parts) length += part.length;
	const out = new Uint8Array(length);
	let offset = 0;
	for (const part of parts) {
		out.set(part, offset);
		offset += part.length;
	}
	return out;
}

/** Order of two byte strings: negative, 0 or positive, as unsigned bytes, shorter first on a shared prefix. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const shared = Math.min(a.length, b.length);
	for (let i = 0; i < shared; i++) {
		const difference = (a[i] as number) - (b[i] as number);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
