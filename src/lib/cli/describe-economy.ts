import type { AgentReport, ArmReport } from '../runtime/economy/arm-report.ts';
import type { EndComparison } from '../runtime/economy/compare-arms.ts';
import { ARMS, type Arm } from '../runtime/economy/economy-genesis.ts';
import type { EconomyResult } from '../runtime/economy/economy-run.ts';
import { encodeScenario } from '../runtime/economy/scenario-link.ts';
import type { Correlation, Mean, PairedDifference, Share } from '../runtime/economy/statistics.ts';

const LABEL = 34;
const COLUMN = 30;

/** A result as a table for people: one column an arm. */
export function describeEconomy(result: EconomyResult): readonly string[] {
	const { scenario, arms, comparison } = result;
	return [
		`settlement ${scenario.settlement}, ${scenario.voting} voting, ${scenario.incidents} incidents, seed ${scenario.seed}`,
		`scenario ${encodeScenario(scenario)}`,
		'real contracts; signing and signature checks are left out; 95 % intervals in brackets',
		row('', ARMS),
		...ROWS.map(([label, figure]) =>
			row(
				label,
				ARMS.map((arm) => figure(arms[arm])),
			),
		),
		...arms[ARMS[0]].agents.map((agent, index) =>
			row(
				`${agent.name} ${agent.behaviour}, right ${percent(agent.skill)}`,
				ARMS.map((arm) => fortune(arms[arm].agents[index]!)),
			),
		),
		'stake-weighted less one-agent-one-vote, same incidents:',
		`  wrong verdicts ${difference(comparison.wrongVerdictsPassed)}`,
		`  right verdicts ${difference(comparison.rightVerdicts)}`,
		`the ${comparison.sameVotes.votes} votes of the first chain, counted by weight less counted one each:`,
		`  wrong proposals passed ${difference(comparison.sameVotes.wrongProposalsPassed)}`,
		`  right proposals passed ${difference(comparison.sameVotes.rightProposalsPassed)}`,
		'',
	];
}

/** What the rule of settlement changes, arm by arm. */
export function describePolicies(comparison: { readonly [arm in Arm]: EndComparison }): readonly string[] {
	return [
		'on-close less on-verification, same incidents:',
		...ARMS.flatMap((arm) => [
			`  ${arm}: wrong verdicts ${difference(comparison[arm].wrongVerdictsPassed)}`,
			`  ${arm}: right verdicts ${difference(comparison[arm].rightVerdicts)}`,
		]),
	];
}

const ROWS: readonly (readonly [string, (arm: ArmReport) => string])[] = [
	['wrong verdicts passed', (arm) => share(arm.wrongVerdictsPassed)],
	['  of the verdicts passed', (arm) => share(arm.wrongAmongVerdicts)],
	['right verdicts', (arm) => share(arm.rightVerdicts)],
	['unresolved', (arm) => share(arm.unresolved)],
	['votes: wrong proposals passed', (arm) => share(arm.wrongProposalsPassed)],
	['votes: right proposals rejected', (arm) => share(arm.rightProposalsRejected)],
	['votes: no quorum', (arm) => share(arm.noQuorum)],
	['votes: as many For as Against', (arm) => share(arm.tied)],
	['weight ~ being right, all', (arm) => correlation(arm.weightAndRightness.all)],
	['weight ~ being right, honest', (arm) => correlation(arm.weightAndRightness.honest)],
	['refused transactions', (arm) => `${arm.refused}`],
	['wealth spread (Gini)', (arm) => arm.wealthSpread.toFixed(2)],
	['agent: gain an incident; bankrupt after', () => ''],
];

function row(label: string, cells: readonly string[]): string {
	return `${label.padEnd(LABEL)}${cells.map((cell) => cell.padEnd(COLUMN)).join('')}`.trimEnd();
}

function percent(part: number): string {
	return `${(100 * part).toFixed(1)} %`;
}

function share({ count, share: part, low, high }: Share): string {
	return `${count} = ${percent(part)} [${percent(low)}, ${percent(high)}]`.replace(/ %([,\]])/g, '$1');
}

function correlation(given: Correlation | null): string {
	if (!given) return 'all weigh the same';
	const words = given.answer === 'no-difference' ? ': no relation shown' : '';
	return `${given.r.toFixed(2)} [${given.low.toFixed(2)}, ${given.high.toFixed(2)}]${words}`;
}

function fortune({ gainPerIncident, bankruptAt }: AgentReport): string {
	return `${tokens(gainPerIncident)}; ${bankruptAt ?? 'never'}`;
}

function tokens({ mean, low, high }: Mean): string {
	return `${mean.toFixed(0)} [${low.toFixed(0)}, ${high.toFixed(0)}]`;
}

function difference(given: PairedDifference): string {
	const points = (part: number) => (100 * part).toFixed(1);
	const figures = `${points(given.difference)} points [${points(given.low)}, ${points(given.high)}]`;
	const sides = `(only first ${given.onlyFirst}, only second ${given.onlySecond}, p ${given.p.toPrecision(2)})`;
	return `${figures} ${sides}${given.answer === 'no-difference' ? ': no difference shown' : ''}`;
}
