import { hashJson } from '../../crypto/hash.ts';
import { buildClaims } from '../../evidence/claim.ts';
import { buildEvidence } from '../../evidence/row-list.ts';
import type { EvidenceRow } from '../../evidence/row.ts';
import type { Hash } from '../../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import { unwrap } from '../../primitives/result.ts';

/** The evidence every simulated incident commits to: one metric a candidate, with a real tree, so that claims verify. */
export type EconomyEvidence = {
	readonly commitment: JsonObject;
	/** One claim a candidate, with its proof, as transaction data. */
	readonly claims: readonly JsonValue[];
	/** Stands for a document nobody reads here. */
	readonly document: Hash;
};

/** When every simulated incident happens; no rule reads it. */
export const MINUTE = '2024-01-01 00:00:00';

/** The name of a candidate. */
export function nodeName(candidate: number): string {
	return `node-${candidate}`;
}

/** The evidence over some candidates. */
export function economyEvidence(candidates: number): EconomyEvidence {
	const rows = Array.from({ length: candidates }, (_, index): EvidenceRow => ({
		kind: 'metric',
		node: nodeName(index),
		minute: MINUTE,
		metric: 'errors',
		value: index,
		unit: 'percent',
	}));
	const evidence = unwrap(buildEvidence(rows));
	const claims = buildClaims(
		evidence,
		rows.map((row) => ({ row })),
	);
	return {
		commitment: { root: evidence.root, size: evidence.size, hash: evidence.hash },
		claims: claims as unknown as readonly JsonValue[],
		document: hashJson('evidence', 'simulate-economy'),
	};
}
