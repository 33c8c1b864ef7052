import Papa from 'papaparse';
import { decodeUtf8 } from '../../primitives/utf8.ts';
import { ImportHalt } from '../import-failure.ts';
import type { SourceFile } from './importer.ts';

/** Rows that were read together, the place of the first (from 1, the heading is row 1), and bytes read up to their end. */
export type CsvRows = {
	readonly rows: readonly (readonly string[])[];
	readonly first: number;
	readonly done: number;
};

/** Bytes read at once: small enough to show progress, and all of a file that is ever held as text. */
const CHUNK = 512 * 1024;
/** A row longer than this is a quote that was never closed. */
const MOST_ROW = 4 * 2 ** 20;
const MOST_COLUMNS = 5_000;
const LINE_END = 0x0a;

/**
 * The rows of a CSV file, heading included, chunk by chunk; blank lines are left out. Throws an {@link ImportHalt} with
 * `broken-text` or `broken-csv` (a quote that is never closed or is closed inside a field).
 */
export function* csvRows(file: SourceFile): Generator<CsvRows, void> {
	let [text, row] = ['', 1];
	let options: object | undefined;
	for (const { added, end } of textOf(file)) {
		text += added;
		options ??= { delimiter: delimiterOf(text), newline: newlineOf(text), skipEmptyLines: true };
		const isLast = end === file.bytes.length;
		const parsed = new Papa.Parser(options).parse(text, 0, !isLast) as ParsedChunk;
		const rows = parsed.data;
		if (!isLast && (parsed.meta.cursor === 0 || rows.length === 0)) {
			if (text.length >= MOST_ROW) throw brokenQuote(file.name, row, 'MissingQuotes');
			continue;
		}
		const fault = parsed.errors.find(
			(error) => error.type === 'Quotes' && (isLast || error.row < rows.length),
		);
		if (fault) throw brokenQuote(file.name, row + fault.row, fault.code);
		text = isLast ? '' : text.slice(parsed.meta.cursor);
		const filled = rows.some(isBlank) ? rows.filter((cells) => !isBlank(cells)) : rows;
		if ((filled[0]?.length ?? 0) > MOST_COLUMNS)
			throw new ImportHalt({
				code: 'too-many',
				where: `${file.name} columns`,
				limit: MOST_COLUMNS,
				actual: filled[0]?.length ?? 0,
			});
		yield { rows: filled, first: row, done: end };
		row += rows.length;
	}
}

/** The text of a file piece by piece, cut behind line ends, with the place in bytes each ends at. */
function* textOf({ name, bytes }: SourceFile): Generator<{ readonly added: string; readonly end: number }> {
	for (let at = 0; at < bytes.length;) {
		const end = endOfPiece(bytes, at);
		const read = decodeUtf8(bytes.subarray(at, end));
		if (!read.ok) throw new ImportHalt({ code: 'broken-text', file: name, offset: at + read.error.offset });
		yield { added: at === 0 ? read.value.replace(/^\ufeff/, '') : read.value, end };
		at = end;
	}
}

/** Behind the last line end of a piece, or the first after it: no character spans a line end. */
function endOfPiece(bytes: Uint8Array, at: number): number {
	if (at + CHUNK >= bytes.length) return bytes.length;
	const last = bytes.subarray(at, at + CHUNK).lastIndexOf(LINE_END);
	if (last !== -1) return at + last + 1;
	const next = bytes.indexOf(LINE_END, at + CHUNK);
	return next === -1 ? bytes.length : next + 1;
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
