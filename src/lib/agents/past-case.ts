import type { SopState } from '../chain/state-entries.ts';

/** An earlier incident of the same chain, as far as the chain tells. */
export type PastCase = {
	readonly incident: string;
	readonly alertNode: string;
	readonly signal: string;
	readonly node: string;
	readonly state: SopState;
};

/** Earlier cases with the same alerted node first, then the same signal; at most five. */
export function similarCases(
	cases: readonly PastCase[],
	alert: { readonly node: string; readonly signal: string },
): readonly PastCase[] {
	const likeness = (one: PastCase) =>
		(one.alertNode === alert.node ? 2 : 0) + (one.signal === alert.signal ? 1 : 0);
	return cases
		.filter((one) => likeness(one) >= 2)
		.sort((a, b) => likeness(b) - likeness(a))
		.slice(0, 5);
}
