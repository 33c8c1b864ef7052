import { wilsonInterval, type Interval } from './intervals.ts';

/** One verdict: its stated confidence (0–100) and whether it was right. */
export type Outcome = { readonly confidence: number; readonly right: boolean };

/** One row of the reliability table: verdicts with a confidence in [from, to). */
export type ReliabilityRow = {
	readonly from: number;
	readonly to: number;
	readonly verdicts: number;
	readonly right: number;
	readonly meanConfidence: number;
};

const EDGES = [0, 20, 40, 60, 80, 101];
const HIGH = 80;

/** The reliability table of some verdicts; empty rows are kept so that tables line up. */
export function reliabilityTable(outcomes: readonly Outcome[]): readonly ReliabilityRow[] {
	return EDGES.slice(1).map((to, i) => {
		const from = EDGES[i] as number;
		const inside = outcomes.filter(({ confidence }) => confidence >= from && confidence < to);
		const total = inside.reduce((sum, { confidence }) => sum + confidence, 0);
		return {
			from,
			to,
			verdicts: inside.length,
			right: inside.filter(({ right }) => right).length,
			meanConfidence: inside.length > 0 ? total / inside.length : 0,
		};
	});
}

/** How the verdicts with a confidence of at least 80 did, out of all verdicts. */
export type HighConfidence = {
	readonly verdicts: number;
	readonly right: number;
	readonly of: number;
	/** 95 % interval of the share that is right. */
	readonly interval: Interval;
};

/** How the verdicts with a confidence of at least 80 did. */
export function highConfidence(outcomes: readonly Outcome[]): HighConfidence {
	const high = outcomes.filter(({ confidence }) => confidence >= HIGH);
	const right = high.filter((outcome) => outcome.right).length;
	return { verdicts: high.length, right, of: outcomes.length, interval: wilsonInterval(right, high.length) };
}
