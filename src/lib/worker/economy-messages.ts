import type { Arm } from '../runtime/economy/economy-genesis.ts';
import type { EconomyResult } from '../runtime/economy/economy-run.ts';
import type { ScenarioFault } from '../runtime/economy/scenario.ts';

/** What the page asks of the economy's worker. A scenario is checked there; a new run replaces the one under way. */
export type EconomyRequest =
	{ readonly kind: 'run'; readonly scenario: unknown } | { readonly kind: 'cancel' };

/** One arm after an incident: wrong verdicts so far, and what A1 … A7 own. */
export type ArmPoint = { readonly wrong: number; readonly wealth: readonly number[] };

/** Both arms after an incident, counted from 1. */
export type EconomyPoint = { readonly incident: number; readonly arms: { readonly [arm in Arm]: ArmPoint } };

/** First bankruptcy of each agent so far, as an incident number from 1. */
export type Bankruptcies = { readonly [arm in Arm]: readonly (number | null)[] };

/** What the worker answers. `progress` comes once a slice, with every point since the last one. */
export type EconomyReply =
	| {
			readonly kind: 'progress';
			readonly total: number;
			readonly points: readonly EconomyPoint[];
			readonly bankruptAt: Bankruptcies;
	  }
	| { readonly kind: 'result'; readonly result: EconomyResult }
	| { readonly kind: 'cancelled' }
	| { readonly kind: 'refused'; readonly fault: ScenarioFault }
	| { readonly kind: 'failed'; readonly detail: string };
