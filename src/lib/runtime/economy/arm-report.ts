import { AGENT_ROLES, type AgentRole } from '../../chain/genesis.ts';
import { AGENT_NAMES } from '../../protocol/genesis.ts';
import { createGenerator } from './generator.ts';
import { skillsOf, STREAM } from './judgement.ts';
import type { IncidentEnd, IncidentRecord, ProposalRecord } from './record.ts';
import { BEHAVIOURS, type Behaviour, type Scenario } from './scenario.ts';
import {
	giniOf,
	groupedCorrelation,
	meanOf,
	shareOf,
	type Correlation,
	type Mean,
	type Point,
	type Share,
} from './statistics.ts';

/** How one agent fared. Tokens; `incident` numbers count from 1. */
export type AgentReport = {
	readonly role: AgentRole;
	readonly name: string;
	readonly behaviour: Behaviour;
	/** How often its own first choice is the cause. */
	readonly skill: number;
	readonly wealth: number;
	readonly reputation: number;
	readonly gainPerIncident: Mean;
	/** The incident after which it was bankrupt for the first time. */
	readonly bankruptAt: number | null;
	readonly bankruptcies: number;
};

/** Wealth and reputation of A1 … A7 after an incident. */
export type Sample = {
	readonly incident: number;
	readonly wealth: readonly number[];
	readonly reputation: readonly number[];
	readonly treasury: number;
	readonly burned: number;
};

/** What came of one way of counting votes. */
export type ArmReport = {
	/** Of all incidents. */
	readonly rightVerdicts: Share;
	readonly wrongVerdictsPassed: Share;
	readonly unresolved: Share;
	/** Wrong ones among the verdicts passed. */
	readonly wrongAmongVerdicts: Share;
	/** Of the votes on wrong, on right and on all proposals. */
	readonly wrongProposalsPassed: Share;
	readonly rightProposalsRejected: Share;
	readonly noQuorum: Share;
	/** As many For as Against: where votes count one each, such a vote decides nothing. */
	readonly tied: Share;
	/** Transactions that were invalid or reverted. */
	readonly refused: number;
	/** Of each agent that does not behave honestly: the incident after which it was first bankrupt, or null. */
	readonly timeToBankruptcy: { readonly [name: string]: number | null };
	readonly agents: readonly AgentReport[];
	/** Mean over the agents of a behaviour. */
	readonly gainPerIncident: { readonly [behaviour in Behaviour]?: Mean };
	/** Gini coefficient of the agents' wealth at the end. */
	readonly wealthSpread: number;
	/** Whether votes that weigh more are right more often; null where all weigh the same. */
	readonly weightAndRightness: { readonly all: Correlation | null; readonly honest: Correlation | null };
	readonly samples: readonly Sample[];
	/** One letter an incident: right, wrong, unresolved. */
	readonly ends: string;
};

const SAMPLES = 50;
const LETTER = { right: 'r', wrong: 'w', unresolved: 'u' } as const satisfies {
	[end in IncidentEnd]: string;
};

/** The report on one arm. `records` are its incidents in order, at least one. */
export function reportArm(
	scenario: Scenario,
	records: readonly IncidentRecord[],
	refused: number,
): ArmReport {
	const agents = AGENT_ROLES.map((_, agent) => agentReport(scenario, records, agent));
	const bad = agents.filter(({ behaviour }) => behaviour !== 'honest');
	const isHonest = (agent: number) => scenario.behaviours[agent] === 'honest';
	return {
		...verdictShares(records),
		...voteShares(records.flatMap((record) => record.proposals)),
		refused,
		timeToBankruptcy: Object.fromEntries(bad.map(({ name, bankruptAt }) => [name, bankruptAt])),
		agents,
		gainPerIncident: gainsByBehaviour(scenario, records),
		wealthSpread: giniOf(records.at(-1)?.wealth ?? []),
		weightAndRightness: {
			all: weightAndRightness(scenario, records, () => true),
			honest: weightAndRightness(scenario, records, isHonest),
		},
		samples: samplesOf(records),
		ends: records.map(({ end }) => LETTER[end]).join(''),
	};
}

function verdictShares(records: readonly IncidentRecord[]) {
	const ended = (end: IncidentEnd) => records.filter((record) => record.end === end).length;
	const [right, wrong] = [ended('right'), ended('wrong')];
	return {
		rightVerdicts: shareOf(right, records.length),
		wrongVerdictsPassed: shareOf(wrong, records.length),
		unresolved: shareOf(ended('unresolved'), records.length),
		wrongAmongVerdicts: shareOf(wrong, right + wrong),
	};
}

function voteShares(votes: readonly ProposalRecord[]) {
	const among = (those: readonly ProposalRecord[], status: ProposalRecord['status']) =>
		shareOf(those.filter((one) => one.status === status).length, those.length);
	const [right, wrong] = [votes.filter((one) => one.right), votes.filter((one) => !one.right)];
	return {
		wrongProposalsPassed: among(wrong, 'Passed'),
		rightProposalsRejected: among(right, 'Rejected'),
		noQuorum: among(votes, 'NoQuorum'),
		tied: shareOf(votes.filter(isTied).length, votes.length),
	};
}

function isTied({ votes }: ProposalRecord): boolean {
	const count = (option: string) => votes.filter((vote) => vote.option === option).length;
	return count('For') === count('Against');
}

function agentReport(scenario: Scenario, records: readonly IncidentRecord[], agent: number): AgentReport {
	const role = AGENT_ROLES[agent]!;
	const bankrupt = records.flatMap((record, index) => (record.bankrupt.includes(agent) ? [index + 1] : []));
	const last = records.at(-1);
	return {
		role,
		name: AGENT_NAMES[role],
		behaviour: scenario.behaviours[agent]!,
		skill: skillsOf(scenario)[agent]!,
		wealth: last?.wealth[agent] ?? 0,
		reputation: last?.reputation[agent] ?? 0,
		gainPerIncident: meanOf(records.map((record) => record.gain[agent]!)),
		bankruptAt: bankrupt[0] ?? null,
		bankruptcies: bankrupt.length,
	};
}

function gainsByBehaviour(
	scenario: Scenario,
	records: readonly IncidentRecord[],
): ArmReport['gainPerIncident'] {
	const present = BEHAVIOURS.filter((behaviour) => scenario.behaviours.includes(behaviour));
	return Object.fromEntries(
		present.map((behaviour) => {
			const members = AGENT_ROLES.map((_, agent) => agent).filter(
				(agent) => scenario.behaviours[agent] === behaviour,
			);
			const gains = records.map(({ gain }) =>
				members.reduce((sum, agent) => sum + gain[agent]! / members.length, 0),
			);
			return [behaviour, meanOf(gains)];
		}),
	);
}

/** A vote's weight beside the mean of its proposal's votes, and whether the vote was right, grouped by incident. */
function weightAndRightness(
	scenario: Scenario,
	records: readonly IncidentRecord[],
	includes: (agent: number) => boolean,
): Correlation | null {
	const groups = records.map(({ proposals }) =>
		proposals.flatMap((proposal) => {
			const cast = proposal.votes.filter((vote) => vote.option !== 'Abstain');
			const mean = cast.reduce((sum, vote) => sum + vote.weight, 0) / cast.length;
			return cast
				.filter((vote) => includes(vote.agent))
				.map((vote): Point => [vote.weight / mean, (vote.option === 'For') === proposal.right ? 1 : 0]);
		}),
	);
	return groupedCorrelation(groups, createGenerator(scenario.seed, STREAM.resample));
}

function samplesOf(records: readonly IncidentRecord[]): readonly Sample[] {
	const every = Math.ceil(records.length / SAMPLES);
	return records.flatMap(({ wealth, reputation, treasury, burned }, index) =>
		(index + 1) % every === 0 || index + 1 === records.length
			? [{ incident: index + 1, wealth, reputation, treasury, burned }]
			: [],
	);
}
