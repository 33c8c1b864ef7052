import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateCase, summariseRuns, type BenchResult } from '../../src/lib/evaluation/bench.ts';
import { parseLabelFile } from '../../src/lib/evaluation/labels.ts';
import { renameIncident } from '../../src/lib/evaluation/rename-incident.ts';
import { analyseIncident } from '../../src/lib/rca/analysis.ts';
import { parseIncident, type Incident } from '../../src/lib/telemetry/incident.ts';

const SHARED = process.env['SHARED_DIR'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const SYSTEMS = [
	{ system: 'trainticket', floor: 0.9, formula: 0.13, walk: 0.196, baro: 0.043 },
	{ system: 'onlineboutique', floor: 0.95, formula: 0.246, walk: 0.238, baro: 0.552 },
	{ system: 'petshop', floor: 0.95, formula: 0.009, walk: 0, baro: 0 },
] as const;

function incidentsOf(folder: string): readonly Incident[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json.gz'))
		.sort()
		.map((name) => {
			const parsed = parseIncident(JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString()));
			if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.error)}`);
			return parsed.value.incident;
		});
}

describe.each(SYSTEMS)('labelled incidents of $system', ({ system, floor, formula, walk, baro }) => {
	const folder = join(SHARED, 'incidents', system, 'dev');
	if (!existsSync(folder)) {
		it.skip(`no labelled incidents (looked in ${folder})`, () => {});
		return;
	}
	let incidents: readonly Incident[];
	let result: BenchResult;
	beforeAll(() => {
		incidents = incidentsOf(folder);
		const file = parseLabelFile(JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')));
		if (!file.ok) throw new Error(JSON.stringify(file.error));
		const { labels } = file.value;
		const runs = incidents.map((incident) => {
			const label = labels.get(incident.id);
			if (!label) throw new Error(`no label of ${incident.id}`);
			return evaluateCase(incident, label, [...labels.values()]);
		});
		result = summariseRuns(system, runs);
	}, 120_000);

	it(`the analyst names the cause in at least ${floor} of them, also with the onset hidden`, () => {
		expect(result.methods['analyst']?.ac1).toBeGreaterThanOrEqual(floor);
		expect(result.methods['analyst-onset-detected']?.ac1).toBeGreaterThanOrEqual(floor - 0.1);
	});

	it('the baselines give the figures of the reference study', () => {
		expect(result.methods['mabc-formula']?.ac1).toBeCloseTo(formula, 2);
		expect(result.methods['mabc-walk']?.ac1).toBeCloseTo(walk, 2);
		expect(result.methods['baro-like']?.ac1).toBeCloseTo(baro, 2);
	});

	it('confidence is calibrated, claims are grounded, and most incidents get a verdict', () => {
		const { highConfidence, refusals, abstentions, n } = result;
		expect(highConfidence.right).toBeGreaterThanOrEqual(0.8 * highConfidence.verdicts);
		expect(refusals).toBe(0);
		expect(abstentions).toBeLessThanOrEqual(0.1 * n);
	});

	it('weights refitted without a service, or without a fault type, do as well within .10', () => {
		for (const left of [result.leaveOneServiceOut, result.leaveOneFaultTypeOut]) {
			const hits = left.reduce((sum, entry) => sum + entry.n * entry.ac1, 0);
			expect(hits / result.n).toBeGreaterThanOrEqual((result.methods['analyst']?.ac1 ?? 1) - 0.1);
		}
	});

	it('names mean nothing to the analyst: all renamed at random, it says the same', () => {
		for (const incident of incidents) {
			const renamed = renameIncident(incident, 7);
			const { nameOf } = renamed;
			const [before, after] = [
				analyseIncident(incident).ranking[0],
				analyseIncident(renamed.incident).ranking[0],
			];
			expect(after?.node).toBe(nameOf(before?.node ?? ''));
			expect(after?.posterior).toBeCloseTo(before?.posterior ?? 0, 9);
		}
	}, 60_000);
});
