import type { Score } from './attribution.ts';
import { compareText } from '../telemetry/time-order.ts';

/** A candidate with its probability of being the cause, given the evidence. */
export type Ranked = { readonly candidate: string; readonly score: number; readonly posterior: number };

/** Score difference that makes one candidate e times as likely as another. */
const TEMPERATURE = 0.25;
/** Score below which "something not seen in this telemetry" is the better explanation. */
const UNSEEN_SCORE = 0.25;

/** Part of a suspect's probability that goes to a dependency of its that nobody measures. */
const UNMEASURED_SHARE = 0.15;

/**
 * Candidates by descending score with posteriors that leave room for a cause outside the telemetry; ties by name.
 * `unmeasured` lists the callees of a candidate about which there is no number at all: they share its probability.
 */
export function rank(
	scores: ReadonlyMap<string, Score>,
	unmeasured: (candidate: string) => readonly string[],
): readonly Ranked[] {
	const entries = [...scores].map(([candidate, { score }]) => ({ candidate, score }));
	entries.sort((a, b) => b.score - a.score || compareText(a.candidate, b.candidate));
	const top = Math.max(UNSEEN_SCORE, entries[0]?.score ?? 0);
	const weights = new Map(
		entries.map(({ candidate, score }) => [candidate, score > 0 ? Math.exp((score - top) / TEMPERATURE) : 0]),
	);
	const total = [...weights.values()].reduce(
		(sum, weight) => sum + weight,
		Math.exp((UNSEEN_SCORE - top) / TEMPERATURE),
	);
	for (const { candidate } of entries) {
		const weight = weights.get(candidate) as number;
		const below = weight > 0 ? unmeasured(candidate) : [];
		for (const callee of below)
			weights.set(callee, (weights.get(callee) ?? 0) + (UNMEASURED_SHARE * weight) / below.length);
		if (below.length > 0) weights.set(candidate, (1 - UNMEASURED_SHARE) * weight);
	}
	const ranked = entries.map((entry) => ({
		...entry,
		posterior: (weights.get(entry.candidate) as number) / total,
	}));
	return ranked.sort(
		(a, b) => b.posterior - a.posterior || b.score - a.score || compareText(a.candidate, b.candidate),
	);
}
