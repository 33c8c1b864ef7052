import { m } from '$lib/paraglide/messages.js';
import type { Cleared } from '../evidence/documents.ts';

type Words = { readonly [code: string]: (() => string) | undefined };

const ABSTAINED: Words = {
	'no-abnormality': m.abstain_no_abnormality,
	'no-clear-winner': m.abstain_no_clear_winner,
	'no-citable-row': m.abstain_no_citable_row,
	'no-telemetry-after-onset': m.abstain_no_telemetry_after_onset,
	'no-suspect-left': m.abstain_no_suspect_left,
};

const COLLECT: Words = {
	'baseline-windows': m.collect_baseline_windows,
	traces: m.collect_traces,
	resources: m.collect_resources,
	logs: m.collect_logs,
	'call-graph': m.collect_call_graph,
	'longer-window': m.collect_longer_window,
};

/** Why the analyst named no cause. */
export function reasonOfAbstention(code: string): string {
	return ABSTAINED[code]?.() ?? code;
}

/** What would help to decide. */
export function nameOfMissingData(code: string): string {
	return COLLECT[code]?.() ?? code;
}

/** Why a node is not the cause. */
export function reasonOfClearing({ reason, callee }: Cleared): string {
	if (reason === 'normal') return m.cleared_normal();
	if (reason === 'explained-by-callee') return m.cleared_explained_by_callee({ callee: callee ?? '?' });
	if (reason === 'weaker-evidence') return m.cleared_weaker_evidence();
	return reason === 'no-data' ? m.cleared_no_data() : reason;
}
