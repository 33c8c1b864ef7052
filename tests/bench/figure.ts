import type { GoalName } from './goals.ts';
import { median, ratiosOf, type Rates } from './rounds.ts';

/** A ratio as it was measured, round by round, and the rates behind it. */
export type Figure = {
	readonly goal: GoalName;
	readonly median: number;
	readonly low: number;
	readonly high: number;
	readonly rounds: number;
	/** Spread of the control in the same rounds; beyond {@link MAX_SPREAD} the figure is void. */
	readonly spread: number;
	/** Medians of the two rates, in units a second. */
	readonly subject: number;
	readonly base: number;
	readonly note?: string;
};

/** A control that wavers by more than this says that the machine was busy with something else. */
export const MAX_SPREAD = 1.25;

/** A figure from the rates of a subject and of what it is divided by. */
export function figureOf(goal: GoalName, subject: Rates, base: Rates, spread: number, note?: string): Figure {
	const ratios = ratiosOf(subject, base);
	return {
		goal,
		median: median(ratios),
		low: Math.min(...ratios),
		high: Math.max(...ratios),
		rounds: ratios.length,
		spread,
		subject: median(subject),
		base: median(base),
		...(note === undefined ? {} : { note }),
	};
}

/** The same of times instead of rates: how many times longer the subject takes than the base. */
export function timesLonger(
	goal: GoalName,
	subject: Rates,
	base: Rates,
	spread: number,
	note?: string,
): Figure {
	const turned = figureOf(goal, base, subject, spread, note);
	return { ...turned, subject: turned.base, base: turned.subject };
}
