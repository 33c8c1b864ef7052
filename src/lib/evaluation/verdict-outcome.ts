/**
 * How a verdict stands to the truth. `none-right`: nothing was broken, and nobody was named; `false-alarm`: nothing was
 * broken, yet somebody was named; `missed`: something was broken, and nobody was named.
 */
export type VerdictOutcome = 'right' | 'wrong' | 'missed' | 'none-right' | 'false-alarm';

/** What a verdict is worth: `named` is the cause it names, null for none. */
export function outcomeOfVerdict(
	truth: { readonly rootCause: string | null; readonly alsoRight: readonly string[] },
	named: string | null,
): VerdictOutcome {
	if (truth.rootCause === null) return named === null ? 'none-right' : 'false-alarm';
	if (named === null) return 'missed';
	return named === truth.rootCause || truth.alsoRight.includes(named) ? 'right' : 'wrong';
}
