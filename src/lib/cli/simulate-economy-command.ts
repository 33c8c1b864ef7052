import { err, ok, type Result } from '../primitives/result.ts';
import { runEconomy, type EconomyResult } from '../runtime/economy/economy-run.ts';
import {
	comparePolicies,
	summariseEconomy,
	type PolicyComparison,
} from '../runtime/economy/economy-summary.ts';
import { decodeScenario, encodeScenario } from '../runtime/economy/scenario-link.ts';
import {
	behavioursWith,
	BEHAVIOURS,
	parseScenario,
	SETTLEMENTS,
	STANDARD_SCENARIO,
	type Behaviour,
	type Scenario,
	type ScenarioFault,
} from '../runtime/economy/scenario.ts';
import { describeEconomy, describePolicies } from './describe-economy.ts';
import {
	endProgress,
	fail,
	naturalOption,
	parseOptions,
	printJson,
	printLines,
	showProgress,
	type CliFailure,
	type Command,
} from './terminal.ts';
import { writeText } from './write-file.ts';

type Settlement = Scenario['settlement'];

const OPTIONS = {
	incidents: { type: 'string' },
	seed: { type: 'string' },
	byzantine: { type: 'string' },
	behaviour: { type: 'string' },
	settlement: { type: 'string' },
	voting: { type: 'string' },
	scenario: { type: 'string' },
	out: { type: 'string' },
	json: { type: 'boolean' },
} as const;

type Given = { readonly [name in Exclude<keyof typeof OPTIONS, 'json' | 'out'>]?: string | undefined };

/** `simulate-economy`: what the rules of stake and reward do to agents and verdicts, over many seeded incidents. */
export const simulateEconomyCommand: Command = async (args) => {
	const options = parseOptions(args, OPTIONS);
	if (!options.ok) return fail(options.error);
	const { values, positionals } = options.value;
	if (positionals.length > 0) return fail({ code: 'too-many-arguments', actual: positionals.join(' ') });
	const scenario = scenarioOf(values);
	if (!scenario.ok) return fail(scenario.error);
	const settlements = settlementsOf(values, scenario.value);
	if (!settlements.ok) return fail(settlements.error);
	const results = settlements.value.map((settlement) => play({ ...scenario.value, settlement }));
	const comparison = comparePolicies(results);
	if (values.out !== undefined) {
		const text = `${JSON.stringify(summariseEconomy(results), null, '\t')}\n`;
		const written = await writeText(values.out, text);
		if (!written.ok) return fail(written.error);
	}
	if (values.json) printJson(jsonOf(scenario.value, results, comparison));
	else printLines([...results.flatMap(describeEconomy), ...(comparison ? describePolicies(comparison) : [])]);
	return 0;
};

function play(scenario: Scenario): EconomyResult {
	const result = runEconomy(scenario, ({ done, total }) =>
		showProgress(`${scenario.settlement} ${done}/${total}`),
	);
	endProgress();
	return result;
}

/** The scenario of a link, or the standard one, with what the options change. Fails with `bad-option` or a scenario's fault. */
function scenarioOf(given: Given): Result<Scenario, CliFailure> {
	const base = given.scenario === undefined ? ok(STANDARD_SCENARIO) : decodeScenario(given.scenario);
	if (!base.ok) return err(failureAt('--scenario', base.error));
	const seed = naturalOption(given.seed, '--seed');
	if (!seed.ok) return seed;
	const incidents = naturalOption(given.incidents, '--incidents');
	if (!incidents.ok) return incidents;
	const behaviours = behavioursOf(given);
	if (!behaviours.ok) return behaviours;
	const parsed = parseScenario({
		...base.value,
		...(seed.value === undefined ? {} : { seed: seed.value }),
		...(incidents.value === undefined ? {} : { incidents: incidents.value }),
		...(behaviours.value === undefined ? {} : { behaviours: behaviours.value }),
		...(given.voting === undefined ? {} : { voting: given.voting }),
	});
	return parsed.ok ? parsed : err(failureAt(parsed.error.path.replace('/', '--'), parsed.error));
}

function failureAt(where: string, { code, expected, actual }: ScenarioFault): CliFailure {
	return { code, where, expected, actual };
}

/** Undefined where neither option is given. */
function behavioursOf(given: Given): Result<readonly Behaviour[] | undefined, CliFailure> {
	const bad = naturalOption(given.byzantine, '--byzantine');
	if (!bad.ok) return bad;
	if (bad.value === undefined && given.behaviour === undefined) return ok(undefined);
	const count = bad.value ?? 2;
	if (count > STANDARD_SCENARIO.behaviours.length)
		return err({ code: 'bad-option', where: '--byzantine', expected: '0 to 7', actual: count });
	const behaviour = given.behaviour ?? 'colluding';
	if (!(BEHAVIOURS as readonly string[]).includes(behaviour))
		return err({
			code: 'bad-option',
			where: '--behaviour',
			expected: BEHAVIOURS.join('|'),
			actual: behaviour,
		});
	return ok(behavioursWith(count, behaviour as Behaviour));
}

/** The rule asked for, or that of the link; both where there is neither. */
function settlementsOf(
	{ settlement, scenario: link }: Given,
	scenario: Scenario,
): Result<readonly Settlement[], CliFailure> {
	if (settlement === undefined) return ok(link === undefined ? SETTLEMENTS : [scenario.settlement]);
	const known = SETTLEMENTS.find((one) => one === settlement);
	return known
		? ok([known])
		: err({ code: 'bad-option', where: '--settlement', expected: SETTLEMENTS.join('|'), actual: settlement });
}

function jsonOf(
	scenario: Scenario,
	results: readonly EconomyResult[],
	comparison: PolicyComparison | undefined,
) {
	const policies = results.map(({ scenario: played, arms, comparison: ofArms }) => [
		played.settlement,
		{ link: encodeScenario(played), arms, comparison: ofArms },
	]);
	return {
		scenario: { ...scenario, settlement: results.map((result) => result.scenario.settlement) },
		signatures: 'left-out',
		policies: Object.fromEntries(policies),
		...(comparison ? { onCloseAgainstOnVerification: comparison } : {}),
	};
}
