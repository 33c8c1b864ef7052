import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { concatBytes, encodeHex, type Hash } from '../primitives/bytes.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonValue } from '../primitives/json.ts';

/** What a hash is of; part of the hashed bytes, so that no two kinds of thing can share one (protocol.md §1). */
export type HashTag = 'tx' | 'header' | 'genesis' | 'evidence' | 'draw' | 'order' | 'vote';

const TAG_BYTES = new Map<HashTag, Uint8Array>();

function tagBytes(tag: HashTag): Uint8Array {
	let bytes = TAG_BYTES.get(tag);
	if (!bytes) TAG_BYTES.set(tag, (bytes = utf8ToBytes(`dao-gov/v1/${tag}\n`)));
	return bytes;
}

/** SHA-256 of some bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
	return nobleSha256(bytes);
}

/** The canonical bytes (RFC 8785, UTF-8) of a JSON value. */
export function canonicalBytes(value: JsonValue): Uint8Array {
	return utf8ToBytes(encodeCanonicalJson(value));
}

/** `H(tag, x) = SHA-256("dao-gov/v1/" + tag + "\n" ‖ JCS(x))` (protocol.md §1). */
export function hashJson(tag: HashTag, value: JsonValue): Hash {
	return hashCanonical(tag, canonicalBytes(value));
}

/** The same of bytes that are known to be canonical. */
export function hashCanonical(tag: HashTag, bytes: Uint8Array): Hash {
	return encodeHex(nobleSha256(concatBytes(tagBytes(tag), bytes)));
}
