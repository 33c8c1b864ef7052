import { m } from '$lib/paraglide/messages.js';
import type { Claim } from '../../evidence/claim.ts';
import type { EvidenceRow } from '../../evidence/row.ts';
import { formatMeasured, formatNumber } from '../format/number.ts';
import { formatMinute } from '../format/time.ts';

const METRICS: { readonly [metric: string]: () => string } = {
	unspecified: m.metric_unspecified,
	calls: m.metric_calls,
	error_rate: m.metric_error_rate,
	average_duration: m.metric_average_duration,
	latency: m.metric_average_duration,
	errors: m.metric_error_rate,
	server_p90_ms: m.metric_server_p90,
	client_p90_ms: m.metric_client_p90,
	timeout_rate: m.metric_timeout_rate,
	success_rate: m.metric_success_rate,
	self_duration: m.metric_self_duration,
	self_p50: m.metric_self_p50,
	p50: m.metric_p50,
	p90: m.metric_p90,
	p99: m.metric_p99,
	cpu_pct: m.metric_cpu_pct,
	mem_pct: m.metric_mem_pct,
	self_ms_per_request: m.metric_self_ms_per_request,
	inbound_gap_p50: m.metric_inbound_gap_p50,
	error_lines: m.metric_error_lines,
};

/** A metric's name in the reader's language; the source's own word where we know no better. */
export function nameOfMetric(metric: string): string {
	return Object.hasOwn(METRICS, metric) ? (METRICS[metric] as () => string)() : metric;
}

/** The unit that a baseline's numbers are in: baselines carry none of their own. */
export function unitOfMetric(metric: string): string {
	if (/rate|pct|percent/.test(metric)) return 'percent';
	if (/duration|p50|p90|p95|p99|_ms$|latency/.test(metric)) return 'ms';
	return 'count';
}

/** One evidence row as a sentence. */
export function sentenceOfRow(row: EvidenceRow): string {
	switch (row.kind) {
		case 'metric':
			return m.row_metric({
				node: row.node,
				metric: nameOfMetric(row.metric),
				minute: formatMinute(row.minute),
				value: formatMeasured(row.value, row.unit),
			});
		case 'edge':
			if (row.minute === null) return m.row_edge_always({ caller: row.caller, callee: row.callee });
			return row.calls === null
				? m.row_edge({ caller: row.caller, callee: row.callee, minute: formatMinute(row.minute) })
				: m.row_edge_calls({
						caller: row.caller,
						callee: row.callee,
						minute: formatMinute(row.minute),
						calls: formatNumber(row.calls),
					});
		case 'baseline':
			return m.row_baseline({
				node: row.node,
				metric: nameOfMetric(row.metric),
				value: formatMeasured(row.median, unitOfMetric(row.metric)),
				samples: formatNumber(row.samples),
			});
		case 'log':
			return m.row_log({
				node: row.node,
				minute: formatMinute(row.minute),
				count: formatNumber(row.count),
				level: row.level,
			});
		case 'node':
			return m.row_node({ node: row.node });
	}
}

/** The comparison a claim makes with its second row; undefined where it makes none. */
export function sentenceOfRelation(claim: Claim): string | undefined {
	const relation = claim.relation;
	if (!relation) return undefined;
	const other = sentenceOfRow(relation.row as EvidenceRow);
	switch (relation.op) {
		case 'gt':
			return m.relation_gt({ other });
		case 'lt':
			return m.relation_lt({ other });
		case 'ratio':
			return m.relation_ratio({ other, factor: formatNumber((relation.factor ?? 0) / 1000) });
	}
}
