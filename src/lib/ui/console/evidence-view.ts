import type { Claim } from '../../evidence/claim.ts';
import type { BaselineRow, EvidenceRow, MetricRow } from '../../evidence/row.ts';

/** One claim with what is needed to draw it. */
export type ClaimView = {
	readonly claim: Claim;
	readonly row: EvidenceRow;
	/** The same metric of the same node over all windows, oldest first. */
	readonly series: readonly MetricRow[];
	readonly baseline: BaselineRow | undefined;
};

/** Claims with the series behind them. */
export function claimViewsOf(claims: readonly Claim[], rows: readonly EvidenceRow[]): readonly ClaimView[] {
	return claims.map((claim) => {
		const row = claim.row as EvidenceRow;
		if (row.kind !== 'metric' && row.kind !== 'baseline')
			return { claim, row, series: [], baseline: undefined };
		const series = rows.filter(
			(one): one is MetricRow => one.kind === 'metric' && one.node === row.node && one.metric === row.metric,
		);
		const baseline = rows.find(
			(one): one is BaselineRow =>
				one.kind === 'baseline' && one.node === row.node && one.metric === row.metric,
		);
		return { claim, row, baseline, series: [...series].sort((a, b) => (a.minute < b.minute ? -1 : 1)) };
	});
}
