import { analyseIncident, type Analysis, type Candidate } from '../rca/analysis.ts';
import { buildEvidence, type Evidence } from '../evidence/row-list.ts';
import type { ClaimDraft } from '../evidence/claim.ts';
import { nodesOfRow } from '../evidence/claim.ts';
import type { EvidenceRow } from '../evidence/row.ts';
import type { Incident } from '../telemetry/incident.ts';
import { rowsOfIncident } from '../telemetry/evidence-rows.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import type { EvidenceFault } from '../evidence/row-list.ts';

/** All that the agents of one incident work from: telemetry, what the analyst makes of it, the rows to commit. */
export type CaseFile = {
	readonly incident: Incident;
	readonly analysis: Analysis;
	readonly evidence: Evidence;
};

/** Most claims a proposal brings. */
const MAX_PROPOSAL_CLAIMS = 12;
const MAX_CALLEE_CLAIMS = 3;

/** The case file of an incident. Fails where its telemetry yields no rows that can be committed. */
export function buildCaseFile(incident: Incident): Result<CaseFile, EvidenceFault> {
	const evidence = buildEvidence(rowsOfIncident(incident));
	if (!evidence.ok) return evidence;
	if (evidence.value.size === 0)
		return err({ code: 'not-a-list', index: 0, expected: 'at least one row', actual: 0 });
	return ok({ incident, analysis: analyseIncident(incident), evidence: evidence.value });
}

/** A candidate by name, as the analyst ranks it. */
export function candidateOf(caseFile: CaseFile, node: string): Candidate | undefined {
	return caseFile.analysis.ranking.find((candidate) => candidate.node === node);
}

/** What can be claimed for a candidate: what speaks for it, then whom it called at the time. */
export function claimsFor(caseFile: CaseFile, candidate: Candidate): readonly ClaimDraft[] {
	const own = ownClaims(caseFile, candidate);
	const edges = calleeRows(caseFile, candidate.node).filter((row) => !own.some((claim) => claim.row === row));
	return [...own.slice(0, MAX_PROPOSAL_CLAIMS), ...edges.map((row) => ({ row }))];
}

/** The verdict's own claims where the candidate is its cause, else the rows behind its evidence. */
function ownClaims(caseFile: CaseFile, candidate: Candidate): readonly ClaimDraft[] {
	const { verdict } = caseFile.analysis;
	return verdict.kind === 'cause' && verdict.node === candidate.node
		? verdict.claims
		: claimsBehind(candidate);
}

/** The rows behind a candidate's evidence, those about itself first. */
function claimsBehind(candidate: Candidate): readonly ClaimDraft[] {
	const rows = new Set<EvidenceRow>(candidate.evidence.flatMap((item) => item.rows));
	const about = [...rows].filter((row) => row.kind !== 'node' && nodesOfRow(row).includes(candidate.node));
	const others = [...rows].filter((row) => !about.includes(row));
	return [...about, ...others].map((row) => ({ row }));
}

/** Calls the node made in the window of the alert: how far the verdict looked below it. */
function calleeRows(caseFile: CaseFile, node: string): readonly EvidenceRow[] {
	const { focus } = caseFile.analysis.window;
	return caseFile.evidence.rows
		.filter((row) => row.kind === 'edge' && row.caller === node && row.minute === focus)
		.slice(0, MAX_CALLEE_CLAIMS);
}

/** Whether a candidate can be proposed: at least one committed row about it says more than that it exists. */
export function isProposable(caseFile: CaseFile, candidate: Candidate): boolean {
	return ownClaims(caseFile, candidate).some(
		({ row }) => row.kind !== 'node' && nodesOfRow(row).includes(candidate.node),
	);
}

/** A row of the evidence that shows a node occurs: its `node` row where there is one. */
export function rowNaming(caseFile: CaseFile, node: string): EvidenceRow | undefined {
	const { rows } = caseFile.evidence;
	return (
		rows.find((row) => row.kind === 'node' && row.node === node) ??
		rows.find((row) => nodesOfRow(row).includes(node))
	);
}
