import type { LedgerFault } from '../ledger/format.ts';
import type { ImportFailure } from '../telemetry/import-failure.ts';
import type { ImportFile } from '../telemetry/importers/importer.ts';
import { openFiles } from '../telemetry/importers/open-files.ts';
import type { FileFault, LedgerFailure, RunFailure } from './session.ts';

const SAMPLE_LINES = 3;
const SAMPLE_WIDTH = 160;
const NEWLINE = 10;

type Sample = Pick<FileFault, 'sample' | 'sampleFrom'>;

/** The first lines of some bytes as text, shortened. */
export function firstLines(bytes: Uint8Array): readonly string[] {
	return linesAround(bytes, 2, 1).sample;
}

/** The line with that number (from 1) between its neighbours, cut so that the column is seen; the last lines beyond the end. */
export function linesAround(bytes: Uint8Array, line: number, column: number): Sample {
	const starts = [0];
	let number = 1;
	for (let at = bytes.indexOf(NEWLINE); at !== -1 && number <= line; at = bytes.indexOf(NEWLINE, at + 1)) {
		if (starts.push(at + 1) > SAMPLE_LINES) starts.shift();
		number++;
	}
	const sampleFrom = number - starts.length + 1;
	const sample = starts.map((start, index) =>
		clippedLine(bytes, start, sampleFrom + index === line ? column : 1),
	);
	if (sample.at(-1) === '' && sample.length > 1) sample.pop();
	return { sample, sampleFrom };
}

/** A line's text around a column, at most {@link SAMPLE_WIDTH} bytes of it; what cannot be shown is a dot. */
function clippedLine(bytes: Uint8Array, start: number, column: number): string {
	const end = bytes.indexOf(NEWLINE, start);
	const whole = bytes.subarray(start, end === -1 ? bytes.length : end);
	const from = column <= SAMPLE_WIDTH / 2 ? 0 : Math.min(column - SAMPLE_WIDTH / 2, whole.length);
	const text = new TextDecoder().decode(whole.subarray(from, from + SAMPLE_WIDTH));
	const clean = text.replace(/\r$/, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/g, '·');
	return `${from > 0 ? '…' : ''}${clean}${from + SAMPLE_WIDTH < whole.length ? '…' : ''}`;
}

function show(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Why dropped files could not be read. What was expected and found is in the failure itself, whose sentence says so. */
export function runFailureOf(failure: ImportFailure, files: readonly ImportFile[]): RunFailure {
	if (failure.code === 'cancelled') return { code: 'cancelled', detail: '' };
	const name = 'file' in failure ? failure.file : files.length === 1 ? (files[0]?.name ?? '') : '';
	const [line, column] =
		failure.code === 'broken-json'
			? [failure.line, failure.column]
			: failure.code === 'broken-csv'
				? [failure.row, null]
				: [null, null];
	const sample = sampleOf(failure, name, files, line, column);
	return {
		code: 'not-imported',
		cause: failure,
		file: { name, line, column, expected: null, found: null, ...sample },
	};
}

function sampleOf(
	failure: ImportFailure,
	name: string,
	files: readonly ImportFile[],
	line: number | null,
	column: number | null,
): Sample {
	if (failure.code === 'unrecognised') return { sample: failure.firstLines, sampleFrom: 1 };
	const bytes = bytesOf(name, files);
	return bytes ? linesAround(bytes, line ?? 2, column ?? 1) : { sample: [], sampleFrom: 1 };
}

/** What a file holds once it is unpacked; undefined where it cannot be. */
function bytesOf(name: string, files: readonly ImportFile[]): Uint8Array | undefined {
	const given = files.find((file) => file.name === name || name.startsWith(`${file.name}/`));
	const steps = openFiles(given && given.bytes.length > 0 ? [given] : []);
	for (;;) {
		const step = steps.next();
		if (!step.done) continue;
		const opened = step.value.ok ? step.value.value : [];
		return opened.find(({ source }) => source.name === name)?.source.bytes;
	}
}

/** Why a file is no ledger, in the shape every page shows. */
export function ledgerFailureOf(fault: LedgerFault, name: string, bytes: Uint8Array): LedgerFailure {
	const position = /^(\d+):(\d+)$/.exec(fault.where);
	const file: FileFault = {
		name,
		line: position ? Number(position[1]) : null,
		column: position ? Number(position[2]) : null,
		expected: show(fault.expected),
		found: position ? show(fault.actual) : `${fault.where}: ${show(fault.actual)}`,
		...linesAround(bytes, position ? Number(position[1]) : 2, position ? Number(position[2]) : 1),
	};
	const code =
		fault.code === 'newer-version'
			? 'newer-version'
			: fault.code === 'broken-json'
				? 'unreadable-file'
				: 'not-a-ledger';
	return { code, file };
}
