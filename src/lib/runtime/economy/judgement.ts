import { AGENT_ROLES } from '../../chain/genesis.ts';
import { createGenerator, shuffled } from './generator.ts';
import type { Scenario } from './scenario.ts';

/** What one agent makes of one incident: a probability for each candidate, which sums to 1. */
export type Judgement = { readonly probabilities: readonly number[]; readonly scores: readonly number[] };

/** One incident before anybody acts on it: the truth, and what every agent privately thinks of it. */
export type IncidentDraw = {
	readonly index: number;
	/** The candidate that is the cause. */
	readonly truth: number;
	/** One an agent, A1 … A7. */
	readonly judgements: readonly Judgement[];
	/** Wrong candidates, the one that most looks like the cause to everybody first: what colluders agree on. */
	readonly decoys: readonly number[];
	/** Agents that may propose, in the order of the rounds. */
	readonly proposers: readonly number[];
};

/** What a stream of random numbers is for. */
export const STREAM = { skills: 1, incident: 2, whim: 3, salt: 4, resample: 5 } as const;

const ANALYSTS = [2, 3, 4, 5];
const ORACLE = [4, 4, 4];

/** How often each agent's first choice is the cause: spread evenly around the mean and dealt out by the seed. */
export function skillsOf(scenario: Scenario): readonly number[] {
	const agents = AGENT_ROLES.length;
	const steps = AGENT_ROLES.map((_, index) => (2 * index) / (agents - 1) - 1);
	const dealt = shuffled(steps, createGenerator(scenario.seed, STREAM.skills));
	return dealt.map((step) => {
		const skill = (scenario.skillPercent + step * scenario.skillSpreadPercent) / 100;
		return Math.min(0.99, Math.max(1 / scenario.candidates, skill));
	});
}

/** A drawer of incidents: what number `index` is does not depend on any other, nor on what the chain did before. */
export function createIncidentDraws(scenario: Scenario): (index: number) => IncidentDraw {
	const signals = skillsOf(scenario).map((skill) => signalOfSkill(skill, scenario.candidates));
	const shared = Math.sqrt(scenario.correlationPercent / 100);
	const own = Math.sqrt(1 - scenario.correlationPercent / 100);
	const candidates = Array.from({ length: scenario.candidates }, (_, index) => index);
	return (index) => {
		const generator = createGenerator(scenario.seed, STREAM.incident, index);
		const truth = generator.below(scenario.candidates);
		const common = candidates.map(() => generator.normal());
		const judgements = signals.map((signal) => {
			const scores = common.map(
				(noise, node) => shared * noise + own * generator.normal() + (node === truth ? signal : 0),
			);
			return { scores, probabilities: probabilitiesOf(scores, (signal * scenario.confidencePercent) / 100) };
		});
		const decoys = candidates
			.filter((node) => node !== truth)
			.sort((a, b) => (common[b] as number) - (common[a] as number) || a - b);
		const proposers = scenario.proposers === 'analysts' ? shuffled(ANALYSTS, generator) : ORACLE;
		return { index, truth, judgements, decoys, proposers };
	};
}

/** Bayes: with unit normal noise and one cause, the odds of a candidate grow as exp(signal × score). */
function probabilitiesOf(scores: readonly number[], signal: number): readonly number[] {
	const most = Math.max(...scores);
	const odds = scores.map((score) => Math.exp(signal * (score - most)));
	const total = odds.reduce((sum, one) => sum + one, 0);
	return odds.map((one) => one / total);
}

/** An agent's best candidate among those still open, and its probability among them. */
export function firstChoice(
	judgement: Judgement,
	rejected: readonly number[],
): { readonly node: number; readonly probability: number } {
	const open = judgement.scores.map((_, node) => node).filter((node) => !rejected.includes(node));
	const node = open.reduce((best, one) =>
		(judgement.scores[one] as number) > (judgement.scores[best] as number) ? one : best,
	);
	return { node, probability: probabilityAmong(judgement, node, open) };
}

/** The probability of a candidate, knowing that those turned down are not the cause. */
export function probabilityOf(judgement: Judgement, node: number, rejected: readonly number[]): number {
	const open = judgement.scores.map((_, one) => one).filter((one) => !rejected.includes(one));
	return probabilityAmong(judgement, node, open);
}

function probabilityAmong(judgement: Judgement, node: number, open: readonly number[]): number {
	const { probabilities } = judgement;
	const total = open.reduce((sum, one) => sum + (probabilities[one] as number), 0);
	return total > 0 ? (probabilities[node] as number) / total : 1 / open.length;
}

/**
 * How far the cause has to stand out of unit normal noise for an agent's best of `candidates` to be the cause with
 * probability `skill`. Source: Green & Swets, signal detection theory, the m-alternative forced choice.
 */
function signalOfSkill(skill: number, candidates: number): number {
	let [low, high] = [0, 12];
	for (let i = 0; i < 40; i++) {
		const middle = (low + high) / 2;
		if (hitRate(middle, candidates) < skill) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/** ∫ φ(x − signal) Φ(x)^(n−1) dx by the trapezium rule. */
function hitRate(signal: number, candidates: number): number {
	const step = 0.05;
	let total = 0;
	for (let x = -8; x <= 8; x += step)
		total += Math.exp((-x * x) / 2) * cumulativeNormal(x + signal) ** (candidates - 1);
	return (total * step) / Math.sqrt(2 * Math.PI);
}

/** Φ, to 1.5e-7. Source: Abramowitz & Stegun 7.1.26. */
function cumulativeNormal(x: number): number {
	const z = Math.abs(x) / Math.SQRT2;
	const t = 1 / (1 + 0.3275911 * z);
	const series =
		t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
	const error = series * Math.exp(-z * z);
	return x >= 0 ? 1 - error / 2 : error / 2;
}
