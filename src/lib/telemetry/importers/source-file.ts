import { parseJson, type JsonFault } from '../../primitives/parse-json.ts';
import type { JsonValue } from '../../primitives/json.ts';
import { err, type Result } from '../../primitives/result.ts';
import { decodeUtf8 } from '../../primitives/utf8.ts';
import type { ImportFailure } from '../import-failure.ts';
import type { SourceFile } from './importer.ts';

const HEAD_BYTES = 8_192;

/** A decompressed file whose text and JSON are read on first use and kept. */
export function createSourceFile(name: string, bytes: Uint8Array): SourceFile {
	let json: Result<JsonValue, ImportFailure> | undefined;
	return {
		name,
		bytes,
		head: decodeHead(bytes),
		text: () => decodeText(name, bytes),
		json: () => (json ??= readJson(name, bytes)),
	};
}

/** The first three lines of a file, each cut to 120 characters, for a failure message. */
export function firstLinesOf(file: SourceFile): readonly string[] {
	return file.head
		.split('\n', 3)
		.map((line) => line.slice(0, 120).replace(/[\u0000-\u001f\u007f-\u009f\ufffd]/g, '·'));
}

/** Whether a file's first character that is not white space opens a JSON object or array. */
export function looksLikeJson(file: SourceFile): boolean {
	return /^\ufeff?\s*[[{]/.test(file.head);
}

/** The first kilobytes as text: a sequence cut at the end is dropped, binary content shows as Latin-1. */
function decodeHead(bytes: Uint8Array): string {
	const head = bytes.subarray(0, HEAD_BYTES);
	for (let cut = 0; cut < 4; cut++) {
		const text = decodeUtf8(head.subarray(0, head.length - cut));
		if (text.ok) return text.value;
	}
	return String.fromCharCode(...head.subarray(0, 400));
}

function decodeText(file: string, bytes: Uint8Array): Result<string, ImportFailure> {
	const text = decodeUtf8(bytes);
	return text.ok ? text : err({ code: 'broken-text', file, offset: text.error.offset });
}

/** JSON of a telemetry file: strict but for numbers, since measured files do hold −0 and integers beyond 2^53. */
function readJson(file: string, bytes: Uint8Array): Result<JsonValue, ImportFailure> {
	const json = parseJson(bytes, { numbers: 'telemetry' });
	return json.ok ? json : err(failureOf(file, json.error));
}

function failureOf(file: string, fault: JsonFault): ImportFailure {
	return {
		code: 'broken-json',
		file,
		reason: fault.code,
		line: fault.line,
		column: fault.column,
		expected: 'expected' in fault ? fault.expected : 'limit' in fault ? String(fault.limit) : '',
		found: 'found' in fault ? fault.found : 'key' in fault ? fault.key : '',
	};
}
