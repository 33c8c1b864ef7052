import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { MAY_IMPORT } from '../../.dependency-cruiser.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RULES = '.dependency-cruiser.mjs';
const ALIASES = 'tests/architecture/tsconfig.imports.json';

type Violation = { readonly rule: { readonly name: string }; readonly from: string; readonly to: string };

/** What the import rules say about the tree under `folder`, as `rule: file`. */
function violationsIn(folder: string): Promise<readonly string[]> {
	const command = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
	const args = [command, '--config', join(folder, RULES), '--output-type', 'json', 'src'];
	return new Promise((resolve, reject) => {
		execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
			if (!stdout.startsWith('{')) return reject(new Error(stderr || stdout || error?.message));
			const { summary } = JSON.parse(stdout) as { summary: { violations: readonly Violation[] } };
			resolve([...new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`))].sort());
		});
	});
}

const planted: string[] = [];
afterAll(() => planted.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A small tree with these files, under the rules of this one. */
function plant(files: { readonly [path: string]: string }): string {
	const folder = mkdtempSync(join(tmpdir(), 'dao-gov-imports-'));
	planted.push(folder);
	cpSync(join(ROOT, RULES), join(folder, RULES));
	mkdirSync(join(folder, 'tests/architecture'), { recursive: true });
	cpSync(join(ROOT, ALIASES), join(folder, ALIASES));
	writeFileSync(join(folder, 'tests/architecture/any.ts'), 'export {};');
	writeFileSync(join(folder, 'package.json'), '{ "type": "module", "dependencies": { "dexie": "*" } }');
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	return folder;
}

describe('import rules', () => {
	it('hold on this tree', async () => {
		expect(await violationsIn(ROOT)).toEqual([]);
	}, 120_000);

	it('know every folder of src/lib', () => {
		const folders = readdirSync(join(ROOT, 'src/lib'), { withFileTypes: true });
		const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
		expect(names.filter((name) => !(name in MAY_IMPORT))).toEqual([]);
	});

	it('let an allowed import pass, also through the alias', async () => {
		const folder = plant({
			'src/lib/primitives/hex.ts': 'export const hex = 1;',
			'src/lib/chain/block.ts': "import { hex } from '$lib/primitives/hex.ts'; export const block = hex;",
		});
		expect(await violationsIn(folder)).toEqual([]);
	}, 60_000);

	it('name each planted violation', async () => {
		const folder = plant({
			'src/lib/primitives/upwards.ts':
				"import { block } from '$lib/chain/block.ts'; export const up = block;",
			'src/lib/chain/block.ts': 'export const block = 1;',
			'src/lib/chain/contract.ts': "import { ops } from '../contracts/ops.ts'; export const contract = ops;",
			'src/lib/contracts/ops.ts': "import { round } from './round.ts'; export const ops = round;",
			'src/lib/contracts/round.ts': "import { ops } from './ops.ts'; export const round: number = ops;",
			'src/lib/store/database.ts': "import Dexie from 'dexie'; export const database = new Dexie('x');",
			'src/lib/ledger/export.ts':
				"import { database } from '../store/database.ts'; export const e = database;",
			'src/lib/telemetry/import.ts':
				"import { nowhere } from '$lib/evidence/nowhere.ts'; export { nowhere };",
			'src/lib/rca/read.ts': "import { readFileSync } from 'node:fs'; export { readFileSync };",
			'src/lib/helpers/any.ts': "import { block } from '../chain/block.ts'; export { block };",
			'src/routes/+page.ts': "import { block } from '$lib/chain/block.ts'; export const load = () => block;",
		});
		expect(await violationsIn(folder)).toEqual([
			'chain-imports: src/lib/chain/contract.ts',
			'core-never-reaches-the-shell: src/lib/ledger/export.ts',
			'core-packages: src/lib/rca/read.ts',
			'folder-without-a-row: src/lib/helpers/any.ts',
			'ledger-imports: src/lib/ledger/export.ts',
			'no-cycles: src/lib/contracts/ops.ts',
			'not-to-unresolvable: src/lib/telemetry/import.ts',
			'primitives-imports: src/lib/primitives/upwards.ts',
			'routes-imports: src/routes/+page.ts',
		]);
	}, 60_000);
});
