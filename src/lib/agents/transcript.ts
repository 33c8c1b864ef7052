import type { JsonObject, JsonValue } from '../primitives/json.ts';
import type { AgentRole } from '../chain/genesis.ts';

/** The tools an agent can use: typed and without side effects (telemetry-rca.md §5). */
export type ToolName =
	| 'rank_alerts'
	| 'query_endpoint_metrics'
	| 'query_endpoint_metrics_in_range'
	| 'get_downstream'
	| 'get_upstream'
	| 'get_call_chain'
	| 'assess_fault_probability'
	| 'update_fault_web'
	| 'query_previous_cases'
	| 'verify_claim'
	| 'submit_transaction';

/** One step of an agent's work. Codes and data only; the interface words them in the reader's language. */
export type TranscriptEntry =
	| { readonly kind: 'thought'; readonly code: string; readonly data: JsonObject }
	| { readonly kind: 'action'; readonly tool: ToolName; readonly input: JsonObject }
	| { readonly kind: 'observation'; readonly tool: ToolName; readonly output: JsonValue };

/** What an agent thought, did and saw in one turn; kept off chain, its hash on chain. */
export type Transcript = {
	readonly kind: 'transcript';
	readonly role: AgentRole;
	readonly step: string;
	readonly author: 'analyst' | 'model';
	readonly workflow: 'react' | 'direct-answer';
	readonly entries: readonly TranscriptEntry[];
};

/** A thought. */
export function thought(code: string, data: JsonObject = {}): TranscriptEntry {
	return { kind: 'thought', code, data };
}

/** The use of a tool and what came back, as two entries. */
export function use(tool: ToolName, input: JsonObject, output: unknown): readonly TranscriptEntry[] {
	return [
		{ kind: 'action', tool, input },
		{ kind: 'observation', tool, output: plainJson(output) },
	];
}

/**
 * A value as every reader of this protocol takes it back: undefined dropped, −0 as 0, at most six decimals; null for NaN,
 * infinities and integers beyond 2^53 − 1.
 */
export function plainJson(value: unknown): JsonValue {
	const text = JSON.stringify(value, (_key, inner: unknown) =>
		typeof inner === 'number' ? plainNumber(inner) : inner,
	);
	return JSON.parse(text ?? 'null') as JsonValue;
}

function plainNumber(value: number): number | null {
	if (!Number.isInteger(value)) return Number(value.toFixed(6));
	return Number.isSafeInteger(value) ? value : null;
}
