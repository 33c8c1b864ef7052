import { buildCaseFile, type CaseFile } from '../agents/case-file.ts';
import type { ParameterValue } from '../chain/genesis.ts';
import type { IncidentState, ProposalState } from '../chain/state-entries.ts';
import { stateValue } from '../chain/world-state.ts';
import { readIncident, readProposal } from '../contracts/ops/incident.ts';
import type { EvidenceFault } from '../evidence/row-list.ts';
import { buildLedger } from '../ledger/export-ledger.ts';
import type { Ledger } from '../ledger/format.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import type { Incident } from '../telemetry/incident.ts';
import { foundChain, type ChainNode } from './chain-node.ts';
import type { Entropy } from './keyring.ts';
import type { Archive, ChainStore, CommitFailure } from './ports.ts';
import { createScheduler, type RunEvent } from './scheduler.ts';

/** Where a diagnosis ended. */
export type Outcome = {
	readonly incidentId: string;
	readonly incident: IncidentState;
	/** The proposal that passed, or the last one made. */
	readonly proposal: ProposalState | undefined;
};

export type DiagnosisFailure = CommitFailure | EvidenceFault;

/** An id the chain accepts, made from an incident's own: lower case, digits and dashes, at most 64. */
export function incidentIdOf(incident: Incident, isTaken: (id: string) => boolean): string {
	const slug =
		incident.id
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-+|-+$/g, '')
			.slice(0, 56) || 'incident';
	if (!isTaken(slug)) return slug;
	for (let n = 2; ; n++) if (!isTaken(`${slug}-${n}`)) return `${slug}-${n}`;
}

/** A diagnosis that ran to its end, with what the agents reasoned from. */
export type Diagnosed = { readonly node: ChainNode; readonly outcome: Outcome; readonly caseFile: CaseFile };

/** Founds a chain in an archive and diagnoses one incident on it to its end, without pauses (CLI, bench, labs). */
export async function diagnoseOnce(input: {
	readonly archive: Archive;
	readonly incident: Incident;
	readonly entropy: Entropy;
	readonly now: () => number;
	readonly parameters: { readonly [name: string]: ParameterValue };
	readonly drill?: boolean;
	readonly onEvent?: (event: RunEvent) => void;
}): Promise<Result<Diagnosed, DiagnosisFailure>> {
	const caseFile = buildCaseFile(input.incident);
	if (!caseFile.ok) return caseFile;
	const founded = await foundChain({
		archive: input.archive,
		entropy: input.entropy,
		now: input.now(),
		parameters: input.parameters,
	});
	if (!founded.ok) return founded;
	const node = founded.value;
	const scheduler = createScheduler({
		node,
		now: input.now,
		...(input.onEvent ? { onEvent: input.onEvent } : {}),
	});
	const incidentId = incidentIdOf(input.incident, () => false);
	scheduler.start({ incidentId, caseFile: caseFile.value, drill: input.drill ?? false });
	for (;;) {
		const round = await scheduler.round();
		if (!round.ok) return err(round.error);
		if (round.value.kind === 'idle') break;
	}
	return ok({ node, outcome: outcomeOf(node, incidentId), caseFile: caseFile.value });
}

/** Where an incident of a chain stands. */
export function outcomeOf(node: ChainNode, incidentId: string): Outcome {
	const world = node.world();
	const state = { get: (key: string) => stateValue(world, key) };
	const incident = readIncident(state, incidentId)!;
	return {
		incidentId,
		incident,
		proposal: incident.proposal ? readProposal(state, incident.proposal) : undefined,
	};
}

/** The ledger of everything a store holds of a chain. */
export async function exportChain(store: ChainStore, exportedAt: number): Promise<Ledger | undefined> {
	const summary = await store.summary();
	if (!summary) return undefined;
	const blocks = [];
	for (let before: number | undefined; before !== 0;) {
		const page = await store.blocks({ ...(before === undefined ? {} : { before }), limit: 200 });
		blocks.push(...page);
		before = page.at(-1)?.header.height ?? 0;
	}
	const evidence = new Map<Hash, JsonValue>();
	for (let after: Hash | undefined; ;) {
		const page = await store.evidenceRange({ ...(after === undefined ? {} : { after }), limit: 200 });
		for (const { hash, value } of page) evidence.set(hash, value);
		after = page.at(-1)?.hash;
		if (after === undefined) break;
	}
	return buildLedger({
		genesis: summary.genesis,
		blocks: blocks.reverse(),
		evidenceOf: (hash) => evidence.get(hash),
		exportedAt,
	});
}
