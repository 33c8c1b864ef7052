import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The folder of third-party vectors named `name`, looked for in `$SHARED_DIR/vectors` and in `shared/vectors` beside
 * the repository. Undefined, with a printed line, where there is none: third-party files are not part of the tree.
 */
export function vectorFolder(name: string): string | undefined {
	const parents = [process.env['SHARED_DIR'], join(ROOT, '../shared')].flatMap((path) =>
		path ? [path] : [],
	);
	const found = parents.map((path) => join(path, 'vectors', name)).find((path) => existsSync(path));
	if (!found) console.warn(`skipped: no third-party vectors ${name} (looked in ${parents.join(', ')})`);
	return found;
}

/** Every JSON file below a folder, as its relative path and its parsed content. */
export function jsonFilesIn<T>(folder: string): { readonly name: string; readonly content: T }[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort()
		.map((path) => ({ name: relative(folder, path), content: JSON.parse(readFileSync(path, 'utf8')) as T }));
}
