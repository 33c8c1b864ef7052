import { writeFile } from 'node:fs/promises';
import { err, ok, type Result } from '../primitives/result.ts';
import type { CliFailure } from './terminal.ts';

/** Writes a text to a file. Fails with `unwritable`. */
export function writeText(path: string, text: string): Promise<Result<void, CliFailure>> {
	return writeBytes(path, new TextEncoder().encode(text));
}

/** Writes bytes to a file. Fails with `unwritable`. */
export async function writeBytes(path: string, bytes: Uint8Array): Promise<Result<void, CliFailure>> {
	try {
		await writeFile(path, bytes);
		return ok(undefined);
	} catch (error) {
		const actual = error instanceof Error ? error.message : String(error);
		return err({ code: 'unwritable', where: path, actual });
	}
}
