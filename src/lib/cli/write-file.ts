import { writeFile } from 'node:fs/promises';
import { err, ok, type Result } from '../primitives/result.ts';
import type { CliFailure } from './terminal.ts';

/** Writes a text to a file. Fails with `unwritable`. */
export async function writeText(path: string, text: string): Promise<Result<void, CliFailure>> {
	try {
		await writeFile(path, text);
		return ok(undefined);
	} catch (error) {
		const actual = error instanceof Error ? error.message : String(error);
		return err({ code: 'unwritable', where: path, actual });
	}
}
