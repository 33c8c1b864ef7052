import type { JsonValue } from '../primitives/json.ts';

/**
 * Deepest nesting of a transaction's `data`, itself included. A ledger file holds it six levels down, and no reader of
 * this protocol goes deeper than 64: what could enter a block but not be read back would end the chain for everybody.
 */
export const MAX_DATA_DEPTH = 32;

/** Where `data` holds what a strict reader would not take back from the file, or undefined. `data` has a canonical form. */
export function findUnreadable(
	data: JsonValue,
	path = '/data',
	depth = 1,
): { readonly path: string; readonly expected: string } | undefined {
	if (typeof data === 'number')
		return Number.isInteger(data) && !Number.isSafeInteger(data) && Math.abs(data) < 1e21
			? { path, expected: 'no integer beyond 2^53 - 1' }
			: undefined;
	if (data === null || typeof data !== 'object') return undefined;
	if (depth > MAX_DATA_DEPTH) return { path, expected: `at most ${MAX_DATA_DEPTH} levels` };
	for (const [key, value] of Object.entries(data) as [string, JsonValue][]) {
		const found = findUnreadable(value, `${path}/${key}`, depth + 1);
		if (found) return found;
	}
	return undefined;
}
