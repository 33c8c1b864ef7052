import { featuresOfDocuments, type PastCase } from '../agents/past-case.ts';
import type { IncidentState } from '../chain/state-entries.ts';
import { stateEntries, stateValue } from '../chain/world-state.ts';
import { readIncident, readProposal } from '../contracts/ops/incident.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { ChainNode } from './chain-node.ts';

/** The chain's incidents that named a cause, for whoever asks what became of the like. */
export type CaseMemory = {
	/** Takes note of an incident of this chain. */
	add(incident: string): void;
	/** All but one, as they stand at the head: the last that moved, in the order of their ids. The same after a reload. */
	pastCases(but: string): Promise<readonly PastCase[]>;
};

/** Most cases that are looked at. */
const MOST_CASES = 200;

/** A memory of a chain as it is now. Documents are read once each; what they hold can never change under their hash. */
export function createCaseMemory(node: ChainNode): CaseMemory {
	const known = new Set(incidentsOf(node));
	const documents = new Map<Hash, JsonValue | undefined>();

	async function document(hash: Hash | null): Promise<JsonValue | undefined> {
		if (hash === null) return undefined;
		if (!documents.has(hash)) documents.set(hash, (await node.store.evidence(hash)) ?? undefined);
		return documents.get(hash);
	}

	async function pastCaseOf(incident: IncidentState, cause: string): Promise<PastCase> {
		const ranking = await document(incident.probabilities);
		const faultWeb = await document(incident.faultWeb);
		const { id, alert, state } = incident;
		const { node: alertNode, signal } = alert;
		const features = featuresOfDocuments(ranking, faultWeb, cause);
		return { incident: id, alertNode, signal, node: cause, state, ...features };
	}

	return {
		add: (incident) => void known.add(incident),
		async pastCases(but) {
			const world = node.world();
			const state = { get: (key: string) => stateValue(world, key) };
			const cases = [...known].sort().flatMap((id) => {
				const incident = id === but ? undefined : readIncident(state, id);
				const proposal = incident?.proposal ? readProposal(state, incident.proposal) : undefined;
				return incident && proposal ? [{ incident, cause: proposal.node }] : [];
			});
			const latest = new Set(
				[...cases].sort((a, b) => b.incident.steppedAt - a.incident.steppedAt).slice(0, MOST_CASES),
			);
			const past: PastCase[] = [];
			for (const one of cases) if (latest.has(one)) past.push(await pastCaseOf(one.incident, one.cause));
			return past;
		},
	};
}

/** Every incident of the head state, by id. */
function incidentsOf(node: ChainNode): readonly string[] {
	const ids: string[] = [];
	for (const { key } of stateEntries(node.world()))
		if (key.startsWith('incident/')) ids.push(key.slice('incident/'.length));
	return ids;
}
