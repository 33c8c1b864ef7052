import { isJsonObject, type JsonObject, type JsonValue } from '../primitives/json.ts';
import type { SopState } from '../chain/state-entries.ts';
import { candidateOf, type CaseFile } from './case-file.ts';

/** What an incident looked like: the alert, and what was found about the node that was named as its cause. */
export type CaseFeatures = {
	readonly alertNode: string;
	readonly signal: string;
	/** Null where the analyst's ranking is not at hand, or does not hold the node. */
	readonly fault: { readonly type: string; readonly evidence: readonly string[] } | null;
	/** Nodes off their normal; null where the fault web is not at hand. */
	readonly abnormal: readonly string[] | null;
};

/** An earlier incident of the same chain, as far as the chain and the documents it points to tell. */
export type PastCase = CaseFeatures & {
	readonly incident: string;
	readonly node: string;
	readonly state: SopState;
};

/** An earlier incident that is like the present one. */
export type SimilarCase = PastCase & {
	/** In thousandths. */
	readonly similarity: number;
};

/** How much each likeness counts. Settings, not measurements: no labelled pairs of incidents were there to fit them to. */
const WEIGHTS = { alertNode: 3, signal: 1, faultType: 2, evidence: 2, abnormal: 2 } as const;
const LEAST_SIMILARITY = 500;
const MOST_CASES = 5;

/** Statuses of a fault web's nodes that are not normal. */
const ABNORMAL: readonly string[] = ['cause', 'path', 'abnormal'];

/**
 * How alike two incidents are, in thousandths: the weighted mean of what is known of both – same alerted node, same signal,
 * same fault type, shared kinds of evidence and shared abnormal nodes (Jaccard). What is not known of one is left out.
 */
export function similarityOf(a: CaseFeatures, b: CaseFeatures): number {
	const parts: readonly (readonly [keyof typeof WEIGHTS, number | undefined])[] = [
		['alertNode', Number(a.alertNode === b.alertNode)],
		['signal', sameWord(a.signal, b.signal, 'unspecified')],
		['faultType', sameWord(a.fault?.type, b.fault?.type, 'unknown')],
		['evidence', overlap(a.fault?.evidence, b.fault?.evidence)],
		['abnormal', overlap(a.abnormal, b.abnormal)],
	];
	let [likeness, total] = [0, 0];
	for (const [part, value] of parts) {
		if (value === undefined) continue;
		likeness += WEIGHTS[part] * value;
		total += WEIGHTS[part];
	}
	return Math.round((1000 * likeness) / total);
}

/** Whether two words are the same; undefined where one is absent or says nothing. */
function sameWord(a: string | undefined, b: string | undefined, nothing: string): number | undefined {
	return a === undefined || b === undefined || a === nothing || b === nothing ? undefined : Number(a === b);
}

/** Jaccard index of two lists of distinct words; undefined where one is not known, or both are empty. */
function overlap(
	a: readonly string[] | null | undefined,
	b: readonly string[] | null | undefined,
): number | undefined {
	if (!a || !b || a.length + b.length === 0) return undefined;
	const shared = a.filter((word) => b.includes(word)).length;
	return shared / (a.length + b.length - shared);
}

/** Earlier cases that are more alike than not, the most alike first, at most five; of equal ones in the order given. */
export function similarCases(cases: readonly PastCase[], present: CaseFeatures): readonly SimilarCase[] {
	return cases
		.map((one) => ({ ...one, similarity: similarityOf(one, present) }))
		.filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
		.sort((a, b) => b.similarity - a.similarity)
		.slice(0, MOST_CASES);
}

/** The present incident as it looks to the analyst, with `node` named as its cause. */
export function featuresOf(caseFile: CaseFile, node: string): CaseFeatures {
	const { incident, analysis } = caseFile;
	const candidate = candidateOf(caseFile, node);
	return {
		alertNode: incident.alert.node,
		signal: incident.alert.signal,
		fault: candidate ? faultOf(candidate.faultType, candidate.evidence) : null,
		abnormal: abnormalOf(analysis.faultWeb.nodes),
	};
}

/** What the documents of an earlier incident tell of the node it named: its ranking and its fault web, if they are at hand. */
export function featuresOfDocuments(
	ranking: JsonValue | undefined,
	faultWeb: JsonValue | undefined,
	node: string,
): Pick<CaseFeatures, 'fault' | 'abnormal'> {
	const candidate = objectsIn(ranking, 'candidates').find((one) => one['node'] === node);
	return {
		fault: candidate ? faultOf(String(candidate['faultType']), objectsIn(candidate, 'evidence')) : null,
		abnormal: isList(faultWeb, 'nodes') ? abnormalOf(objectsIn(faultWeb, 'nodes')) : null,
	};
}

type Named = { readonly [key: string]: unknown };

/** A document describes a few kinds of evidence only; as many of the present case are compared. */
const DESCRIBED = 5;

function faultOf(type: string, evidence: readonly Named[]): NonNullable<CaseFeatures['fault']> {
	return { type, evidence: [...new Set(evidence.slice(0, DESCRIBED).map(({ code }) => String(code)))] };
}

function abnormalOf(nodes: readonly Named[]): readonly string[] {
	return nodes.filter(({ status }) => ABNORMAL.includes(String(status))).map(({ name }) => String(name));
}

function isList(value: JsonValue | undefined, key: string): boolean {
	return value !== undefined && isJsonObject(value) && Array.isArray(value[key]);
}

function objectsIn(value: JsonValue | undefined, key: string): readonly JsonObject[] {
	if (value === undefined || !isJsonObject(value)) return [];
	const list = value[key];
	return Array.isArray(list) ? (list as readonly JsonValue[]).filter(isJsonObject) : [];
}
