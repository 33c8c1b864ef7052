import type { BodyRow } from './schema.ts';
import { decodeStoredBlock, type StoredBlock } from './stored-block.ts';

/** Parses packed blocks, and remembers the last one. */
export type BodyCache = { parse(row: BodyRow): StoredBlock };

/**
 * A cache of one: a page of transactions asks for the same block again and again. The row is read each time and the text
 * compared, so what is shown is what is stored, and a live query knows what it read; only the parsing is saved.
 */
export function createBodyCache(): BodyCache {
	let last: { readonly body: string; readonly stored: StoredBlock } | undefined;
	return {
		parse({ body }) {
			if (last?.body !== body) last = { body, stored: decodeStoredBlock(body) };
			return last.stored;
		},
	};
}
