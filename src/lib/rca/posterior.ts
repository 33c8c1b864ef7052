import type { Score } from './attribution.ts';
import { compareText } from '../telemetry/time-order.ts';

/** A candidate with its probability of being the cause, given the evidence. */
export type Ranked = { readonly candidate: string; readonly score: number; readonly posterior: number };

/** Score difference that makes one candidate e times as likely as another. */
const TEMPERATURE = 0.25;
/** Score below which "something not seen in this telemetry" is the better explanation. */
const UNSEEN_SCORE = 0.25;

/** Candidates by descending score with posteriors that leave room for a cause outside the telemetry; ties by name. */
export function rank(scores: ReadonlyMap<string, Score>): readonly Ranked[] {
	const entries = [...scores].map(([candidate, { score }]) => ({ candidate, score }));
	entries.sort((a, b) => b.score - a.score || compareText(a.candidate, b.candidate));
	const top = Math.max(UNSEEN_SCORE, entries[0]?.score ?? 0);
	const weights = entries.map(({ score }) => (score > 0 ? Math.exp((score - top) / TEMPERATURE) : 0));
	const total = weights.reduce((sum, weight) => sum + weight, Math.exp((UNSEEN_SCORE - top) / TEMPERATURE));
	return entries.map((entry, i) => ({ ...entry, posterior: (weights[i] as number) / total }));
}
