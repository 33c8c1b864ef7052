import {
	PROPOSERS,
	SETTLEMENTS,
	VOTINGS,
	WEIGHTINGS,
	type Scenario,
} from '../../runtime/economy/scenario.ts';

/** A number of a scenario with the bounds that its parser keeps. */
export type NumberField = {
	readonly name: Exclude<
		{ [K in keyof Scenario]: Scenario[K] extends number ? K : never }[keyof Scenario],
		'version'
	>;
	readonly min: number;
	readonly max: number;
	readonly step: number;
};

/** Typed as numbers: a slider would be too coarse. */
export const TYPED_FIELDS = [
	{ name: 'incidents', min: 1, max: 2000, step: 1 },
	{ name: 'seed', min: 0, max: 0xffff_ffff, step: 1 },
] as const satisfies readonly NumberField[];

export const RULE_FIELDS = [
	{ name: 'stakeSharePermille', min: 0, max: 200, step: 1 },
	{ name: 'slashPercent', min: 0, max: 100, step: 1 },
	{ name: 'voterReward', min: 0, max: 10_000, step: 10 },
	{ name: 'penaltyPercent', min: 0, max: 2000, step: 10 },
	{ name: 'quorumPercent', min: 0, max: 100, step: 1 },
] as const satisfies readonly NumberField[];

export const MODEL_FIELDS = [
	{ name: 'candidates', min: 3, max: 16, step: 1 },
	{ name: 'skillPercent', min: 0, max: 99, step: 1 },
	{ name: 'skillSpreadPercent', min: 0, max: 50, step: 1 },
	{ name: 'correlationPercent', min: 0, max: 100, step: 1 },
	{ name: 'confidencePercent', min: 0, max: 1000, step: 10 },
] as const satisfies readonly NumberField[];

export const WORD_FIELDS = [
	{ name: 'settlement', words: SETTLEMENTS },
	{ name: 'voting', words: VOTINGS },
	{ name: 'weighting', words: WEIGHTINGS },
	{ name: 'proposers', words: PROPOSERS },
] as const;

/** A typed number within its bounds; the nearest bound, or undefined where it is no number. */
export function clampToField(field: NumberField, typed: string): number | undefined {
	const value = Math.round(Number(typed));
	if (typed.trim() === '' || !Number.isFinite(value)) return undefined;
	return Math.min(field.max, Math.max(field.min, value));
}
