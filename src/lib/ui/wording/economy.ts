import { m } from '$lib/paraglide/messages.js';
import type { Arm } from '../../runtime/economy/economy-genesis.ts';
import type { Behaviour, Scenario, ScenarioFault } from '../../runtime/economy/scenario.ts';
import type { Correlation, PairedDifference, Share } from '../../runtime/economy/statistics.ts';
import { formatNumber, formatShare } from '../format/number.ts';
import { nameOfWord } from './parameters.ts';

const ARM_NAMES: { readonly [arm in Arm]: () => string } = {
	'stake-weighted': m.lab_arm_stake_weighted,
	'one-agent-one-vote': m.lab_arm_one_agent_one_vote,
};

const BEHAVIOUR_NAMES: { readonly [behaviour in Behaviour]: () => string } = {
	honest: m.lab_behaviour_honest,
	lazy: m.lab_behaviour_lazy,
	herding: m.lab_behaviour_herding,
	colluding: m.lab_behaviour_colluding,
	'always-against': m.lab_behaviour_always_against,
};

const FIELD_NAMES: { readonly [name in Exclude<keyof Scenario, 'version' | 'behaviours'>]: () => string } = {
	incidents: m.lab_incidents,
	seed: m.lab_seed,
	settlement: m.lab_settlement,
	voting: m.lab_voting,
	weighting: m.lab_weighting,
	proposers: m.lab_proposers,
	candidates: m.lab_candidates,
	skillPercent: m.lab_skill,
	skillSpreadPercent: m.lab_skill_spread,
	correlationPercent: m.lab_correlation,
	confidencePercent: m.lab_confidence,
	stakeSharePermille: m.lab_stake_share,
	slashPercent: m.lab_slash,
	voterReward: m.lab_reward,
	penaltyPercent: m.lab_penalty,
	quorumPercent: m.lab_quorum,
};

/** A way of counting votes. */
export function nameOfArm(arm: Arm): string {
	return ARM_NAMES[arm]();
}

/** How an agent behaves. */
export function nameOfBehaviour(behaviour: Behaviour): string {
	return BEHAVIOUR_NAMES[behaviour]();
}

/** A setting of a scenario. */
export function nameOfField(name: keyof typeof FIELD_NAMES): string {
	return FIELD_NAMES[name]();
}

/** A word that a setting can be. */
export function nameOfChoice(word: string): string {
	if (word === 'stake') return m.lab_weighting_stake();
	return word === 'stake-and-reputation' ? m.lab_weighting_stake_and_reputation() : nameOfWord(word);
}

/** Why a link's settings were not taken. */
export function sentenceOfScenarioFault(fault: ScenarioFault): string {
	switch (fault.code) {
		case 'newer-scenario':
			return m.lab_link_newer({ actual: String(fault.actual), expected: String(fault.expected) });
		case 'bad-scenario':
			return m.lab_link_field({ field: fieldOfPath(fault.path) });
		case 'bad-link':
			return m.lab_link_broken_body();
	}
}

function fieldOfPath(path: string): string {
	const name = path.split('/')[1] ?? '';
	if (name === 'behaviours') return m.lab_agents();
	return Object.hasOwn(FIELD_NAMES, name) ? nameOfField(name as keyof typeof FIELD_NAMES) : name;
}

/** A share with its interval. */
export function wordShare({ share, low, high }: Share): string {
	return m.lab_interval({ share: percent(share), low: percent(low), high: percent(high) });
}

/** What may be said of wrong verdicts under the two ways of counting; plainly so where nothing may. */
export function sentenceOfDifference(given: PairedDifference, total: number): string {
	const figures = pointsOf(given);
	if (given.answer === 'first-higher') return m.lab_weighted_more(figures);
	if (given.answer === 'second-higher') return m.lab_weighted_fewer(figures);
	return m.lab_no_difference({ ...figures, total: formatNumber(total) });
}

/** What may be said of wrong verdicts when settled on close against settled on verification. */
export function sentenceOfRules(given: PairedDifference): string {
	if (given.answer === 'first-higher') return m.docs_economy_rules_more(pointsOf(given));
	if (given.answer === 'second-higher') return m.docs_economy_rules_fewer(pointsOf(given));
	return m.docs_economy_rules_none(pointsOf(given));
}

/** What may be said of wrong proposals passed when the same votes are counted by weight and one each. */
export function sentenceOfSameVotes(given: PairedDifference, votes: number): string {
	const figures = { ...pointsOf(given), votes: formatNumber(votes) };
	if (given.answer === 'first-higher') return m.docs_economy_same_more(figures);
	if (given.answer === 'second-higher') return m.docs_economy_same_fewer(figures);
	return m.docs_economy_same_none(figures);
}

function pointsOf({ difference, low, high }: PairedDifference) {
	return { difference: points(difference), low: points(low), high: points(high) };
}

/** Whether votes that weigh more are right more often. */
export function sentenceOfCorrelation(given: Correlation): string {
	if (given.answer === 'positive') return m.lab_correlation_positive();
	return given.answer === 'negative' ? m.lab_correlation_negative() : m.lab_correlation_none();
}

/** A correlation with its interval. */
export function wordCorrelation(given: Correlation | null): string {
	if (!given) return m.lab_all_equal();
	return m.lab_interval({ share: signed(given.r), low: signed(given.low), high: signed(given.high) });
}

/** A whole incident count of bankruptcy, or that there was none. */
export function wordBankruptcy(incident: number | null): string {
	return incident === null ? m.lab_never() : m.lab_bankruptcy_after({ incident: formatNumber(incident) });
}

/** A number with a true minus. */
export function signed(value: number, digits = 2): string {
	return formatNumber(value, digits).replace('-', '−');
}

function points(share: number): string {
	return signed(100 * share, 1);
}

function percent(share: number): string {
	return formatShare(share);
}
