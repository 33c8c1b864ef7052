/** A linear scale from a domain onto a range. A domain of one value maps to the middle of the range. */
export function linearScale(
	[from, to]: readonly [number, number],
	[start, end]: readonly [number, number],
): (value: number) => number {
	if (from === to) return () => (start + end) / 2;
	return (value) => start + ((value - from) / (to - from)) * (end - start);
}
