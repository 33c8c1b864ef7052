import { canonicalBytes } from '../crypto/hash.ts';
import { verifyInclusion } from '../crypto/merkle.ts';
import { hashBytes, type Hash } from '../primitives/bytes.ts';
import { array, hash, natural, object, oneOf, optional, type Parsed } from '../primitives/schema.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { evidenceRow } from './parse-row.ts';
import { jsonOfRow, type EvidenceRow } from './row.ts';
import { factOf, proveRow, type Evidence } from './row-list.ts';

const provenRow = { row: evidenceRow, index: natural(), proof: array(hash, 64) };

/** The shape of a proof-carrying claim (protocol.md §6). */
export const claimSchema = object({
	...provenRow,
	relation: optional(object({ op: oneOf('gt', 'lt', 'ratio'), factor: optional(natural()), ...provenRow })),
});

/**
 * One row of the committed evidence with its Merkle proof and, optionally, its relation to a second row: a > b, a < b,
 * or 1000·a ≥ factor·b.
 */
export type Claim = Parsed<typeof claimSchema>;

/** A claim before its proofs: rows that must stand in the evidence it is built against. */
export type ClaimDraft = {
	readonly row: EvidenceRow;
	readonly relation?: {
		readonly op: 'gt' | 'lt' | 'ratio';
		readonly factor?: number;
		readonly row: EvidenceRow;
	};
};

/** Why a claim does not hold; told in the receipt of the refused transaction. */
export const CLAIM_FAULTS = [
	'row-not-under-root',
	'related-row-not-under-root',
	'not-comparable',
	'no-number',
	'relation-does-not-hold',
] as const;
export type ClaimFault = { readonly reason: (typeof CLAIM_FAULTS)[number] };

/** What a claim is about: its node, or its caller and callee. */
export function nodesOfRow(row: EvidenceRow): readonly string[] {
	return row.kind === 'edge' ? [row.caller, row.callee] : [row.node];
}

/** The number a row carries: value, median, calls or count; null where it has none. */
export function numberOfRow(row: EvidenceRow): number | null {
	switch (row.kind) {
		case 'metric':
			return row.value;
		case 'baseline':
			return row.median;
		case 'edge':
			return row.calls;
		case 'log':
			return row.count;
		case 'node':
			return null;
	}
}

/** How many hashes checking a claim computes: a leaf and a node per proof step, for each of its rows. */
export function hashesOfClaim(claim: Claim): number {
	return 1 + claim.proof.length + (claim.relation ? 1 + claim.relation.proof.length : 0);
}

/** Whether a claim holds under a committed root. Fails with a {@link ClaimFault}. */
export function verifyClaim(
	claim: Claim,
	commitment: { readonly root: Hash; readonly size: number },
): Result<void, ClaimFault> {
	if (!isUnder(claim, commitment)) return err({ reason: 'row-not-under-root' });
	const relation = claim.relation;
	if (!relation) return ok(undefined);
	if (!isUnder(relation, commitment)) return err({ reason: 'related-row-not-under-root' });
	if (!areComparable(claim.row, relation.row)) return err({ reason: 'not-comparable' });
	const a = numberOfRow(claim.row);
	const b = numberOfRow(relation.row);
	if (a === null || b === null) return err({ reason: 'no-number' });
	return relationHolds(relation.op, relation.factor, a, b)
		? ok(undefined)
		: err({ reason: 'relation-does-not-hold' });
}

/** Whether claims of one transaction cite two rows that differ only in their numbers. Such a list is refused. */
export function findConflictingRow(claims: readonly Claim[]): number | undefined {
	const indexOfFact = new Map<string, number>();
	for (let i = 0; i < claims.length; i++) {
		const claim = claims[i] as Claim;
		for (const proven of claim.relation ? [claim, claim.relation] : [claim]) {
			const fact = factOf(proven.row);
			const known = indexOfFact.get(fact);
			if (known !== undefined && known !== proven.index) return i;
			indexOfFact.set(fact, proven.index);
		}
	}
	return undefined;
}

function isUnder(
	proven: { readonly row: EvidenceRow; readonly index: number; readonly proof: readonly Hash[] },
	commitment: { readonly root: Hash; readonly size: number },
): boolean {
	return verifyInclusion({
		leaf: canonicalBytes(jsonOfRow(proven.row)),
		index: proven.index,
		size: commitment.size,
		proof: proven.proof.map(hashBytes),
		root: hashBytes(commitment.root),
	});
}

function areComparable(a: EvidenceRow, b: EvidenceRow): boolean {
	if (a.kind === 'edge' || a.kind === 'log') return a.kind === b.kind;
	const metricOf = (row: EvidenceRow) =>
		row.kind === 'metric' || row.kind === 'baseline' ? row.metric : undefined;
	return metricOf(a) !== undefined && metricOf(a) === metricOf(b);
}

function relationHolds(op: 'gt' | 'lt' | 'ratio', factor: number | undefined, a: number, b: number): boolean {
	if (op === 'gt') return a > b;
	if (op === 'lt') return a < b;
	return factor !== undefined && b > 0 && 1000 * a >= factor * b;
}

/** Turns drafts into claims with proofs. A draft whose row is not in the evidence is left out. */
export function buildClaims(evidence: Evidence, drafts: readonly ClaimDraft[]): readonly Claim[] {
	const indexOf = new Map(evidence.rows.map((row, index) => [factOf(row), index]));
	const prove = (row: EvidenceRow) => {
		const index = indexOf.get(factOf(row));
		if (index === undefined) return undefined;
		return { row: evidence.rows[index] as EvidenceRow, index, proof: proveRow(evidence, index) };
	};
	const claims: Claim[] = [];
	for (const draft of drafts) {
		const main = prove(draft.row);
		const related = draft.relation && prove(draft.relation.row);
		if (!main || (draft.relation && !related)) continue;
		if (!draft.relation || !related) claims.push(main);
		else {
			const { op, factor } = draft.relation;
			claims.push({ ...main, relation: { op, ...(factor === undefined ? {} : { factor }), ...related } });
		}
	}
	return claims;
}
