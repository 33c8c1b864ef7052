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

/** What can be claimed for a candidate: the verdict's own claims, or the rows behind its evidence. */
export function claimsFor(caseFile: CaseFile, candidate: Candidate): readonly ClaimDraft[] {
	const { verdict } = caseFile.analysis;
	if (verdict.kind === 'cause' && verdict.node === candidate.node) return verdict.claims;
	const rows = new Set<EvidenceRow>(candidate.evidence.flatMap((item) => item.rows));
	const about = [...rows].filter((row) => row.kind !== 'node' && nodesOfRow(row).includes(candidate.node));
	const others = [...rows].filter((row) => !about.includes(row));
	return [...about, ...others].slice(0, MAX_PROPOSAL_CLAIMS).map((row) => ({ row }));
}

/** Whether a candidate can be proposed: at least one committed row about it says more than that it exists. */
export function isProposable(caseFile: CaseFile, candidate: Candidate): boolean {
	return claimsFor(caseFile, candidate).some(
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
