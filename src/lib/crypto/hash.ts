import { concatBytes, encodeHex, type Hash } from '../primitives/bytes.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonValue } from '../primitives/json.ts';
import { encodeUtf8, writeUtf8 } from '../primitives/utf8.ts';
import { sha256 } from './sha256.ts';

export { sha256 };

/** What a hash is of; part of the hashed bytes, so that no two kinds of thing can share one (protocol.md §1). */
export type HashTag = 'tx' | 'header' | 'genesis' | 'evidence' | 'draw' | 'order' | 'vote';

const TAG_BYTES = new Map<HashTag, Uint8Array>();

function tagBytes(tag: HashTag): Uint8Array {
	let bytes = TAG_BYTES.get(tag);
	if (!bytes) TAG_BYTES.set(tag, (bytes = encodeUtf8(`dao-gov/v1/${tag}\n`)));
	return bytes;
}

/** The canonical bytes (RFC 8785, UTF-8) of a JSON value. */
export function canonicalBytes(value: JsonValue): Uint8Array {
	return encodeUtf8(encodeCanonicalJson(value));
}

/** `H(tag, x) = SHA-256("dao-gov/v1/" + tag + "\n" ‖ JCS(x))` (protocol.md §1). */
export function hashJson(tag: HashTag, value: JsonValue): Hash {
	return hashText(tag, encodeCanonicalJson(value));
}

/** The same of a text that is known to be canonical. */
export function hashText(tag: HashTag, text: string): Hash {
	return encodeHex(sha256Text(tagBytes(tag), text));
}

/** The same of bytes that are known to be canonical. */
export function hashCanonical(tag: HashTag, bytes: Uint8Array): Hash {
	return encodeHex(sha256(concatBytes(tagBytes(tag), bytes)));
}

/** Texts are written here to be hashed, so that none needs bytes of its own. */
const scratch = new Uint8Array(2 ** 16);

/** SHA-256 of some bytes and, after them, the UTF-8 of a text. */
export function sha256Text(prefix: Uint8Array, text: string): Uint8Array {
	if (prefix.length + 3 * text.length > scratch.length) return sha256(concatBytes(prefix, encodeUtf8(text)));
	scratch.set(prefix);
	return sha256(scratch.subarray(0, writeUtf8(text, scratch, prefix.length)));
}
