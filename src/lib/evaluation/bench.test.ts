import { describe, expect, it } from 'vitest';
import { simulationCases, testSetCases } from '../simulator/case-list.ts';
import { labelsDocument, simulateIncident } from '../simulator/simulate-incident.ts';
import { evaluateCase, summariseRuns } from './bench.ts';
import { benchIncident, reportBench } from './bench-report.ts';
import { parseLabelFile, type Label } from './labels.ts';

const CASES = simulationCases(1, 10).map(simulateIncident);

describe('a bench in parts', () => {
	it('comes to the same figures when its runs were kept in between', () => {
		const file = parseLabelFile(labelsDocument(CASES));
		if (!file.ok) throw new Error(file.error.where);
		const { labels } = file.value;
		const known = [...labels.values()];
		const runs = CASES.map(({ incident }) => evaluateCase(incident, labels.get(incident.id) as Label, known));
		const whole = summariseRuns('simulated', runs);
		expect(summariseRuns('simulated', structuredClone(runs))).toEqual(whole);
		expect(whole.n).toBe(CASES.length);
	});

	it('scores what is broken, counts who is named where nothing is, and compares twins with false logs', () => {
		const cases = testSetCases({ size: 10, seeds: 1, surges: 2, adversarial: true }).map(simulateIncident);
		const file = parseLabelFile(labelsDocument(cases));
		if (!file.ok) throw new Error(file.error.where);
		const known = [...file.value.labels.values()];
		const rows = cases.map(({ incident }) => {
			const row = benchIncident(incident, file.value, known);
			if (!row) throw new Error(`no label of ${incident.id}`);
			return row;
		});
		const report = reportBench('simulated', rows);
		expect([report.n, report.faultFree.n, report.falseLogs.n]).toEqual([10, 2, 12]);
		expect(report.cases.map(({ id }) => id)).toEqual(CASES.map(({ incident }) => incident.id));
		const stranger = { ...CASES[0]!.incident, id: 'stranger' };
		expect(benchIncident(stranger, file.value, known)).toBeUndefined();
	});
});
