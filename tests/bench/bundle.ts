import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Where bundles and input are put; below the repository, so that packages are found. */
export const OUT = fileURLToPath(new URL('../../test-results/bench/', import.meta.url));

const SHARED: InlineConfig = { configFile: false, logLevel: 'error', publicDir: false };

/** Bundles the suites for Node: run from sources they would be timed with the loader's helpers in every closure. */
export async function bundleForNode(): Promise<string> {
	const outDir = join(OUT, 'node');
	await build({
		...SHARED,
		ssr: { noExternal: true },
		build: {
			ssr: true,
			outDir,
			emptyOutDir: true,
			minify: false,
			rollupOptions: {
				input: [here('./node/node-entry.ts'), here('./node/node-thread.ts')],
				output: { entryFileNames: '[name].js' },
			},
		},
	});
	return join(outDir, 'node-entry.js');
}

/** Bundles the page of the bench, with its worker and the workers of that. */
export async function bundleForBrowser(): Promise<string> {
	const outDir = join(OUT, 'browser');
	await build({
		...SHARED,
		root: here('./browser/'),
		base: './',
		worker: { format: 'es' },
		build: { outDir, emptyOutDir: true, target: 'esnext' },
	});
	return outDir;
}
