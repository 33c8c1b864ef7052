import * as fc from 'fast-check';
import {
	BEHAVIOURS,
	PROPOSERS,
	SCENARIO_VERSION,
	SETTLEMENTS,
	VOTINGS,
	WEIGHTINGS,
	type Scenario,
} from './scenario.ts';

/** Any scenario within its bounds, of at most `incidents` incidents. */
export function anyScenario(incidents: number): fc.Arbitrary<Scenario> {
	const upTo = (max: number) => fc.integer({ min: 0, max });
	return fc.record({
		version: fc.constant(SCENARIO_VERSION),
		seed: upTo(0xffff_ffff),
		incidents: fc.integer({ min: 1, max: incidents }),
		settlement: fc.constantFrom(...SETTLEMENTS),
		voting: fc.constantFrom(...VOTINGS),
		weighting: fc.constantFrom(...WEIGHTINGS),
		proposers: fc.constantFrom(...PROPOSERS),
		behaviours: fc.array(fc.constantFrom(...BEHAVIOURS), { minLength: 7, maxLength: 7 }),
		candidates: fc.integer({ min: 3, max: 16 }),
		skillPercent: upTo(99),
		skillSpreadPercent: upTo(50),
		correlationPercent: upTo(100),
		confidencePercent: upTo(1000),
		stakeSharePermille: upTo(200),
		slashPercent: upTo(100),
		voterReward: upTo(10_000),
		penaltyPercent: upTo(2000),
		quorumPercent: upTo(100),
	});
}
