import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import { compareBytes, concatBytes, encodeHex, type Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { canonicalBytes, hashCanonical } from '../crypto/hash.ts';
import { hashLeaf } from '../crypto/merkle.ts';
import { buildMerkleTree, proofFromTree, rootOfTree, type MerkleTree } from '../crypto/merkle-tree.ts';
import { evidenceRow, MAX_ROW_BYTES } from './parse-row.ts';
import { jsonOfRow, type EvidenceRow } from './row.ts';

/** The committed list of rows of an incident: what goes on chain is `root`, `size` and `hash`. */
export type Evidence = {
	/** Strictly ascending by canonical bytes. */
	readonly rows: readonly EvidenceRow[];
	readonly tree: MerkleTree;
	readonly root: Hash;
	readonly size: number;
	/** `H("evidence", rows)`: where the rows are kept. */
	readonly hash: Hash;
};

/** Why a list of rows is not evidence. `index` counts in the given list. */
export type EvidenceFault = {
	readonly code: 'not-a-list' | 'bad-row' | 'row-too-long' | 'not-ascending' | 'same-fact-twice';
	readonly index: number;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

const OPEN = Uint8Array.of(0x5b);
const COMMA = Uint8Array.of(0x2c);
const CLOSE = Uint8Array.of(0x5d);

/** What a row is about without its numbers: two rows of one list never share it. */
export function factOf(row: EvidenceRow): string {
	switch (row.kind) {
		case 'metric':
			return encodeCanonicalJson(['metric', row.node, row.minute, row.metric]);
		case 'edge':
			return encodeCanonicalJson(['edge', row.caller, row.callee, row.minute]);
		case 'baseline':
			return encodeCanonicalJson(['baseline', row.node, row.metric]);
		case 'log':
			return encodeCanonicalJson(['log', row.node, row.minute, row.level]);
		case 'node':
			return encodeCanonicalJson(['node', row.node]);
	}
}

/** Sorts rows by their canonical bytes and commits to them. Fails with the codes of {@link EvidenceFault}. */
export function buildEvidence(rows: readonly EvidenceRow[]): Result<Evidence, EvidenceFault> {
	const encoded = rows.map((row) => ({ row, bytes: canonicalBytes(jsonOfRow(row)) }));
	encoded.sort((a, b) => compareBytes(a.bytes, b.bytes));
	return commitRows(
		encoded.map((entry) => entry.row),
		encoded.map((entry) => entry.bytes),
	);
}

/** Parses a stored list that must already be in order. Fails with the codes of {@link EvidenceFault}. */
export function parseEvidence(value: JsonValue): Result<Evidence, EvidenceFault> {
	if (!Array.isArray(value))
		return err({ code: 'not-a-list', index: 0, expected: 'list of rows', actual: typeof value });
	const rows: EvidenceRow[] = [];
	const bytes: Uint8Array[] = [];
	for (let index = 0; index < value.length; index++) {
		const parsed = evidenceRow.parse(value[index], `/${index}`);
		if (!parsed.ok)
			return err({ code: 'bad-row', index, expected: parsed.error.expected, actual: parsed.error.actual });
		rows.push(parsed.value);
		bytes.push(canonicalBytes(jsonOfRow(parsed.value)));
	}
	return commitRows(rows, bytes);
}

function commitRows(
	rows: readonly EvidenceRow[],
	bytes: readonly Uint8Array[],
): Result<Evidence, EvidenceFault> {
	const facts = new Set<string>();
	for (let index = 0; index < rows.length; index++) {
		const row = rows[index] as EvidenceRow;
		const length = (bytes[index] as Uint8Array).length;
		if (length > MAX_ROW_BYTES)
			return err({ code: 'row-too-long', index, expected: MAX_ROW_BYTES, actual: length });
		if (index > 0 && compareBytes(bytes[index - 1] as Uint8Array, bytes[index] as Uint8Array) >= 0)
			return err({ code: 'not-ascending', index, expected: 'strictly ascending', actual: jsonOfRow(row) });
		const fact = factOf(row);
		if (facts.has(fact))
			return err({ code: 'same-fact-twice', index, expected: 'one row a fact', actual: jsonOfRow(row) });
		facts.add(fact);
	}
	const tree = buildMerkleTree(bytes.map(hashLeaf));
	return ok({
		rows,
		tree,
		root: encodeHex(rootOfTree(tree)),
		size: rows.length,
		hash: hashCanonical('evidence', encodedList(bytes)),
	});
}

/** The Merkle proof of the row at `index`, leaf side first. */
export function proveRow(evidence: Evidence, index: number): readonly Hash[] {
	return proofFromTree(evidence.tree, index).map(encodeHex);
}

/** The canonical bytes of the list, from those of its rows. */
function encodedList(rows: readonly Uint8Array[]): Uint8Array {
	const parts: Uint8Array[] = [];
	rows.forEach((row, index) => parts.push(index === 0 ? OPEN : COMMA, row));
	return concatBytes(...(rows.length === 0 ? [OPEN] : parts), CLOSE);
}
