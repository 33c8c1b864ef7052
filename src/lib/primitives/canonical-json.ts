import type { JsonValue } from './json.ts';
import { FORBIDDEN_KEYS } from './json.ts';

/** Why a value has no canonical JSON form. */
export type CanonicalJsonFault = {
	readonly code: 'not-canonical';
	readonly reason:
		'unsupported-type' | 'not-finite' | 'negative-zero' | 'lone-surrogate' | 'forbidden-key' | 'too-deep';
	readonly path: string;
};

/** Thrown by {@link encodeCanonicalJson}; carries the fault as data. */
export class CanonicalJsonError extends Error {
	constructor(readonly fault: CanonicalJsonFault) {
		super(`${fault.code}: ${fault.reason} at ${fault.path || '$'}`);
	}
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** What stands between quotes as it is: printable ASCII but for the quote and the backslash. Nearly every string. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Deepest nesting any border accepts (security.md W4). */
export const MAX_DEPTH = 64;

/**
 * The RFC 8785 (JCS) text of a JSON value: keys sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * `undefined`, −0, NaN, ±Infinity, lone surrogates, prototype keys and nesting beyond {@link MAX_DEPTH} are refused.
 * Fails with a thrown {@link CanonicalJsonError}; borders parse before they hash, so inside the core it never throws.
 */
export function encodeCanonicalJson(value: JsonValue): string {
	return encode(value, []);
}

/** The way from the top to the value being written; only a fault reads it. */
type Trail = (string | number)[];

function encode(value: unknown, trail: Trail): string {
	switch (typeof value) {
		case 'string':
			return encodeString(value, trail);
		case 'number':
			return encodeNumber(value, trail);
		case 'boolean':
			return value ? 'true' : 'false';
		case 'object':
			if (value === null) return 'null';
			if (trail.length >= MAX_DEPTH) throw refuse('too-deep', trail);
			return Array.isArray(value) ? encodeArray(value, trail) : encodeObject(value, trail);
		default:
			throw refuse('unsupported-type', trail);
	}
}

function encodeString(value: string, trail: Trail): string {
	if (PLAIN.test(value)) return `"${value}"`;
	if (LONE_SURROGATE.test(value)) throw refuse('lone-surrogate', trail);
	return JSON.stringify(value);
}

function encodeNumber(value: number, trail: Trail): string {
	if (!Number.isFinite(value)) throw refuse('not-finite', trail);
	if (Object.is(value, -0)) throw refuse('negative-zero', trail);
	return String(value);
}

function encodeArray(value: readonly unknown[], trail: Trail): string {
	let text = '[';
	for (let i = 0; i < value.length; i++) {
		if (i > 0) text += ',';
		trail.push(i);
		text += encode(value[i], trail);
		trail.pop();
	}
	return text + ']';
}

function encodeObject(value: object, trail: Trail): string {
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) throw refuse('unsupported-type', trail);
	const record = value as Record<string, unknown>;
	let text = '{';
	for (const key of sortKeys(Object.keys(record))) {
		// The name of a key that is refused is itself where the fault is.
		if (FORBIDDEN_KEYS.has(key)) throw refuse('forbidden-key', [...trail, key]);
		if (text.length > 1) text += ',';
		text += encodeString(key, trail);
		trail.push(key);
		text += ':' + encode(record[key], trail);
		trail.pop();
	}
	return text + '}';
}

/** More keys than this are sorted by the engine, which sorts few of them slowly. */
const FEW_KEYS = 16;

/** Sorts keys by UTF-16 code units, in place. */
function sortKeys(keys: string[]): readonly string[] {
	if (keys.length > FEW_KEYS) return keys.sort();
	for (let i = 1; i < keys.length; i++) {
		const key = keys[i] as string;
		let at = i;
		for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
		keys[at] = key;
	}
	return keys;
}

function refuse(reason: CanonicalJsonFault['reason'], trail: Trail): CanonicalJsonError {
	const path = trail.map((key) => `/${key}`).join('');
	return new CanonicalJsonError({ code: 'not-canonical', reason, path });
}
