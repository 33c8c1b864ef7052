import { AGENT_ROLES } from '../../chain/genesis.ts';
import {
	array,
	literal,
	natural,
	object,
	oneOf,
	type Parsed,
	type SchemaFault,
} from '../../primitives/schema.ts';
import { isJsonObject } from '../../primitives/json.ts';
import { err, type Result } from '../../primitives/result.ts';

/** How an agent of a simulated economy behaves. Its other steps of the procedure it always does correctly. */
export const BEHAVIOURS = ['honest', 'lazy', 'herding', 'colluding', 'always-against'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** How much a vote weighs in the arm under test; the other arm counts every vote as one. */
export const WEIGHTINGS = ['stake-and-reputation', 'stake'] as const;
export const SETTLEMENTS = ['on-close', 'on-verification'] as const;
export const VOTINGS = ['open', 'sealed'] as const;
export const PROPOSERS = ['analysts', 'probability-oracle'] as const;

/** The version of the scenario format. A newer one is refused. */
export const SCENARIO_VERSION = 1;

const AGENTS = AGENT_ROLES.length;

const scenarioSchema = object({
	version: literal(SCENARIO_VERSION),
	seed: natural(0, 0xffff_ffff),
	incidents: natural(1, 2000),
	settlement: oneOf(...SETTLEMENTS),
	voting: oneOf(...VOTINGS),
	weighting: oneOf(...WEIGHTINGS),
	/** Who may propose: A5 alone, or in turn (drawn) A3 to A6. */
	proposers: oneOf(...PROPOSERS),
	/** One a role, A1 … A7. */
	behaviours: array(oneOf(...BEHAVIOURS), AGENTS, AGENTS),
	/** Nodes that could be the cause; one is. Enough that each of three rounds has one left to propose. */
	candidates: natural(3, 16),
	/** How often an agent's own first choice is the cause, in percent; agents differ by up to the spread either way. */
	skillPercent: natural(0, 99),
	skillSpreadPercent: natural(0, 50),
	/** Correlation of what two agents see, in percent: 100 is one opinion seven times. */
	correlationPercent: natural(0, 100),
	/** 100: stated confidence is calibrated. More: log-odds are exaggerated. 0: every candidate seems as likely. */
	confidencePercent: natural(0, 1000),
	/** Share of its balance that a confident agent puts up, in thousandths (protocol.md §8: 20); 2,000 tokens at most. */
	stakeSharePermille: natural(0, 200),
	/** Share of a supporter's escrow that burns with a falsified verdict, in percent. */
	slashPercent: natural(0, 100),
	/** Most a voter can earn, in tokens; the proposer's reward and bounty keep their proportion to it. */
	voterReward: natural(0, 10_000),
	/** The fixed penalties of protocol.md §8, in percent of their defaults. */
	penaltyPercent: natural(0, 2000),
	/** Share of the electorate's base that has to vote For or Against, in percent. */
	quorumPercent: natural(0, 100),
});

/** Everything a simulated economy depends on: a run is a function of this value alone. */
export type Scenario = Parsed<typeof scenarioSchema>;

/** Why a value is no scenario. `path` is a JSON pointer. */
export type ScenarioFault = SchemaFault & { readonly code: 'bad-scenario' | 'newer-scenario' | 'bad-link' };

/** Reads a scenario; every field has bounds. Fails with `bad-scenario` or `newer-scenario`. */
export function parseScenario(value: unknown): Result<Scenario, ScenarioFault> {
	const version = isJsonObject(value) ? value['version'] : undefined;
	if (typeof version === 'number' && version > SCENARIO_VERSION)
		return err({
			code: 'newer-scenario',
			path: '/version',
			expected: `${SCENARIO_VERSION}`,
			actual: version,
		});
	const parsed = scenarioSchema.parse(value);
	return parsed.ok ? parsed : err({ code: 'bad-scenario', ...parsed.error });
}

/** Bad agents are taken in this order: a proposer, a mere voter, a proposer … so that two of seven make a quarter of the proposals. */
const BAD_ORDER = [3, 6, 5, 0, 2, 1, 4];

/** The behaviours of seven agents of which `bad` behave badly and the others honestly. `bad` is 0 to 7. */
export function behavioursWith(bad: number, behaviour: Behaviour): readonly Behaviour[] {
	const chosen = BAD_ORDER.slice(0, bad);
	return AGENT_ROLES.map((_, index) => (chosen.includes(index) ? behaviour : 'honest'));
}

/** Where the lab opens: the original report's pay-offs, two colluding agents of seven. */
export const STANDARD_SCENARIO: Scenario = {
	version: SCENARIO_VERSION,
	seed: 1,
	incidents: 500,
	settlement: 'on-close',
	voting: 'open',
	weighting: 'stake-and-reputation',
	proposers: 'analysts',
	behaviours: behavioursWith(2, 'colluding'),
	candidates: 8,
	skillPercent: 80,
	skillSpreadPercent: 10,
	correlationPercent: 30,
	confidencePercent: 100,
	stakeSharePermille: 20,
	slashPercent: 50,
	voterReward: 300,
	penaltyPercent: 100,
	quorumPercent: 50,
};
