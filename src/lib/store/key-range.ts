/** Throws unless a page size is a whole number from 1 to `most`. A silently smaller page would end an export early. */
export function assertLimit(limit: number, most = Number.MAX_SAFE_INTEGER): void {
	if (!Number.isSafeInteger(limit) || limit < 1 || limit > most)
		throw new RangeError(`limit out of 1–${most}: ${limit}`);
}

/**
 * The least string that is greater than every string with this prefix, in code-unit order (the order of IndexedDB and of
 * `Array.prototype.sort`); undefined where there is none (the empty prefix).
 */
export function prefixEnd(prefix: string): string | undefined {
	for (let i = prefix.length - 1; i >= 0; i--) {
		const unit = prefix.charCodeAt(i);
		if (unit < 0xffff) return prefix.slice(0, i) + String.fromCharCode(unit + 1);
	}
	return undefined;
}

/** The first position in an ascending list whose item is not below `value` (or, with `after`, above it). */
export function positionOf<T extends string | number>(sorted: readonly T[], value: T, after = false): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const item = sorted[middle] as T;
		if (item < value || (after && item === value)) low = middle + 1;
		else high = middle;
	}
	return low;
}
