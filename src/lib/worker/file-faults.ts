import type { LedgerFault } from '../ledger/format.ts';
import type { ImportFailure } from '../telemetry/import-failure.ts';
import type { FileFault, LedgerFailure, RunFailure } from './session.ts';

const SAMPLE_LINES = 3;
const SAMPLE_WIDTH = 160;

/** The first lines of some bytes as text, shortened. */
export function firstLines(bytes: Uint8Array): readonly string[] {
	const head = new TextDecoder().decode(bytes.subarray(0, 4096));
	return head
		.split('\n')
		.slice(0, SAMPLE_LINES)
		.map((line) => (line.length > SAMPLE_WIDTH ? `${line.slice(0, SAMPLE_WIDTH)}…` : line));
}

function show(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Why dropped files could not be diagnosed, in the shape every page shows. */
export function runFailureOf(
	failure: ImportFailure,
	files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): RunFailure {
	const given = 'file' in failure ? files.find((file) => file.name === failure.file) : files[0];
	const at =
		failure.code === 'broken-json'
			? { line: failure.line, column: failure.column }
			: { line: null, column: null };
	const file: FileFault = {
		name: given?.name ?? '',
		...at,
		expected: expectedOf(failure),
		found: foundOf(failure),
		sample: given ? firstLines(given.bytes) : [],
	};
	return { code: codeOf(failure), detail: failure.code, file };
}

function codeOf(failure: ImportFailure): RunFailure['code'] {
	switch (failure.code) {
		case 'unrecognised':
			return 'not-recognised';
		case 'no-alert':
			return 'no-alert';
		case 'too-large':
		case 'too-compressed':
		case 'too-many':
		case 'too-many-files':
			return 'too-large';
		default:
			return 'unreadable-file';
	}
}

function expectedOf(failure: ImportFailure): string {
	if ('expected' in failure) return show(failure.expected);
	if (failure.code === 'unrecognised') return failure.lookedFor.join(' · ');
	if ('limit' in failure) return String(failure.limit);
	if ('limitBytes' in failure) return `${failure.limitBytes} B`;
	if ('supported' in failure) return String(failure.supported);
	return failure.code;
}

function foundOf(failure: ImportFailure): string {
	const where = 'where' in failure ? `${failure.where}: ` : '';
	if ('found' in failure) return where + show(failure.found);
	if ('actual' in failure) return where + show(failure.actual);
	if ('actualBytes' in failure) return `${failure.actualBytes} B`;
	if ('reason' in failure) return where + failure.reason;
	return where + failure.code;
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
		sample: firstLines(bytes),
	};
	const code =
		fault.code === 'newer-version'
			? 'newer-version'
			: fault.code === 'broken-json'
				? 'unreadable-file'
				: 'not-a-ledger';
	return { code, file };
}
