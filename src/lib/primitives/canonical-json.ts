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

/** Deepest nesting any border accepts (security.md W4). */
export const MAX_DEPTH = 64;

/**
 * The RFC 8785 (JCS) text of a JSON value: keys sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * `undefined`, −0, NaN, ±Infinity, lone surrogates, prototype keys and nesting beyond {@link MAX_DEPTH} are refused.
 * Fails with a thrown {@link CanonicalJsonError}; borders parse before they hash, so inside the core it never throws.
 */
export function encodeCanonicalJson(value: JsonValue): string {
	return encode(value, '', 0);
}

function encode(value: unknown, path: string, depth: number): string {
	switch (typeof value) {
		case 'string':
			return encodeString(value, path);
		case 'number':
			return encodeNumber(value, path);
		case 'boolean':
			return value ? 'true' : 'false';
		case 'object':
			if (value === null) return 'null';
			if (depth >= MAX_DEPTH) throw refuse('too-deep', path);
			return Array.isArray(value) ? encodeArray(value, path, depth) : encodeObject(value, path, depth);
		default:
			throw refuse('unsupported-type', path);
	}
}

function encodeString(value: string, path: string): string {
	if (LONE_SURROGATE.test(value)) throw refuse('lone-surrogate', path);
	return JSON.stringify(value);
}

function encodeNumber(value: number, path: string): string {
	if (!Number.isFinite(value)) throw refuse('not-finite', path);
	if (Object.is(value, -0)) throw refuse('negative-zero', path);
	return String(value);
}

function encodeArray(value: readonly unknown[], path: string, depth: number): string {
	let text = '[';
	for (let i = 0; i < value.length; i++) {
		if (i > 0) text += ',';
		text += encode(value[i], `${path}/${i}`, depth + 1);
	}
	return text + ']';
}

function encodeObject(value: object, path: string, depth: number): string {
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype !== Object.prototype && prototype !== null) throw refuse('unsupported-type', path);
	const record = value as Record<string, unknown>;
	let text = '{';
	let first = true;
	for (const key of Object.keys(record).sort()) {
		if (FORBIDDEN_KEYS.has(key)) throw refuse('forbidden-key', `${path}/${key}`);
		text += `${first ? '' : ','}${encodeString(key, path)}:${encode(record[key], `${path}/${key}`, depth + 1)}`;
		first = false;
	}
	return text + '}';
}

function refuse(reason: CanonicalJsonFault['reason'], path: string): CanonicalJsonError {
	return new CanonicalJsonError({ code: 'not-canonical', reason, path });
}
