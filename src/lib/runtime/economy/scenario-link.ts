import { err, type Result } from '../../primitives/result.ts';
import {
	BEHAVIOURS,
	parseScenario,
	PROPOSERS,
	SCENARIO_VERSION,
	SETTLEMENTS,
	VOTINGS,
	WEIGHTINGS,
	type Scenario,
	type ScenarioFault,
} from './scenario.ts';

/** Numbers of a scenario in the order of the text, and the words, each by its place in its list. */
const NUMBERS = [
	'version',
	'seed',
	'incidents',
	'candidates',
	'skillPercent',
	'skillSpreadPercent',
	'correlationPercent',
	'confidencePercent',
	'stakeSharePermille',
	'slashPercent',
	'voterReward',
	'penaltyPercent',
	'quorumPercent',
] as const satisfies readonly (keyof Scenario)[];

const WORDS = [
	['settlement', SETTLEMENTS],
	['voting', VOTINGS],
	['weighting', WEIGHTINGS],
	['proposers', PROPOSERS],
] as const satisfies readonly (readonly [keyof Scenario, readonly string[]])[];

const TEXT = /^\d{1,10}(-\d{1,10}){12}\.[0-9]{4}\.[0-9]{7}$/;

/**
 * A scenario as short text that stands in the fragment of a link as it is: thirteen numbers joined by dashes (the version
 * first), then four digits for the words, then seven for the behaviours of A1 … A7.
 */
export function encodeScenario(scenario: Scenario): string {
	const numbers = NUMBERS.map((name) => scenario[name]).join('-');
	const words = WORDS.map(([name, list]) => (list as readonly string[]).indexOf(scenario[name])).join('');
	const behaviours = scenario.behaviours.map((behaviour) => BEHAVIOURS.indexOf(behaviour)).join('');
	return `${numbers}.${words}.${behaviours}`;
}

/** The scenario of a link. Fails with `bad-link` where the text has another form, else as {@link parseScenario} does. */
export function decodeScenario(text: string): Result<Scenario, ScenarioFault> {
	const version = Number(/^(\d{1,10})-/.exec(text)?.[1] ?? SCENARIO_VERSION);
	const actual = text.slice(0, 64);
	if (version > SCENARIO_VERSION)
		return err({
			code: 'newer-scenario',
			path: '/version',
			expected: `${SCENARIO_VERSION}`,
			actual: version,
		});
	if (!TEXT.test(text)) return err({ code: 'bad-link', path: '', expected: TEXT.source, actual });
	const [numbers = '', words = '', behaviours = ''] = text.split('.');
	const value: Record<string, unknown> = {};
	numbers.split('-').forEach((digits, index) => (value[NUMBERS[index] ?? ''] = Number(digits)));
	WORDS.forEach(([name, list], index) => (value[name] = list[Number(words[index])]));
	value['behaviours'] = [...behaviours].map((digit) => BEHAVIOURS[Number(digit)]);
	return parseScenario(value);
}
