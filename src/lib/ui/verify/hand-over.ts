/** A ledger file that another page was given and the verify page is to check. */
let waiting: File | undefined;

export function handOver(file: File): void {
	waiting = file;
}

/** The file handed over, once. */
export function takeHandedOver(): File | undefined {
	const file = waiting;
	waiting = undefined;
	return file;
}
