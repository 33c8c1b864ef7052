import { err, ok, type Result } from '../../primitives/result.ts';
import type { ImportFailure } from '../import-failure.ts';
import { DEFAULT_LIMITS, gunzipFile, isGzip, type DecompressionLimits } from './decompress.ts';
import type { ImportFile, SourceFile } from './importer.ts';
import { createSourceFile } from './source-file.ts';
import { isZip, unzipFile } from './unzip.ts';

/** Most files that can be dropped together. */
export const MAX_FILES = 2_000;

/** A file that was read out of what was dropped; `packed` when it came out of an archive beside others. */
export type OpenedFile = { readonly source: SourceFile; readonly packed: boolean };

/**
 * The files a user dropped, unpacked: gzip, zip, gzip inside zip; archives inside archives are taken as they are. Yields
 * each file before it is opened. Fails with `no-file`, `too-many-files`, `empty-file` and the codes of decompression;
 * `limits` hold for each file dropped.
 */
export function* openFiles(
	files: readonly ImportFile[],
	limits: DecompressionLimits = DEFAULT_LIMITS,
): Generator<ImportFile, Result<readonly OpenedFile[], ImportFailure>, void> {
	if (files.length === 0) return err({ code: 'no-file' });
	if (files.length > MAX_FILES)
		return err({ code: 'too-many-files', limit: MAX_FILES, actual: files.length });
	const opened: OpenedFile[] = [];
	for (const file of files) {
		yield file;
		const entries = isZip(file.bytes) ? unzipFile(file, limits) : ok([file]);
		if (!entries.ok) return entries;
		const packed = entries.value.length > 1;
		for (const entry of entries.value) {
			if (packed && entry.bytes.length === 0) continue;
			const source = openFile(entry, limits);
			if (!source.ok) return source;
			opened.push({ source: source.value, packed });
		}
	}
	return ok(opened);
}

function openFile(file: ImportFile, limits: DecompressionLimits): Result<SourceFile, ImportFailure> {
	if (file.bytes.length === 0) return err({ code: 'empty-file', file: file.name });
	if (isGzip(file.bytes)) {
		const bytes = gunzipFile(file, limits);
		return bytes.ok ? ok(createSourceFile(file.name, bytes.value)) : bytes;
	}
	if (file.bytes.length > limits.maxBytes)
		return err({
			code: 'too-large',
			file: file.name,
			limitBytes: limits.maxBytes,
			actualBytes: file.bytes.length,
		});
	return ok(createSourceFile(file.name, file.bytes));
}
