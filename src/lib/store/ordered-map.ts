import type { JsonValue } from '../primitives/json.ts';
import { assertLimit, positionOf, prefixEnd } from './key-range.ts';

/** Keys and values that can be read in key order, a page at a time. */
export type OrderedMap = {
	get(key: string): JsonValue | undefined;
	/** `undefined` deletes. */
	set(key: string, value: JsonValue | undefined): void;
	range(query: {
		readonly prefix: string;
		readonly after?: string;
		readonly limit: number;
	}): readonly { readonly key: string; readonly value: JsonValue }[];
};

/** An empty ordered map. The order of keys is made when it is first asked for after keys came or went. */
export function createOrderedMap(): OrderedMap {
	const values = new Map<string, JsonValue>();
	let sorted: readonly string[] | undefined;
	return {
		get: (key) => values.get(key),
		set(key, value) {
			if (values.has(key) !== (value !== undefined)) sorted = undefined;
			if (value === undefined) values.delete(key);
			else values.set(key, value);
		},
		range({ prefix, after, limit }) {
			assertLimit(limit);
			sorted ??= [...values.keys()].sort();
			const end = prefixEnd(prefix);
			const last = end === undefined ? sorted.length : positionOf(sorted, end);
			const first = Math.max(
				positionOf(sorted, prefix),
				after === undefined ? 0 : positionOf(sorted, after, true),
			);
			const keys = sorted.slice(first, Math.min(last, first + limit));
			return keys.map((key) => ({ key, value: values.get(key) as JsonValue }));
		},
	};
}
