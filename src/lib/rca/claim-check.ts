import { numberOfRow, type ClaimDraft } from '../evidence/claim.ts';
import { factOf } from '../evidence/row-list.ts';
import { jsonOfRow, type EvidenceRow } from '../evidence/row.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import { rowsOfIncident } from '../telemetry/evidence-rows.ts';
import type { Incident } from '../telemetry/incident.ts';

/** Counts the claims a chain would refuse: a row that is not committed, or a relation that does not hold (protocol.md §6). */
export function verifyClaims(
	incident: Incident,
	claims: readonly ClaimDraft[],
): { readonly refused: number } {
	const committed = new Map(
		rowsOfIncident(incident).map((row) => [factOf(row), encodeCanonicalJson(jsonOfRow(row))]),
	);
	const isCommitted = (row: EvidenceRow) =>
		committed.get(factOf(row)) === encodeCanonicalJson(jsonOfRow(row));
	const refused = claims.filter(
		({ row, relation }) =>
			!isCommitted(row) || (relation && (!isCommitted(relation.row) || !holds({ row, relation }))),
	);
	return { refused: refused.length };
}

function holds({ row, relation }: ClaimDraft): boolean {
	if (!relation) return true;
	const [a, b] = [numberOfRow(row), numberOfRow(relation.row)];
	if (a === null || b === null || !areComparable(row, relation.row)) return false;
	if (relation.op === 'gt') return a > b;
	if (relation.op === 'lt') return a < b;
	return relation.factor !== undefined && b > 0 && 1000 * a >= relation.factor * b;
}

function areComparable(a: EvidenceRow, b: EvidenceRow): boolean {
	if (a.kind === 'edge' || a.kind === 'log') return a.kind === b.kind;
	return (
		(a.kind === 'metric' || a.kind === 'baseline') &&
		(b.kind === 'metric' || b.kind === 'baseline') &&
		a.metric === b.metric
	);
}
