import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import type { ImportFile } from '../src/lib/telemetry/importers/importer.ts';

const SHARED = process.env['SHARED_DIR'] ?? fileURLToPath(new URL('../../shared', import.meta.url));

/**
 * A folder of real files beside the repository (or in `$SHARED_DIR`), which is not part of the tree: `test` runs where it is
 * there and else is skipped, and `title` then says in the name of a test that it was.
 */
export function sharedFiles(path: string) {
	const folder = `${SHARED}/${path}`;
	const isThere = existsSync(folder);
	const read = (name: string): ImportFile => ({
		name: 'unknown',
		bytes: new Uint8Array(readFileSync(`${folder}/${name}`)),
	});
	return {
		test: isThere ? it : it.skip,
		title: (name: string) => (isThere ? name : `${name} [SKIPPED: no ../shared/${path}]`),
		/** One file, under a name that says nothing. */
		read,
		/** Every file of a folder below. */
		readAll: (below: string) => readdirSync(`${folder}/${below}`).map((name) => read(`${below}/${name}`)),
		names: () => readdirSync(folder),
	};
}
