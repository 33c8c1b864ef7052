import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genesisSupply } from '../../chain/genesis-block.ts';
import type { Account } from '../../chain/state-entries.ts';
import { stateEntries, type WorldState } from '../../chain/world-state.ts';
import { proposalStake, voteStake } from '../../agents/stake.ts';
import { passesByCount } from './compare-arms.ts';
import { createEconomyArm } from './economy-arm.ts';
import { ARMS, economyGenesis } from './economy-genesis.ts';
import { createEconomyRun, runEconomy } from './economy-run.ts';
import { anyScenario } from './scenario-fixture.ts';
import { STANDARD_SCENARIO, type Scenario } from './scenario.ts';
import { proposalStakeOf, voteStakeOf } from './stakes.ts';

const SLOW_MS = 120_000;

/** Σ balances + staked + escrow + burned, over every entry of the state. */
function tokensOf(world: WorldState): number {
	let total = 0;
	for (const { key, value } of stateEntries(world)) {
		if (key.startsWith('account/')) {
			const { balance, staked } = value as unknown as Account;
			expect(Math.min(balance, staked)).toBeGreaterThanOrEqual(0);
			total += balance + staked;
		} else if (key.startsWith('escrow/')) total += value as number;
		else if (key === 'supply') total += (value as { readonly burned: number }).burned;
	}
	return total;
}

const playedArm = (scenario: Scenario, arm: (typeof ARMS)[number]) => {
	const played = createEconomyArm(scenario, arm);
	for (let index = 0; index < scenario.incidents; index++) played.play();
	return played;
};

describe('a simulated economy', () => {
	it(
		'keeps the supply of tokens, breaks no rule of the contracts and ends every incident, whatever the scenario',
		() => {
			fc.assert(
				fc.property(anyScenario(4), fc.constantFrom(...ARMS), (scenario, arm) => {
					const played = playedArm(scenario, arm);
					expect(tokensOf(played.world())).toBe(genesisSupply(economyGenesis(scenario, arm)));
					expect(played.refused()).toBe(0);
					expect(played.world().pending).toEqual([]);
				}),
				{ numRuns: 60 },
			);
		},
		SLOW_MS,
	);

	it(
		'keeps the supply, and goes on, where agents are ruined and the treasury runs dry',
		() => {
			for (const settlement of ['on-close', 'on-verification'] as const) {
				const scenario: Scenario = {
					...STANDARD_SCENARIO,
					settlement,
					incidents: 150,
					voterReward: 10_000,
					penaltyPercent: 2000,
					slashPercent: 100,
					stakeSharePermille: 200,
					behaviours: STANDARD_SCENARIO.behaviours.map((_, index) => (index % 2 ? 'lazy' : 'colluding')),
				};
				const played = playedArm(scenario, 'stake-weighted');
				expect(played.records.some((record) => record.bankrupt.length > 0)).toBe(true);
				expect(Math.min(...played.records.map((record) => record.treasury))).toBeLessThan(5_000);
				expect(played.refused()).toBeGreaterThan(0);
				expect(tokensOf(played.world())).toBe(genesisSupply(economyGenesis(scenario, 'stake-weighted')));
				expect(played.world().pending).toEqual([]);
			}
		},
		SLOW_MS,
	);

	it(
		'is a function of its scenario: the same again, however it is stepped, and another for another seed',
		() => {
			const scenario: Scenario = { ...STANDARD_SCENARIO, incidents: 12 };
			const result = runEconomy(scenario);
			const run = createEconomyRun(scenario);
			for (let done = 1; done <= 12; done++)
				expect(run.step()).toMatchObject({ kind: 'progress', done, total: 12 });
			expect(run.step()).toEqual(result);
			expect(run.step()).toEqual(result);
			expect(runEconomy({ ...scenario, seed: 2 }).arms).not.toEqual(result.arms);
			expect(structuredClone(result)).toEqual(result);
			expect(result.signatures).toBe('left-out');
		},
		SLOW_MS,
	);

	it('counts its progress as the report does', () => {
		const scenario: Scenario = { ...STANDARD_SCENARIO, incidents: 10 };
		let last;
		const result = runEconomy(scenario, (progress) => (last = progress));
		for (const arm of ARMS) {
			const report = result.arms[arm];
			expect(last).toMatchObject({
				arms: {
					[arm]: {
						ends: {
							right: report.rightVerdicts.count,
							wrong: report.wrongVerdictsPassed.count,
							unresolved: report.unresolved.count,
						},
						wealth: report.agents.map((agent) => agent.wealth),
						bankruptAt: report.agents.map((agent) => agent.bankruptAt),
					},
				},
			});
		}
	});
});

describe('one agent, one vote', () => {
	it(
		'is what the contract counts in that arm, ties included',
		() => {
			fc.assert(
				fc.property(anyScenario(3), (scenario) => {
					const votes = playedArm(scenario, 'one-agent-one-vote').records.flatMap(
						(record) => record.proposals,
					);
					for (const vote of votes) {
						expect(vote.status === 'Passed').toBe(passesByCount(scenario, vote));
						const cast = vote.votes.filter((one) => one.option !== 'Abstain');
						expect(new Set(cast.map((one) => one.weight)).size).toBeLessThan(2);
						const balance = cast.filter((one) => one.option === 'For').length * 2 - cast.length;
						if (balance === 0) expect(vote.status).toBe('NoQuorum');
					}
				}),
				{ numRuns: 60 },
			);
		},
		SLOW_MS,
	);
});

describe('stakes', () => {
	it('are those of the agents at 20 thousandths of the balance', () => {
		const genesis = economyGenesis(STANDARD_SCENARIO, 'stake-weighted');
		const balances = fc.integer({ min: 0, max: 300_000 });
		fc.assert(
			fc.property(balances, fc.integer({ min: 0, max: 100 }), (balance, confidence) => {
				const vote = voteStakeOf(genesis, balance, { option: 'For', confidence }, 20);
				expect(vote).toBe(voteStake(genesis, balance, confidence));
				const proposal = proposalStakeOf(genesis, balance, { node: 0, confidence }, 20);
				expect(proposal).toBe(proposalStake(genesis, balance, confidence));
			}),
		);
	});
});
