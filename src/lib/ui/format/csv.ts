/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as comma-separated text, every cell quoted. Text that a spreadsheet would run as a formula gets an apostrophe in
 * front: names come from files of others.
 */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
	return rows.map((cells) => cells.map(quoted).join(',')).join('\n');
}

function quoted(cell: string | number | null): string {
	if (cell === null) return '""';
	const text = typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);
	return `"${text.replaceAll('"', '""')}"`;
}
