import type { Claim } from '../../evidence/claim.ts';
import type { EvidenceRow } from '../../evidence/row.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';

/*
 * Readers of the documents kept off chain. They come from the chain's evidence store by hash, and may be anybody's: every
 * field is looked at before it is used, and what does not fit is left out.
 */

const ROW_KINDS = ['metric', 'edge', 'baseline', 'log', 'node'];

/** The rows of an incident's evidence, in leaf order. */
export function parseEvidenceRows(value: JsonValue | null | undefined): readonly EvidenceRow[] {
	if (!Array.isArray(value)) return [];
	const rows: readonly JsonValue[] = value;
	return rows.every((row) => isJsonObject(row) && ROW_KINDS.includes(row['kind'] as string))
		? (rows as unknown as readonly EvidenceRow[])
		: [];
}

/** The claims of a transaction that was accepted: the contract has checked their shape. */
export function claimsOf(data: JsonObject): readonly Claim[] {
	const claims = data['claims'];
	if (!Array.isArray(claims)) return [];
	return (claims as readonly JsonValue[]).filter(
		(claim) =>
			isJsonObject(claim) && isJsonObject(claim['row'] as JsonValue) && Array.isArray(claim['proof']),
	) as unknown as readonly Claim[];
}

/** A call from one node to another. */
export type Call = { readonly caller: string; readonly callee: string; readonly minute: string | null };

/** The calls in the `edges` of a graph or a fault web. */
export function parseEdges(document: JsonValue | null | undefined): readonly Call[] {
	const edges = fieldOf(document, 'edges');
	if (!Array.isArray(edges)) return [];
	return (edges as readonly JsonValue[]).flatMap((edge) => {
		const [caller, callee, minute] = [
			fieldOf(edge, 'caller'),
			fieldOf(edge, 'callee'),
			fieldOf(edge, 'minute'),
		];
		if (typeof caller !== 'string' || typeof callee !== 'string') return [];
		return [{ caller, callee, minute: typeof minute === 'string' ? minute : null }];
	});
}

/** A candidate of the ranking with its probability from 0 to 1. */
export type Candidate = { readonly node: string; readonly probability: number | null };

export function parseRanking(document: JsonValue | null | undefined): readonly Candidate[] {
	const list = fieldOf(document, 'candidates');
	if (!Array.isArray(list)) return [];
	return (list as readonly JsonValue[]).flatMap((entry) => {
		const node = fieldOf(entry, 'node');
		const probability = fieldOf(entry, 'posterior');
		if (typeof node !== 'string') return [];
		return [{ node, probability: typeof probability === 'number' ? probability : null }];
	});
}

/** Why the analyst named no cause, and what it would collect next; undefined where it named one. */
export function parseAbstention(
	document: JsonValue | null | undefined,
): { readonly reason: string; readonly collectNext: readonly string[] } | undefined {
	const verdict = fieldOf(document, 'verdict');
	const reason = fieldOf(verdict, 'reason');
	return typeof reason === 'string'
		? { reason, collectNext: stringsOf(fieldOf(verdict, 'collectNext')) }
		: undefined;
}

/** A node that was looked at and is not the cause, with the code of the reason. */
export type Cleared = { readonly node: string; readonly reason: string; readonly callee: string | null };

export function parseCleared(document: JsonValue | null | undefined): readonly Cleared[] {
	const list = fieldOf(document, 'cleared');
	if (!Array.isArray(list)) return [];
	return (list as readonly JsonValue[]).flatMap((entry) => {
		const node = fieldOf(entry, 'node');
		const reason = fieldOf(fieldOf(entry, 'reason'), 'code');
		const callee = fieldOf(fieldOf(entry, 'reason'), 'callee');
		return typeof node === 'string' && typeof reason === 'string'
			? [{ node, reason, callee: typeof callee === 'string' ? callee : null }]
			: [];
	});
}

/** One entry of a transcript: a thought, an action with its input, or what came back. */
export type TranscriptEntry = {
	readonly kind: 'thought' | 'action' | 'observation';
	/** A thought's code, or a tool's name. */
	readonly text: string;
	/** A thought's data, a tool's input or output. */
	readonly detail: JsonValue | null;
};

export function parseTranscript(document: JsonValue | null | undefined): readonly TranscriptEntry[] {
	const list = Array.isArray(document) ? document : fieldOf(document, 'entries');
	if (!Array.isArray(list)) return [];
	return (list as readonly JsonValue[]).flatMap((entry) => {
		const kind = fieldOf(entry, 'kind');
		if (kind !== 'thought' && kind !== 'action' && kind !== 'observation') return [];
		const text = fieldOf(entry, 'code') ?? fieldOf(entry, 'tool') ?? '';
		const detail = fieldOf(entry, 'data') ?? fieldOf(entry, 'input') ?? fieldOf(entry, 'output') ?? null;
		return [{ kind, text: typeof text === 'string' ? text : JSON.stringify(text), detail }];
	});
}

/** A field of a JSON object; undefined for anything else. */
export function fieldOf(value: JsonValue | null | undefined, key: string): JsonValue | undefined {
	return value !== null && value !== undefined && isJsonObject(value) ? value[key] : undefined;
}

/** The strings of a list field. */
export function stringsOf(value: JsonValue | undefined): readonly string[] {
	return Array.isArray(value) ? (value as readonly JsonValue[]).filter((one) => typeof one === 'string') : [];
}
