import type { ClaimDraft } from '../evidence/claim.ts';
import { factKeyOf } from '../telemetry/evidence-rows.ts';
import type { BaselineRow, EdgeRow, EvidenceRow, LogRow, MetricRow } from '../evidence/row.ts';

/** Finds committed rows by what they are about. */
export type RowIndex = {
	metric(node: string, metric: string, minute: string): MetricRow | undefined;
	baseline(node: string, metric: string): BaselineRow | undefined;
	log(node: string, level: string, minute: string): LogRow | undefined;
	edge(caller: string, callee: string, minute: string | null): EdgeRow | undefined;
};

/** An index over the rows of an incident. */
export function indexRows(rows: readonly EvidenceRow[]): RowIndex {
	const byKey = new Map<string, EvidenceRow>();
	for (const row of rows) byKey.set(factKeyOf(row), row);
	return {
		metric: (node, metric, minute) => byKey.get(`m\n${node}\n${metric}\n${minute}`) as MetricRow | undefined,
		baseline: (node, metric) => byKey.get(`b\n${node}\n${metric}`) as BaselineRow | undefined,
		log: (node, level, minute) => byKey.get(`l\n${node}\n${level}\n${minute}`) as LogRow | undefined,
		edge: (caller, callee, minute) => byKey.get(`e\n${caller}\n${callee}\n${minute}`) as EdgeRow | undefined,
	};
}

/** The claim that a metric stood above its baseline in its worst window: a whole multiple where it is at least twofold. */
export function claimAbove(
	index: RowIndex,
	node: string,
	metric: string,
	minutes: readonly string[],
): ClaimDraft | null {
	const reference = index.baseline(node, metric);
	const row = extremeRow(index, node, metric, minutes, 1);
	if (!row) return null;
	const median = reference?.median ?? null;
	if (!reference || median === null || row.value === null || row.value <= median) return { row };
	const multiple = median > 0 ? Math.floor(row.value / median) : 0;
	if (multiple >= 2 && multiple < 1e9)
		return { row, relation: { op: 'ratio', factor: 1000 * multiple, row: reference } };
	return { row, relation: { op: 'gt', row: reference } };
}

/** The claim that a metric stood below its baseline in its lowest window. */
export function claimBelow(
	index: RowIndex,
	node: string,
	metric: string,
	minutes: readonly string[],
): ClaimDraft | null {
	const reference = index.baseline(node, metric);
	const row = extremeRow(index, node, metric, minutes, -1);
	if (!row) return null;
	const median = reference?.median ?? null;
	if (!reference || median === null || row.value === null || row.value >= median) return { row };
	return { row, relation: { op: 'lt', row: reference } };
}

function extremeRow(
	index: RowIndex,
	node: string,
	metric: string,
	minutes: readonly string[],
	sign: 1 | -1,
): MetricRow | null {
	let best: MetricRow | null = null;
	for (const minute of minutes) {
		const row = index.metric(node, metric, minute);
		if (!row || row.value === null) continue;
		if (!best || sign * (row.value - (best.value as number)) > 0) best = row;
	}
	return best;
}
