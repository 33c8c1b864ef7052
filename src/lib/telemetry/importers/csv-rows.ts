import Papa from 'papaparse';
import { ImportHalt } from '../import-failure.ts';
import type { SourceFile } from './importer.ts';

/** Rows that were read together, the place of the first (from 1, the heading is row 1), and bytes read up to their end. */
export type CsvRows = {
	readonly rows: readonly (readonly string[])[];
	readonly first: number;
	readonly done: number;
};

/** Text given to the parser at once: small enough to show progress. */
const CHUNK = 512 * 1024;
/** A row longer than this is a quote that was never closed. */
const MOST_ROW = 4 * 2 ** 20;
const MOST_COLUMNS = 5_000;

/**
 * The rows of a CSV file, heading included, chunk by chunk; blank lines are left out. Throws an {@link ImportHalt} with
 * `broken-text` or `broken-csv` (a quote that is never closed or is closed inside a field).
 */
export function* csvRows(file: SourceFile): Generator<CsvRows, void> {
	const read = file.text();
	if (!read.ok) throw new ImportHalt(read.error);
	const text = read.value.startsWith('\ufeff') ? read.value.slice(1) : read.value;
	const options = { delimiter: delimiterOf(text), newline: newlineOf(text), skipEmptyLines: true };
	let [at, row, size] = [0, 1, CHUNK];
	while (at < text.length) {
		const isLast = at + size >= text.length;
		const parsed = new Papa.Parser(options).parse(text.slice(at, at + size), 0, !isLast) as ParsedChunk;
		const rows = parsed.data;
		const cursor = isLast ? text.length - at : parsed.meta.cursor;
		if (cursor === 0 || (rows.length === 0 && !isLast)) {
			if (size >= MOST_ROW) throw brokenQuote(file.name, row, 'MissingQuotes');
			size *= 2;
			continue;
		}
		const fault = parsed.errors.find(
			(error) => error.type === 'Quotes' && (isLast || error.row < rows.length),
		);
		if (fault) throw brokenQuote(file.name, row + fault.row, fault.code);
		at += cursor;
		const filled = rows.some(isBlank) ? rows.filter((cells) => !isBlank(cells)) : rows;
		if ((filled[0]?.length ?? 0) > MOST_COLUMNS)
			throw new ImportHalt({
				code: 'too-many',
				where: `${file.name} columns`,
				limit: MOST_COLUMNS,
				actual: filled[0]?.length ?? 0,
			});
		yield { rows: filled, first: row, done: (file.bytes.length * at) / text.length };
		row += rows.length;
		size = CHUNK;
	}
}

/** The cells of the first row, as far as the head of the file shows it. */
export function headingOf(file: SourceFile): readonly string[] {
	const line = file.head.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? '';
	const parsed = new Papa.Parser({ delimiter: delimiterOf(line) }).parse(line, 0, false) as ParsedChunk;
	return (parsed.data[0] ?? []).map((cell) => cell.trim());
}

type ParsedChunk = {
	readonly data: readonly (readonly string[])[];
	readonly errors: readonly { readonly type: string; readonly code: string; readonly row: number }[];
	readonly meta: { readonly cursor: number };
};

function isBlank(cells: readonly string[]): boolean {
	return cells.length === 0 || (cells.length === 1 && cells[0]?.trim() === '');
}

function delimiterOf(text: string): string {
	const line = text.slice(0, 8_192).split('\n', 1)[0] ?? '';
	let [best, most] = [',', 0];
	for (const delimiter of [',', ';', '\t', '|']) {
		const count = line.split(delimiter).length;
		if (count > most) [best, most] = [delimiter, count];
	}
	return best;
}

function newlineOf(text: string): '\n' | '\r\n' | '\r' {
	const end = text.indexOf('\n');
	if (end === -1) return text.includes('\r') ? '\r' : '\n';
	return text[end - 1] === '\r' ? '\r\n' : '\n';
}

function brokenQuote(file: string, row: number, found: string): ImportHalt {
	return new ImportHalt({ code: 'broken-csv', file, row, expected: 'closing quote', found });
}
