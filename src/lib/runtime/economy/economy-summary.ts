import type { ArmReport } from './arm-report.ts';
import { compareEnds, type EndComparison } from './compare-arms.ts';
import { ARMS, type Arm } from './economy-genesis.ts';
import type { EconomyResult } from './economy-run.ts';
import { encodeScenario } from './scenario-link.ts';
import type { Scenario } from './scenario.ts';
import type { PairedDifference } from './statistics.ts';

/** Each arm under two rules of settlement, the first against the second, over the same incidents. */
export type PolicyComparison = { readonly [arm in Arm]: EndComparison };

/** What a figure says of one rule of settlement. */
export type PolicySummary = {
	/** The scenario as the stake lab opens it. */
	readonly link: string;
	readonly arms: {
		readonly [arm in Arm]: Pick<ArmReport, 'rightVerdicts' | 'wrongVerdictsPassed' | 'timeToBankruptcy'>;
	};
	/** Stake weighting against one vote an agent. */
	readonly wrongVerdictsPassed: PairedDifference;
	/** The votes of the stake-weighted chain alone, counted by weight against counted one each. */
	readonly sameVotes: { readonly votes: number; readonly wrongProposalsPassed: PairedDifference };
};

/** The figures of some runs over the same incidents, one a rule of settlement, without their courses. */
export type EconomySummary = {
	readonly scenario: Omit<Scenario, 'settlement'>;
	readonly signatures: 'left-out';
	readonly policies: { readonly [settlement in Scenario['settlement']]?: PolicySummary };
	/** The first rule against the second; null where there is one. */
	readonly rules: PolicyComparison | null;
};

/** Each arm under the first two rules. Undefined where only one was played. */
export function comparePolicies(results: readonly EconomyResult[]): PolicyComparison | undefined {
	const [first, second] = results;
	if (!first || !second) return undefined;
	const compared = ARMS.map((arm) => [arm, compareEnds(first.arms[arm].ends, second.arms[arm].ends)]);
	return Object.fromEntries(compared) as PolicyComparison;
}

/** Sums up runs of one scenario, at least one. */
export function summariseEconomy(results: readonly EconomyResult[]): EconomySummary {
	const { settlement: _, ...scenario } = results[0]!.scenario;
	return {
		scenario,
		signatures: 'left-out',
		policies: Object.fromEntries(results.map((result) => [result.scenario.settlement, summarise(result)])),
		rules: comparePolicies(results) ?? null,
	};
}

function summarise({ scenario, arms, comparison }: EconomyResult): PolicySummary {
	const figures = ARMS.map((arm) => {
		const { rightVerdicts, wrongVerdictsPassed, timeToBankruptcy } = arms[arm];
		return [arm, { rightVerdicts, wrongVerdictsPassed, timeToBankruptcy }];
	});
	const { votes, wrongProposalsPassed } = comparison.sameVotes;
	return {
		link: encodeScenario(scenario),
		arms: Object.fromEntries(figures) as PolicySummary['arms'],
		wrongVerdictsPassed: comparison.wrongVerdictsPassed,
		sameVotes: { votes, wrongProposalsPassed },
	};
}
