import type { Intent, Situation } from '../agents/agent.ts';
import { provenClaims } from '../agents/intents.ts';
import type { AgentRole } from '../chain/genesis.ts';
import { hashJson } from '../crypto/hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../primitives/json.ts';

/** A shortcut that somebody tries on purpose, so that a newcomer sees the contract refuse it. */
export type DrillAttempt = { readonly name: string; readonly role: AgentRole; readonly intent: Intent };

const NOTHING = hashJson('evidence', null);

/**
 * The shortcuts of a drill that fit the incident's state: a solution before any data, a proposal before the procedure is
 * complete, a proposal with an invented number. They are sent although the dry run refuses them, signed by their agents,
 * and stay on chain as refusals. Each comes once: in the round in which the tasks of its state are handed out, so that a
 * reload does not repeat it. A drill changes no outcome; it is marked as one wherever a run is listed.
 */
export function drillAttempts(situation: Situation): readonly DrillAttempt[] {
	const { incident, incidentId } = situation;
	const isHandedOut = (role: AgentRole) => incident?.assigned.includes(role) ?? false;
	if (incident?.state === 'Init' && !isHandedOut('data-detective'))
		return [attempt('solution-first', 'solution-engineer', 'submit_solution', solution(incidentId))];
	if (incident?.state !== 'Data_Collected' || incident.round > 1) return [];
	if (incident.dependencies === null && !isHandedOut('dependency-explorer'))
		return [attempt('skip-the-web', 'probability-oracle', 'propose_root_cause', proposal(situation, false))];
	if (incident.faultWeb !== null)
		return [
			attempt('invented-number', 'probability-oracle', 'propose_root_cause', proposal(situation, true)),
		];
	return [];
}

function attempt(name: string, role: AgentRole, type: string, data: JsonObject | undefined): DrillAttempt {
	return { name, role, intent: { type, data: data ?? {}, documents: [] } };
}

function solution(incident: string): JsonObject {
	const step = {
		id: 'restart-instance',
		action: 'restart-instance',
		description: 'Restart it and see.',
		risk: 'high',
		rollback: 'None.',
		verification: 'None.',
	};
	return { incident, proposal: NOTHING, steps: [step], claims: [], transcript: null };
}

/** A proposal for the top suspect; with `invent`, its first number is changed after the proof was made. */
function proposal(situation: Situation, invent: boolean): JsonObject {
	const { caseFile, incidentId } = situation;
	const top = caseFile.analysis.ranking[0];
	const rows = caseFile.evidence.rows
		.filter((row) => row.kind === 'metric' && row.node === top?.node)
		.slice(0, 1);
	const question = { step: 'propose', situation } as const;
	const claims = provenClaims(
		question,
		rows.map((row) => ({ row })),
	) as readonly JsonValue[];
	const given = invent ? claims.map(inventNumber) : claims;
	const node = top?.node ?? caseFile.incident.alert.node;
	return {
		incident: incidentId,
		node,
		faultType: 'unknown',
		confidence: 99,
		stake: 300,
		claims: given,
		transcript: null,
	};
}

function inventNumber(claim: JsonValue): JsonValue {
	if (!isJsonObject(claim) || !isJsonObject(claim['row'])) return claim;
	return { ...claim, row: { ...claim['row'], value: 12_345 } };
}
