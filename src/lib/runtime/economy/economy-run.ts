import { reportArm, type ArmReport } from './arm-report.ts';
import { compareArms, type ArmComparison } from './compare-arms.ts';
import { createEconomyArm, type EconomyArm } from './economy-arm.ts';
import { ARMS, type Arm } from './economy-genesis.ts';
import type { IncidentEnd, IncidentRecord } from './record.ts';
import type { Scenario } from './scenario.ts';

/** An arm on the way, for live charts: counts so far, and the accounts of A1 … A7 after the last incident. */
export type LiveArm = {
	readonly ends: { readonly [end in IncidentEnd]: number };
	readonly refused: number;
	readonly wealth: readonly number[];
	readonly reputation: readonly number[];
	/** First bankruptcy of each agent so far, as an incident number from 1. */
	readonly bankruptAt: readonly (number | null)[];
};

/** Where a run stands. */
export type EconomyProgress = {
	readonly kind: 'progress';
	readonly done: number;
	readonly total: number;
	readonly arms: { readonly [arm in Arm]: LiveArm };
};

/** What came of a run. Plain data: it can be posted from a worker. */
export type EconomyResult = {
	readonly kind: 'result';
	readonly scenario: Scenario;
	/** The contracts are the real ones; signing and signature checks are left out, and no blocks are sealed. */
	readonly signatures: 'left-out';
	readonly arms: { readonly [arm in Arm]: ArmReport };
	readonly comparison: ArmComparison;
};

/** A run that goes on one incident a step. It holds no clock and no timer: whoever steps it paces and cancels it. */
export type EconomyRun = {
	/** Plays the next incident on both chains; when all are played, answers the result (again, if asked again). */
	step(): EconomyProgress | EconomyResult;
};

/** A run of a scenario, at its start. The same scenario gives the same result. */
export function createEconomyRun(scenario: Scenario): EconomyRun {
	const arms = mapArms((arm) => createEconomyArm(scenario, arm));
	const live = mapArms(createLiveArm);
	let done = 0;
	let result: EconomyResult | undefined;
	return {
		step() {
			if (done === scenario.incidents) return (result ??= resultOf(scenario, arms));
			done++;
			const now = mapArms((arm) => live[arm](arms[arm].play(), arms[arm].refused()));
			return { kind: 'progress', done, total: scenario.incidents, arms: now };
		},
	};
}

/** Plays a whole run at once. `onProgress` is told after every incident. */
export function runEconomy(
	scenario: Scenario,
	onProgress?: (progress: EconomyProgress) => void,
): EconomyResult {
	const run = createEconomyRun(scenario);
	for (;;) {
		const step = run.step();
		if (step.kind === 'result') return step;
		onProgress?.(step);
	}
}

function mapArms<T>(make: (arm: Arm) => T): { readonly [arm in Arm]: T } {
	return Object.fromEntries(ARMS.map((arm) => [arm, make(arm)])) as { [arm in Arm]: T };
}

/** Counts as incidents come in, so that a step costs the same at the end of a run as at its start. */
function createLiveArm(): (record: IncidentRecord, refused: number) => LiveArm {
	let ends: LiveArm['ends'] = { right: 0, wrong: 0, unresolved: 0 };
	let bankruptAt: readonly (number | null)[] | undefined;
	let played = 0;
	return (record, refused) => {
		played++;
		ends = { ...ends, [record.end]: ends[record.end] + 1 };
		bankruptAt = record.wealth.map(
			(_, agent) => bankruptAt?.[agent] ?? (record.bankrupt.includes(agent) ? played : null),
		);
		return { ends, refused, wealth: record.wealth, reputation: record.reputation, bankruptAt };
	};
}

function resultOf(scenario: Scenario, arms: { readonly [arm in Arm]: EconomyArm }): EconomyResult {
	return {
		kind: 'result',
		scenario,
		signatures: 'left-out',
		arms: mapArms((arm) => reportArm(scenario, arms[arm].records, arms[arm].refused())),
		comparison: compareArms(scenario, arms['stake-weighted'].records, arms['one-agent-one-vote'].records),
	};
}
