// `npm test`: everything a person or the CI runs, from a fresh clone, ending in one line of counts.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { installPackages, requireNode, ROOT, runScript } from './steps.mjs';

const RESULTS = join(ROOT, 'test-results', 'counts');
const counts = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

requireNode();
if ((await installPackages()) !== 0) stop('installing the npm packages failed');
const chromium = await findChromium();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

await step('sync');
await step('lint');
await step('check');
await step('imports');
await suite('unit', [`--reporter=default`, `--reporter=json`, `--outputFile=${join(RESULTS, 'unit.json')}`]);
const built = await step('build');
if (!chromium) fail('e2e: no Chromium found; set CHROMIUM to one, or install the package `chromium`');
else if (!built) fail('e2e: not run, because the build failed');
else {
	await suite('e2e', ['--reporter=list,json'], {
		CHROMIUM: chromium,
		PLAYWRIGHT_JSON_OUTPUT_NAME: join(RESULTS, 'e2e.json'),
	});
}

for (const failure of failures) console.error(`FAILED  ${failure}`);
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed > 0 ? 1 : 0);

/** One step without tests of its own: counts as one. */
async function step(name) {
	heading(name);
	const code = await runScript(name);
	if (code === 0) counts.passed++;
	else fail(name);
	return code === 0;
}

/** One suite that writes its counts to a file; a suite that cannot even start is a failure too. */
async function suite(name, args, env = {}) {
	heading(name);
	const code = await runScript(name, args, { env });
	const seen = readCounts(name);
	if (!seen) return fail(`${name}: wrote no result (exit code ${code})`);
	counts.passed += seen.passed;
	counts.skipped += seen.skipped;
	counts.failed += seen.failed;
	if (seen.failed > 0) failures.push(`${name}: ${seen.failed} failed`);
	else if (code !== 0) fail(`${name}: exit code ${code} although no test failed`);
	else if (seen.passed === 0) fail(`${name}: not one test ran`);
}

function readCounts(name) {
	try {
		const result = JSON.parse(readFileSync(join(RESULTS, `${name}.json`), 'utf8'));
		if (result.stats) {
			const { expected, flaky, unexpected, skipped } = result.stats;
			return { passed: expected + flaky, failed: unexpected, skipped };
		}
		return {
			passed: result.numPassedTests,
			failed: result.numFailedTests,
			skipped: result.numPendingTests + result.numTodoTests,
		};
	} catch {
		return undefined;
	}
}

function heading(name) {
	console.log(`\n=== ${name} ===`);
}

function fail(what) {
	counts.failed++;
	failures.push(what);
}

function stop(why) {
	console.error(`FAILED  ${why}`);
	console.log('0 passed, 1 failed');
	process.exit(1);
}
