import { describe, expect, it } from 'vitest';
import { createEconomyArm } from './economy-arm.ts';
import { STANDARD_SCENARIO, type Behaviour, type Scenario } from './scenario.ts';
import { meanOf } from './statistics.ts';

const SLOW_MS = 180_000;
const INCIDENTS = 20;

/** What an agent gains an incident, over one short run. */
function gainOf(scenario: Scenario, agent: number): number {
	const arm = createEconomyArm({ ...scenario, incidents: INCIDENTS }, 'stake-weighted');
	let total = 0;
	for (let index = 0; index < INCIDENTS; index++) total += arm.play().gain[agent]!;
	return total / INCIDENTS;
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function withOne(
	behaviours: readonly Behaviour[],
	agent: number,
	behaviour: Behaviour,
): readonly Behaviour[] {
	return behaviours.map((one, index) => (index === agent ? behaviour : one));
}

/** What an agent gains more by one behaviour than by voting honestly, on the same incidents. */
function advantage(scenario: Scenario, agent: number, behaviour: Behaviour, runs: number) {
	const differences = seeds(runs).map((seed) => {
		const gain = (one: Behaviour) =>
			gainOf({ ...scenario, seed, behaviours: withOne(scenario.behaviours, agent, one) }, agent);
		return gain(behaviour) - gain('honest');
	});
	return meanOf(differences);
}

const HONEST = STANDARD_SCENARIO.behaviours.map((): Behaviour => 'honest');

describe('the always-against agent (security V11)', () => {
	it(
		'loses money over 100 seeded runs under on-verification',
		() => {
			const scenario: Scenario = {
				...STANDARD_SCENARIO,
				settlement: 'on-verification',
				behaviours: withOne(HONEST, 6, 'always-against'),
			};
			const gains = seeds(100).map((seed) => gainOf({ ...scenario, seed }, 6));
			expect(gains.filter((gain) => gain < 0).length).toBe(100);
			expect(meanOf(gains).high).toBeLessThan(0);
		},
		SLOW_MS,
	);
});

describe('copying the majority', () => {
	const onClose: Scenario = { ...STANDARD_SCENARIO, settlement: 'on-close' };
	const onVerification: Scenario = { ...STANDARD_SCENARIO, settlement: 'on-verification' };

	it(
		'beside two colluding agents pays under on-close, and costs under on-verification',
		() => {
			expect(advantage(onClose, 0, 'herding', 16).low).toBeGreaterThan(0);
			expect(advantage(onVerification, 0, 'herding', 16).high).toBeLessThan(0);
		},
		SLOW_MS,
	);

	it(
		'pays under either rule where all the others are honest: then the majority knows more than one agent',
		() => {
			for (const scenario of [onClose, onVerification])
				expect(advantage({ ...scenario, behaviours: HONEST }, 6, 'herding', 16).low).toBeGreaterThan(0);
		},
		SLOW_MS,
	);

	it('is not to be had in sealed voting', () => {
		const { mean } = advantage({ ...onVerification, voting: 'sealed' }, 0, 'herding', 2);
		expect(mean).toBe(0);
	});
});
