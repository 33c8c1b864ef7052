import { isHash, type Hash } from './bytes.ts';
import { isNatural } from './integers.ts';
import { FORBIDDEN_KEYS, isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { err, ok, type Result } from './result.ts';

/** Where a value does not have its shape. `path` is a JSON pointer; `expected` is the shape's own description. */
export type SchemaFault = { readonly path: string; readonly expected: string; readonly actual: JsonValue };

/**
 * A shape of JSON data: parses it, and describes itself. Faults and descriptions become receipt bytes, so they are part
 * of the protocol and must not depend on a library's wording.
 */
export type Schema<T> = {
	readonly description: string;
	/** The same as JSON Schema (draft 2020-12), for other programs. It accepts all that `parse` does, and may accept more. */
	readonly json: JsonObject;
	parse(value: unknown, path?: string): Result<T, SchemaFault>;
};

/** The type a schema yields. */
export type Parsed<S> = S extends Schema<infer T> ? T : never;

function excerpt(value: unknown): JsonValue {
	if (typeof value === 'string') return shorten(value);
	if (typeof value === 'number')
		return Number.isFinite(value) && !Object.is(value, -0) ? value : String(value);
	if (typeof value === 'boolean' || value === null) return value;
	if (value === undefined) return 'absent';
	return Array.isArray(value) ? 'array' : typeof value;
}

function shorten(text: string): string {
	return text.slice(0, 64).replace(/\p{Surrogate}/gu, '\ufffd');
}

function leaf<T>(description: string, json: JsonObject, accepts: (value: unknown) => value is T): Schema<T> {
	return {
		description,
		json,
		parse: (value, path = '') =>
			accepts(value) ? ok(value) : err({ path, expected: description, actual: excerpt(value) }),
	};
}

/** A consensus number from `min` to `max`. */
export function natural(min = 0, max = Number.MAX_SAFE_INTEGER): Schema<number> {
	const range = max === Number.MAX_SAFE_INTEGER ? `integer >= ${min}` : `integer ${min}..${max}`;
	const json = { type: 'integer', minimum: min, maximum: max };
	return leaf(range, json, (value): value is number => isNatural(value) && value >= min && value <= max);
}

/** A finite binary64 number, not −0, whose text a strict reader takes back: no integer literal beyond 2^53 − 1. */
export const finite: Schema<number> = leaf(
	'finite number',
	{ type: 'number' },
	(value): value is number =>
		Number.isFinite(value) &&
		!Object.is(value, -0) &&
		(Math.abs(value as number) <= Number.MAX_SAFE_INTEGER || Math.abs(value as number) >= 1e21),
);

/** A well-formed string of `min` to `max` UTF-16 code units; JSON Schema counts code points, of which there may be half. */
export function text(max: number, min = 1): Schema<string> {
	return leaf(
		`text ${min}..${max}`,
		{ type: 'string', minLength: Math.ceil(min / 2), maxLength: max },
		(value): value is string =>
			typeof value === 'string' &&
			value.length >= min &&
			value.length <= max &&
			!/\p{Surrogate}/u.test(value),
	);
}

/** ASCII `[a-z0-9-]{1,64}` (protocol.md §1). */
export const identifier: Schema<string> = leaf(
	'id [a-z0-9-]{1,64}',
	{ type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
	(value): value is string => typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value),
);

/** `YYYY-MM-DD HH:MM:SS` (protocol.md §6). */
export const minute: Schema<string> = leaf(
	'minute YYYY-MM-DD HH:MM:SS',
	{ type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$' },
	(value): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value),
);

/** A 32-byte hash in its one spelling. */
export const hash: Schema<Hash> = leaf(
	'hash 0x + 64 lower-case hex',
	{ type: 'string', pattern: '^0x[0-9a-f]{64}$' },
	isHash,
);

/** true or false. */
export const boolean: Schema<boolean> = leaf(
	'true or false',
	{ type: 'boolean' },
	(value): value is boolean => typeof value === 'boolean',
);

/** One of some words. */
export function oneOf<const T extends string>(...words: readonly T[]): Schema<T> {
	return leaf(words.join('|'), { enum: words }, (value): value is T => words.includes(value as T));
}

/** The shape, or null. */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
	return {
		description: `${schema.description} or null`,
		json: { anyOf: [schema.json, { type: 'null' }] },
		parse: (value, path = '') => (value === null ? ok(null) : schema.parse(value, path)),
	};
}

/** A key that may be absent. */
export function optional<T>(schema: Schema<T>): Schema<T | undefined> & { readonly optional: true } {
	return {
		optional: true,
		description: `${schema.description}?`,
		json: schema.json,
		parse: (value, path = '') => (value === undefined ? ok(undefined) : schema.parse(value, path)),
	};
}

/** An array of `min` to `max` items. */
export function array<T>(item: Schema<T>, max: number, min = 0): Schema<readonly T[]> {
	const description = `array ${min}..${max} of ${item.description}`;
	return {
		description,
		json: { type: 'array', items: item.json, minItems: min, maxItems: max },
		parse(value, path = '') {
			if (!Array.isArray(value)) return err({ path, expected: description, actual: excerpt(value) });
			if (value.length < min || value.length > max)
				return err({ path, expected: `array ${min}..${max}`, actual: value.length });
			const items: T[] = [];
			for (let i = 0; i < value.length; i++) {
				const parsed = item.parse(value[i], `${path}/${i}`);
				if (!parsed.ok) return parsed;
				items.push(parsed.value);
			}
			return ok(items);
		},
	};
}

type Fields = { readonly [key: string]: Schema<unknown> };
type OptionalKeys<F extends Fields> = {
	[K in keyof F]: F[K] extends { readonly optional: true } ? K : never;
}[keyof F];
type ObjectOf<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Parsed<F[K]> } & {
	readonly [K in OptionalKeys<F>]?: Exclude<Parsed<F[K]>, undefined>;
};

/** An object with exactly these keys; any other key is a fault. */
export function object<F extends Fields>(fields: F): Schema<ObjectOf<F>> {
	const names = Object.keys(fields);
	const description = `{ ${names.map((name) => `${name}: ${fields[name]!.description}`).join(', ')} }`;
	return {
		description,
		json: {
			type: 'object',
			properties: Object.fromEntries(names.map((name) => [name, fields[name]!.json])),
			required: names.filter((name) => !('optional' in fields[name]!)),
			additionalProperties: false,
		},
		parse(value, path = '') {
			if (!isJsonObject(value)) return err({ path, expected: 'object', actual: excerpt(value) });
			for (const key of Object.keys(value))
				if (!Object.hasOwn(fields, key))
					return err({ path: `${path}/${shorten(key)}`, expected: 'no such key', actual: 'present' });
			const out: Record<string, unknown> = {};
			for (const name of names) {
				const given = Object.hasOwn(value, name) ? value[name] : undefined;
				const parsed = fields[name]!.parse(given, `${path}/${name}`);
				if (!parsed.ok) return parsed;
				if (parsed.value !== undefined) out[name] = parsed.value;
			}
			return ok(out as ObjectOf<F>);
		},
	};
}

/** An object whose keys are not known beforehand, at most `max` of them. */
export function record<T>(
	value: Schema<T>,
	max: number,
	key: Schema<string> = text(256),
): Schema<{ readonly [key: string]: T }> {
	const description = `record of ${value.description}`;
	return {
		description,
		json: {
			type: 'object',
			propertyNames: key.json,
			additionalProperties: value.json,
			maxProperties: max,
		},
		parse(given, path = '') {
			if (!isJsonObject(given)) return err({ path, expected: description, actual: excerpt(given) });
			const keys = Object.keys(given);
			if (keys.length > max) return err({ path, expected: `at most ${max} keys`, actual: keys.length });
			const out: Record<string, T> = {};
			for (const name of keys) {
				const where = `${path}/${shorten(name)}`;
				if (FORBIDDEN_KEYS.has(name)) return err({ path: where, expected: 'no such key', actual: 'present' });
				const parsedKey = key.parse(name, where);
				if (!parsedKey.ok) return parsedKey;
				const parsed = value.parse(given[name], where);
				if (!parsed.ok) return parsed;
				out[name] = parsed.value;
			}
			return ok(out);
		},
	};
}

/** One of several object shapes, told apart by the word under `tag`. */
export function variant<T>(tag: string, shapes: { readonly [word: string]: Schema<T> }): Schema<T> {
	const words = Object.keys(shapes);
	const description = words.map((word) => shapes[word]!.description).join(' or ');
	return {
		description,
		json: { oneOf: words.map((word) => shapes[word]!.json) },
		parse(value, path = '') {
			if (!isJsonObject(value)) return err({ path, expected: 'object', actual: excerpt(value) });
			const word = value[tag];
			if (typeof word !== 'string' || !Object.hasOwn(shapes, word))
				return err({ path: `${path}/${tag}`, expected: words.join('|'), actual: excerpt(word) });
			return shapes[word]!.parse(value, path);
		},
	};
}

/** Exactly this word or number. */
export function literal<const T extends string | number>(expected: T): Schema<T> {
	return leaf(JSON.stringify(expected), { const: expected }, (value): value is T => value === expected);
}

/** Any JSON object, unread. */
export const anyObject: Schema<JsonObject> = leaf('object', { type: 'object' }, isJsonObject);

/** Any JSON value, unread (it was parsed from text). */
export const anyValue: Schema<JsonValue> = {
	description: 'JSON value',
	json: {},
	parse: (value, path = '') =>
		value === undefined ? err({ path, expected: 'JSON value', actual: 'absent' }) : ok(value as JsonValue),
};
