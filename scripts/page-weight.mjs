// How much JavaScript each page of build/ preloads, gzipped. Budget: 120 KB on any page.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './steps.mjs';

const BUDGET_KB = 120;
const build = join(ROOT, 'build');
const pages = readdirSync(build, { recursive: true }).filter((path) => path.endsWith('index.html'));
let over = 0;
for (const page of pages.sort()) {
	const html = readFileSync(join(build, page), 'utf8');
	const scripts = [...html.matchAll(/href="([^"]+\.js)" rel="modulepreload"/g)].map((match) => match[1]);
	const paths = scripts.map((href) => join(build, dirname(page), href));
	const bytes = paths.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
	if (bytes / 1000 > BUDGET_KB) over++;
	console.log(`${(bytes / 1000).toFixed(1).padStart(7)} KB  ${relative(build, join(build, page))}`);
}
if (over > 0) {
	console.error(`${over} pages preload more than ${BUDGET_KB} KB`);
	process.exit(1);
}
