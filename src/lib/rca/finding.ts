import type { ClaimDraft } from '../evidence/claim.ts';
import type { EvidenceRow } from '../evidence/row.ts';

/** The kinds of evidence the analyst knows. */
export type EvidenceCode =
	| 'work-lost'
	| 'calls-unanswered'
	| 'edges-slow'
	| 'own-time'
	| 'behaviour-changed'
	| 'cpu-high'
	| 'memory-high'
	| 'errors-logged'
	| 'errors-returned'
	| 'requests-lost'
	| 'mesh-slow'
	| 'mesh-silent'
	| 'own-impact'
	| 'absolute-rates';

/** What kind of fault a finding points to. */
export type FaultType =
	| 'cpu'
	| 'memory'
	| 'network-delay'
	| 'code-exception'
	| 'wrong-return'
	| 'slow-code'
	| 'connection-pool'
	| 'outage'
	| 'error'
	| 'latency'
	| 'unknown';

/** One piece of evidence for one candidate: strength 0–1, the numbers it rests on, and committed rows behind it. */
export type Finding = {
	readonly candidate: string;
	readonly code: EvidenceCode;
	readonly strength: number;
	/** Hard evidence is the candidate's own (resources, network) and is never explained away by a callee. */
	readonly hard: boolean;
	readonly faultType: FaultType;
	/** What exactly: an operation, a log statement, an edge. */
	readonly subject: string;
	readonly observed: number;
	readonly expected: number | null;
	readonly claims: readonly ClaimDraft[];
};

/** A finding as shown with a candidate: the rows are members of `rowsOfIncident`. */
export type EvidenceItem = Omit<Finding, 'candidate' | 'claims' | 'hard'> & {
	readonly rows: readonly EvidenceRow[];
};

/** A finding without its candidate, for display. */
export function itemOf(finding: Finding): EvidenceItem {
	const { code, strength, faultType, subject, observed, expected } = finding;
	const rows: EvidenceRow[] = [];
	for (const claim of finding.claims) rows.push(claim.row, ...(claim.relation ? [claim.relation.row] : []));
	return { code, strength, faultType, subject, observed, expected, rows };
}

/** `value` cut to 0–1. */
export function clamp01(value: number): number {
	return value > 0 ? (value < 1 ? value : 1) : 0;
}
