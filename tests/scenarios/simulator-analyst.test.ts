import { describe, expect, it } from 'vitest';
import { analyseIncident } from '../../src/lib/rca/analysis.ts';
import { simulationCases, surgeCases } from '../../src/lib/simulator/case-list.ts';
import type { SimulationOptions } from '../../src/lib/simulator/run-simulation.ts';
import { simulateIncident } from '../../src/lib/simulator/simulate-incident.ts';
import { windowsOf } from '../../src/lib/telemetry/windows.ts';

/** Two seeds of every fault in systems of two sizes: a sample of the two hundred and more that the bench runs. */
const CASES = [...simulationCases(2), ...simulationCases(2, 10)];
const SURGES = [...surgeCases(5), ...surgeCases(5, 10)];

function analyse(options: SimulationOptions) {
	const { incident, label } = simulateIncident(options);
	const analysis = analyseIncident(incident);
	const named = analysis.verdict.kind === 'cause' ? analysis.verdict.node : null;
	return { ...analysis, label, named, first: analysis.ranking[0]?.node ?? '' };
}

describe('the analyst on simulated incidents', () => {
	it('names the cause in nine of ten, by the path its calls take, and false error lines do not move it', () => {
		let [right, changed, paths, rightPaths] = [0, 0, 0, 0];
		for (const options of CASES) {
			const { label, first, named, path } = analyse(options);
			if ([label.rootCause, ...label.alsoRight].includes(first)) right++;
			if (named !== null && label.path !== null) {
				paths++;
				if (path.join() === label.path.join()) rightPaths++;
			}
			if (analyse({ ...options, falseLog: true }).named !== named) changed++;
		}
		expect(right).toBeGreaterThanOrEqual(0.9 * CASES.length);
		expect(changed).toBeLessThanOrEqual(0.05 * CASES.length);
		expect(paths).toBeGreaterThan(CASES.length / 2);
		expect(rightPaths).toBeGreaterThanOrEqual(0.9 * paths);
	}, 60_000);

	it('blames nobody for a surge of traffic, not even whom false error lines accuse', () => {
		const named = SURGES.filter((options) => analyse(options).named !== null);
		const misled = SURGES.filter((options) => analyse({ ...options, falseLog: true }).named !== null);
		expect(named.length).toBeLessThanOrEqual(1);
		expect(misled.length).toBeLessThanOrEqual(1);
	}, 60_000);

	it('finds its way in a system of three hundred services', () => {
		const right = (['config-error', 'memory', 'network-delay', 'downstream-outage'] as const).filter(
			(fault) => {
				const { label, named } = analyse({ size: 300, fault, severity: 0.6, seed: 5 });
				return named === label.rootCause;
			},
		);
		expect(right.length).toBeGreaterThanOrEqual(3);
	}, 60_000);

	it('finds the onset by itself where few of many services are hit', () => {
		const { incident, label } = simulateIncident({ size: 300, fault: 'cpu', severity: 0.6, seed: 2 });
		const { phase, ...unknown } = incident;
		const found = windowsOf(unknown).incident.map((index) => phase?.[index]);
		expect(found.filter((kind) => kind === 'incident')).toHaveLength(4);
		expect(found).not.toContain('baseline');
		expect(analyseIncident(unknown).ranking[0]?.node).toBe(label.rootCause);
	}, 60_000);
});
