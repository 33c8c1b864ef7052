import { mkdir, writeFile } from 'node:fs/promises';
import { err, ok, type Result } from '../primitives/result.ts';
import type { CliFailure } from './terminal.ts';

/** Writes a text to a file. Fails with `unwritable`. */
export function writeText(path: string, text: string): Promise<Result<void, CliFailure>> {
	return writeBytes(path, new TextEncoder().encode(text));
}

/** Writes bytes to a file. Fails with `unwritable`. */
export function writeBytes(path: string, bytes: Uint8Array): Promise<Result<void, CliFailure>> {
	return attempt(path, () => writeFile(path, bytes));
}

/** Makes a folder and those above it, where they are not there yet. Fails with `unwritable`. */
export function makeFolder(path: string): Promise<Result<void, CliFailure>> {
	return attempt(path, () => mkdir(path, { recursive: true }));
}

async function attempt(path: string, write: () => Promise<unknown>): Promise<Result<void, CliFailure>> {
	try {
		await write();
		return ok(undefined);
	} catch (error) {
		const actual = error instanceof Error ? error.message : String(error);
		return err({ code: 'unwritable', where: path, actual });
	}
}
