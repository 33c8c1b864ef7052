import { readdir, readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { err, ok, type Result } from '../primitives/result.ts';
import type { ImportFile } from '../telemetry/importers/importer.ts';
import type { CliFailure } from './terminal.ts';

const MAX_FILES = 2_000;

/** A file, or every file below a folder, as the importers take them. Fails with `unreadable` or `too-many-files`. */
export async function readInput(path: string): Promise<Result<readonly ImportFile[], CliFailure>> {
	try {
		const info = await stat(path);
		const paths = info.isDirectory() ? await filesBelow(path) : [path];
		if (paths.length > MAX_FILES)
			return err({ code: 'too-many-files', where: path, expected: MAX_FILES, actual: paths.length });
		return ok(
			await Promise.all(paths.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(name)) }))),
		);
	} catch (error) {
		return unreadable(path, error);
	}
}

async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** The bytes of one file, gunzipped where it is gzip. Fails with `unreadable`. */
export async function readBytes(path: string): Promise<Result<Uint8Array, CliFailure>> {
	try {
		const bytes = await readFile(path);
		const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
		return ok(new Uint8Array(isGzip ? gunzipSync(bytes, { maxOutputLength: 512 * 1024 * 1024 }) : bytes));
	} catch (error) {
		return unreadable(path, error);
	}
}

function unreadable(path: string, error: unknown): Result<never, CliFailure> {
	return err({
		code: 'unreadable',
		where: path,
		actual: error instanceof Error ? error.message : String(error),
	});
}
