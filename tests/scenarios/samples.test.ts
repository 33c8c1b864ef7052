import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyseIncident } from '../../src/lib/rca/analysis.ts';
import { sampleFiles, SAMPLE_RUN } from '../../src/lib/simulator/exporters/sample-files.ts';
import { simulateIncident } from '../../src/lib/simulator/simulate-incident.ts';
import { importFiles } from '../../src/lib/telemetry/importers/import-files.ts';

const FOLDER = fileURLToPath(new URL('../../data/samples', import.meta.url));
const { rootCause } = simulateIncident(SAMPLE_RUN).label;

/** The files of one form as somebody would drop them, still gzipped. */
function dropped(form: string) {
	return readdirSync(join(FOLDER, form)).map((name) => ({
		name,
		bytes: new Uint8Array(readFileSync(join(FOLDER, form, name))),
	}));
}

describe('the shipped samples', () => {
	it('are what `simulate --samples` writes, and small', () => {
		const made = sampleFiles().map(({ path, gzipped, ...file }) => ({
			...file,
			path: gzipped ? `${path}.gz` : path,
		}));
		const shipped = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) =>
			/\.(json|csv)(\.gz)?$/.test(path),
		);
		expect(shipped.sort()).toEqual(made.map(({ path }) => path).sort());
		let bytes = 0;
		for (const { path, text } of made) {
			const file = readFileSync(join(FOLDER, path));
			bytes += file.length;
			expect((path.endsWith('.gz') ? gunzipSync(file) : file).toString() === text, path).toBe(true);
		}
		expect(bytes).toBeLessThan(400_000);
	});

	it.each(['jaeger', 'otlp', 'nezha', 'mabc', 'incident'])('of %s name the broken service', (form) => {
		const imported = importFiles(dropped(form));
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		expect(imported.value.warnings.filter(({ code }) => code === 'dropped-row')).toEqual([]);
		expect(analyseIncident(imported.value.incident).verdict).toMatchObject({
			kind: 'cause',
			node: rootCause,
		});
	});

	it('of Prometheus are read, and name nobody: pods alone show nothing of a slow network', () => {
		const imported = importFiles(dropped('prometheus'));
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		expect(imported.value.report).toMatchObject({ importer: 'prometheus', services: 10, windows: 19 });
		expect(analyseIncident(imported.value.incident).verdict.kind).toBe('abstain');
	});
});
