/** Any JSON value, read only. */
export type JsonValue =
	string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Whether a value is a plain JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are one and the same data, whatever the order of their keys. */
export function equalJson(a: JsonValue, b: JsonValue): boolean {
	if (a === b) return true;
	if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
	if (Array.isArray(a) || Array.isArray(b)) return equalArrays(a, b);
	const keys = Object.keys(a);
	if (keys.length !== Object.keys(b).length) return false;
	const [first, second] = [a as JsonObject, b as JsonObject];
	for (const key of keys)
		if (!Object.hasOwn(second, key) || !equalJson(first[key] as JsonValue, second[key] as JsonValue))
			return false;
	return true;
}

function equalArrays(a: JsonValue, b: JsonValue): boolean {
	if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
	return a.every((element: JsonValue, index) => equalJson(element, b[index] as JsonValue));
}

/** Keys that are refused at every border, because they would reach an object's prototype. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
