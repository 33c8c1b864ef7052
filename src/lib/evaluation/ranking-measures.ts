/** Scores of all candidates of one incident by one method; higher = more suspect. */
export type Scores = ReadonlyMap<string, number>;

/** Hits of one ranking against its label, ties counted in expectation. */
export type Hit = { readonly ac1: number; readonly ac3: number; readonly ac5: number; readonly mrr: number };

const TIE = 1e-12;

/** Chance that the truth is among the first `k` when ties are broken at random. */
export function expectedHit(scores: Scores, truth: string, k: number): number {
	const place = placeOf(scores, truth);
	if (!place) return 0;
	return Math.max(0, Math.min(1, (k - place.above) / place.equal));
}

/** Expected 1 / rank of the truth when ties are broken at random. */
export function expectedReciprocalRank(scores: Scores, truth: string): number {
	const place = placeOf(scores, truth);
	if (!place) return 0;
	let sum = 0;
	for (let j = 1; j <= place.equal; j++) sum += 1 / (place.above + j);
	return sum / place.equal;
}

/** All four measures; with several right answers the best one counts. */
export function hitOf(scores: Scores, truths: readonly string[]): Hit {
	const best = (measure: (truth: string) => number) => Math.max(0, ...truths.map(measure));
	return {
		ac1: best((truth) => expectedHit(scores, truth, 1)),
		ac3: best((truth) => expectedHit(scores, truth, 3)),
		ac5: best((truth) => expectedHit(scores, truth, 5)),
		mrr: best((truth) => expectedReciprocalRank(scores, truth)),
	};
}

/** The mean of several hits; all zero for none. */
export function meanHit(hits: readonly Hit[]): Hit {
	const mean = (pick: (hit: Hit) => number) =>
		hits.length === 0 ? 0 : hits.reduce((sum, hit) => sum + pick(hit), 0) / hits.length;
	return {
		ac1: mean((hit) => hit.ac1),
		ac3: mean((hit) => hit.ac3),
		ac5: mean((hit) => hit.ac5),
		mrr: mean((hit) => hit.mrr),
	};
}

function placeOf(scores: Scores, truth: string): { readonly above: number; readonly equal: number } | null {
	const own = scores.get(truth);
	if (own === undefined) return null;
	let [above, equal] = [0, 0];
	for (const score of scores.values()) {
		if (score > own + TIE) above++;
		else if (Math.abs(score - own) <= TIE) equal++;
	}
	return { above, equal };
}
