import { describe, expect, it } from 'vitest';
import { analyseIncident } from '../../src/lib/rca/analysis.ts';
import { simulationCases, surgeCases } from '../../src/lib/simulator/case-list.ts';
import { simulateIncident } from '../../src/lib/simulator/simulate-incident.ts';

/** Two seeds of every fault: a sample of the two hundred that the bench runs. */
const CASES = simulationCases(2);

describe('the analyst on simulated incidents', () => {
	it('names the cause in nine of ten, and false error lines do not move it', () => {
		let [right, moved] = [0, 0];
		for (const options of CASES) {
			const { incident, label } = simulateIncident(options);
			const first = analyseIncident(incident).ranking[0]?.node ?? '';
			if ([label.rootCause, ...label.alsoRight].includes(first)) right++;
			const poisoned = simulateIncident({ ...options, falseLog: true });
			if (analyseIncident(poisoned.incident).ranking[0]?.node !== first) moved++;
		}
		expect(right).toBeGreaterThanOrEqual(0.9 * CASES.length);
		expect(moved).toBeLessThanOrEqual(0.05 * CASES.length);
	}, 60_000);

	it('blames nobody for a surge of traffic', () => {
		const named = surgeCases(10).filter(
			(options) => analyseIncident(simulateIncident(options).incident).verdict.kind === 'cause',
		);
		expect(named.length).toBeLessThanOrEqual(1);
	}, 60_000);
});
