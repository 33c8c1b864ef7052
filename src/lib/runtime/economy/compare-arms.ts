import type { IncidentRecord, ProposalRecord } from './record.ts';
import type { Scenario } from './scenario.ts';
import { pairedDifference, type PairedDifference } from './statistics.ts';

/** Stake weighting (first) against one vote an agent (second). */
export type ArmComparison = {
	/** Two chains that met the same incidents: what counting does, and what the economy makes of it. */
	readonly wrongVerdictsPassed: PairedDifference;
	readonly rightVerdicts: PairedDifference;
	/** The votes of the first chain alone, counted once more as one each: what the weights do and nothing else. */
	readonly sameVotes: {
		readonly votes: number;
		readonly wrongProposalsPassed: PairedDifference;
		readonly rightProposalsPassed: PairedDifference;
	};
};

/** The same arm under two rules of settlement, by the letters of `ArmReport.ends`. */
export type EndComparison = Pick<ArmComparison, 'wrongVerdictsPassed' | 'rightVerdicts'>;

/** Compares how the same incidents ended in two runs. */
export function compareEnds(first: string, second: string): EndComparison {
	const ended = (ends: string, letter: string) => [...ends].map((one) => one === letter);
	return {
		wrongVerdictsPassed: pairedDifference(ended(first, 'w'), ended(second, 'w')),
		rightVerdicts: pairedDifference(ended(first, 'r'), ended(second, 'r')),
	};
}

/** Compares two arms of one scenario over the same incidents. */
export function compareArms(
	scenario: Scenario,
	weighted: readonly IncidentRecord[],
	equal: readonly IncidentRecord[],
): ArmComparison {
	const ended = (records: readonly IncidentRecord[], end: IncidentRecord['end']) =>
		records.map((record) => record.end === end);
	const votes = weighted.flatMap((record) => record.proposals);
	const chain = (right: boolean) => votes.map((vote) => vote.right === right && vote.status === 'Passed');
	const recount = (right: boolean) =>
		votes.map((vote) => vote.right === right && passesByCount(scenario, vote));
	return {
		wrongVerdictsPassed: pairedDifference(ended(weighted, 'wrong'), ended(equal, 'wrong')),
		rightVerdicts: pairedDifference(ended(weighted, 'right'), ended(equal, 'right')),
		sameVotes: {
			votes: votes.length,
			wrongProposalsPassed: pairedDifference(chain(false), recount(false)),
			rightProposalsPassed: pairedDifference(chain(true), recount(true)),
		},
	};
}

/** Whether a proposal would pass if each vote counted as one. */
export function passesByCount(scenario: Scenario, { votes }: Pick<ProposalRecord, 'votes'>): boolean {
	const electorate = scenario.behaviours.length - 1;
	const votesFor = votes.filter((vote) => vote.option === 'For').length;
	const votesAgainst = votes.filter((vote) => vote.option === 'Against').length;
	const quorate = 100 * (votesFor + votesAgainst) >= scenario.quorumPercent * electorate;
	return quorate && votesFor > votesAgainst;
}
