import { describe, expect, it } from 'vitest';
import { simulationCases } from '../simulator/case-list.ts';
import { labelsDocument, simulateIncident } from '../simulator/simulate-incident.ts';
import { evaluateCase, evaluateDataset, summariseRuns } from './bench.ts';
import { parseLabels, type Label } from './labels.ts';

const CASES = simulationCases(1, 10).map(simulateIncident);

describe('a bench in parts', () => {
	it('comes to the same figures as one in a row, also when its runs were kept in between', () => {
		const labels = parseLabels(labelsDocument(CASES));
		if (!labels.ok) throw new Error(labels.error.where);
		const incidents = CASES.map(({ incident }) => incident);
		const whole = evaluateDataset({ dataset: 'simulated', incidents, labels: labels.value });
		const known = [...labels.value.values()];
		const runs = incidents.map((incident) =>
			structuredClone(evaluateCase(incident, labels.value.get(incident.id) as Label, known)),
		);
		expect(summariseRuns('simulated', runs)).toEqual(whole);
		expect(whole.n).toBe(CASES.length);
	});
});
