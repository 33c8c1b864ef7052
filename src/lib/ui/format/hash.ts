/** The beginning and the end of a hash or address, the middle left out. Short texts stay whole. */
export function formatShortHash(hash: string, head = 8, tail = 6): string {
	return hash.length <= head + tail + 1 ? hash : `${hash.slice(0, head)}…${hash.slice(-tail)}`;
}
