import type { MethodContext } from '../../chain/contract.ts';
import { guard, refuse } from '../../chain/contract.ts';
import type { IncidentState } from '../../chain/state-entries.ts';
import {
	findConflictingRow,
	hashesOfClaim,
	nodesOfRow,
	verifyClaim,
	type Claim,
} from '../../evidence/claim.ts';
import { jsonOfRow, type EvidenceRow } from '../../evidence/row.ts';

/**
 * Checks every claim against the evidence the incident committed to, billing each proof hash. Reverts with
 * `ungrounded-claim` naming the first claim that does not hold, or `conflicting-claims` (protocol.md §6).
 */
export function requireClaims(
	context: MethodContext,
	evidence: IncidentState['evidence'],
	claims: readonly Claim[],
): void {
	if (claims.length === 0) return;
	if (!evidence) return refuse('ungrounded-claim', 'evidence', 'committed evidence', null);
	const conflicting = findConflictingRow(claims);
	guard(
		conflicting === undefined,
		'conflicting-claims',
		`claim-${conflicting ?? 0}`,
		'one row a fact',
		conflicting ?? 0,
	);
	claims.forEach((claim, index) => {
		context.chargeHashes(hashesOfClaim(claim));
		const verified = verifyClaim(claim, evidence);
		if (!verified.ok)
			refuse('ungrounded-claim', `claim-${index}`, verified.error.reason, jsonOfRow(claim.row));
	});
}

/** Checks that every claim is of one kind of row. Reverts with `wrong-claim-kind`. */
export function requireKinds(claims: readonly Claim[], kinds: readonly EvidenceRow['kind'][]): void {
	claims.forEach((claim, index) =>
		guard(kinds.includes(claim.row.kind), 'wrong-claim-kind', `claim-${index}`, kinds, claim.row.kind),
	);
}

/** Whether a claim is about a node and says more than that the node exists. */
export function isAbout(claim: Claim, node: string): boolean {
	return claim.row.kind !== 'node' && nodesOfRow(claim.row).includes(node);
}
