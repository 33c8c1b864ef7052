import { SINGLE_FAULTS, type SimulatedFault } from './fault.ts';
import type { SimulationOptions } from './run-simulation.ts';
import type { SystemSize } from './service-graph.ts';

/** Every kind of incident with a cause. */
export const CAUSES: readonly SimulatedFault[] = [...SINGLE_FAULTS, 'double'];

const SEVERITIES = [0.2, 0.4, 0.6, 0.8, 1];

/** How many incidents of which kind are wanted. */
export type TestSet = {
	readonly size: SystemSize;
	/** Incidents of each kind of fault, and of two faults at once. */
	readonly seeds: number;
	/** Traffic surges: nothing is broken, and nobody should be named. */
	readonly surges: number;
	/** Whether each incident comes a second time, with false error lines at an innocent service. */
	readonly adversarial: boolean;
};

/** The options of all incidents of a test set, severities taken in turn. */
export function testSetCases({ size, seeds, surges, adversarial }: TestSet): readonly SimulationOptions[] {
	const cases = [...simulationCases(seeds, size), ...surgeCases(surges, size)];
	return adversarial ? cases.flatMap((options) => [options, { ...options, falseLog: true }]) : cases;
}

/** The options of a test set: each fault (and two at once) with each of `seeds` seeds, severities taken in turn. */
export function simulationCases(seeds: number, size: SystemSize = 40): readonly SimulationOptions[] {
	return CAUSES.flatMap((fault) => withSeeds(seeds, fault, size));
}

/** The options of `seeds` traffic surges: nothing is broken, and nobody should be named. */
export function surgeCases(seeds: number, size: SystemSize = 40): readonly SimulationOptions[] {
	return withSeeds(seeds, 'traffic-surge', size);
}

function withSeeds(seeds: number, fault: SimulatedFault, size: SystemSize): readonly SimulationOptions[] {
	return Array.from({ length: seeds }, (_, i) => ({
		size,
		fault,
		severity: SEVERITIES[i % SEVERITIES.length] as number,
		seed: i + 1,
	}));
}
