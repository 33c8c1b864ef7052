import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { summariseEconomy, type EconomySummary } from '../../src/lib/runtime/economy/economy-summary.ts';
import { runEconomy } from '../../src/lib/runtime/economy/economy-run.ts';
import { SETTLEMENTS } from '../../src/lib/runtime/economy/scenario.ts';
import { decodeScenario } from '../../src/lib/runtime/economy/scenario-link.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';

/** The figure of the protocol page. Where the code means to give another, renew it by the command in data/README.md. */
it('the economy figure is what the code gives, played anew from the links it shows', () => {
	const file = new URL('../../data/economy.json', import.meta.url);
	const shown = JSON.parse(readFileSync(file, 'utf8')) as EconomySummary;
	expect(shown.scenario).toMatchObject({ incidents: 500, seed: 1 });
	expect(shown.scenario.behaviours.filter((one) => one !== 'honest')).toEqual(['colluding', 'colluding']);
	const played = SETTLEMENTS.map((settlement) => {
		const scenario = unwrap(decodeScenario(shown.policies[settlement]!.link));
		expect(scenario.settlement).toBe(settlement);
		return runEconomy(scenario);
	});
	expect(shown).toEqual(JSON.parse(JSON.stringify(summariseEconomy(played))));
}, 60_000);
