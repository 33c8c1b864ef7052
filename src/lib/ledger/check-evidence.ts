import { hashJson } from '../crypto/hash.ts';
import { parseEvidence } from '../evidence/row-list.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { locateChangedRow } from './locate-row.ts';
import { referencesOfBlock, type EvidenceReference } from './references.ts';
import type { LedgerFinding } from './report.ts';
import type { VerifyRun } from './verify-run.ts';

/** Off-chain content against its hashes; rows against root, size and order. Missing bytes are counted, not faults. */
export async function checkEvidence(
	run: VerifyRun,
): Promise<{ readonly findings: readonly LedgerFinding[]; readonly missing: number }> {
	const { evidence, blocks } = run.ledger;
	const findings: LedgerFinding[] = [];
	const entries = Object.entries(evidence) as [Hash, JsonValue | null][];
	for (let i = 0; i < entries.length; i++) {
		if (i % 16 === 0) await run.tick('evidence', i, entries.length);
		const [hash, value] = entries[i]!;
		const actual = value === null ? hash : hashJson('evidence', value);
		if (actual !== hash) findings.push(aboutEvidence(hash, null, 'hash', hash, actual));
	}
	const broken = new Set(findings.map((one) => one.evidence));
	const missing = new Set<Hash>();
	const changed = new Map<Hash, readonly LedgerFinding[]>();
	for (const reference of blocks.flatMap(referencesOfBlock)) {
		const value = Object.hasOwn(evidence, reference.hash) ? evidence[reference.hash] : null;
		if (value === null || value === undefined) missing.add(reference.hash);
		else if (reference.kind === 'rows' && !broken.has(reference.hash))
			findings.push(...checkRows(reference, value));
		else if (reference.kind === 'rows' && !changed.has(reference.hash))
			changed.set(reference.hash, changedRows(run, reference, value));
	}
	await run.tick('evidence', entries.length, entries.length);
	return { findings: [...[...changed.values()].flat(), ...findings], missing: missing.size };
}

/** Which row makes a list another one than its hash says; told before the finding about the hash itself. */
function changedRows(
	run: VerifyRun,
	{ hash, root, size }: EvidenceReference,
	value: JsonValue,
): readonly LedgerFinding[] {
	if (!Array.isArray(value) || root === undefined || size === undefined) return [];
	const found = locateChangedRow(value as readonly JsonValue[], { root, size }, run.ledger.blocks);
	if (!found) return [];
	const { first, last, expected, actual } = found;
	const field = first === last ? `rows/${first}` : `rows/${first}-${last}`;
	return [aboutEvidence(hash, null, field, expected, actual, first)];
}

function checkRows(reference: EvidenceReference, value: JsonValue): readonly LedgerFinding[] {
	const parsed = parseEvidence(value);
	const found = (field: string, expected: JsonValue, actual: JsonValue, row?: number) => [
		{ ...aboutEvidence(reference.hash, reference.height, field, expected, actual, row), tx: reference.tx },
	];
	if (!parsed.ok)
		return found(`rows/${parsed.error.code}`, parsed.error.expected, parsed.error.actual, parsed.error.index);
	if (parsed.value.root !== reference.root) return found('root', reference.root ?? null, parsed.value.root);
	if (parsed.value.size !== reference.size) return found('size', reference.size ?? null, parsed.value.size);
	return [];
}

function aboutEvidence(
	evidence: Hash,
	block: number | null,
	field: string,
	expected: JsonValue,
	actual: JsonValue,
	row?: number,
): LedgerFinding {
	const where = row === undefined ? {} : { row };
	return {
		question: 'unchanged',
		code: 'evidence-mismatch',
		block,
		tx: null,
		evidence,
		...where,
		field,
		expected,
		actual,
	};
}
