import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { importFiles } from '../../src/lib/telemetry/importers/import-files.ts';
import type { Incident } from '../../src/lib/telemetry/incident.ts';
import { createRegister, createScenario, refusalsOf, verifies } from './testing/scenario.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SYSTEMS = ['trainticket', 'onlineboutique', 'petshop'];
/** Ledgers of each system that are signed for real and verified in full; the others only run. */
const VERIFIED = 2;

/** The folder of a system's incidents in `$SHARED_DIR` or beside the repository; they are not part of the tree. */
function folderOf(system: string): string | undefined {
	const parents = [process.env['SHARED_DIR'], join(ROOT, '../shared')].flatMap((path) => path ?? []);
	return parents.map((path) => join(path, 'incidents', system, 'dev')).find((path) => existsSync(path));
}

function incidentsOf(folder: string): readonly (readonly [string, Incident])[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json.gz'))
		.sort()
		.map((name) => {
			const bytes = new Uint8Array(readFileSync(join(folder, name)));
			return [name, unwrap(importFiles([{ name, bytes }])).incident];
		});
}

const folders = SYSTEMS.map((system) => [system, folderOf(system)] as const);
for (const [system, folder] of folders)
	if (!folder) console.warn(`skipped: no recorded incidents of ${system} in $SHARED_DIR or ../shared`);

describe.skipIf(folders.every(([, folder]) => !folder))('recorded incidents', () => {
	const ends: string[] = [];

	it.each(folders.flatMap(([system, folder]) => (folder ? [[system, folder] as const] : [])))(
		'of %s all come to an end, none refused on the way',
		async (_, folder) => {
			for (const [number, [name, incident]] of incidentsOf(folder).entries()) {
				const real = number < VERIFIED;
				const scenario = await createScenario(real ? {} : { engine: createRegister() });
				scenario.start(incident, { id: 'incident' });
				await scenario.runToEnd();
				const { state } = scenario.outcome('incident').incident;
				expect(['Solution', 'Unresolved'], name).toContain(state);
				ends.push(state);
				const ledger = await scenario.ledger();
				expect(refusalsOf(ledger), name).toEqual([]);
				if (real) expect(await verifies(ledger), name).toBe(true);
			}
		},
		120_000,
	);

	it('come to a solution nine times of ten', () => {
		const solved = ends.filter((state) => state === 'Solution').length;
		expect(solved / ends.length).toBeGreaterThanOrEqual(0.9);
	});
});
