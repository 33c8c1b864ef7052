import type { Timeline } from '../../ledger/timeline.ts';
import type { JsonValue } from '../../primitives/json.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { parseAbstention, parseCleared, parseEvidenceRows, parseRanking } from '../evidence/documents.ts';
import { faultWebViewOf } from '../graphs/fault-web-view.ts';
import { createLive } from './live.svelte.ts';
import type { SessionState } from './session-state.svelte.ts';
import { statusSentence } from '../wording/status-sentence.ts';
import { currentProposal, voteViewOf } from '../governance/vote-view.ts';
import { Replay } from './replay.svelte.ts';

/** One incident of the chain in view, at the cursor. Create it while a component is set up. */
export function createIncidentView(session: SessionState) {
	const replay = new Replay();
	let chosen = $state<string>();

	const incidentId = $derived.by(() => {
		const known = session.incidents ?? [];
		return (known.find((incident) => incident.id === chosen) ?? known[0])?.id;
	});
	const timeline = createLive<Timeline>(
		() => `${session.view?.source}/${incidentId}`,
		async () => {
			void session.revision;
			return incidentId === undefined ? undefined : session.port.timeline(incidentId);
		},
	);
	$effect(() => replay.open(timeline.current.kind === 'ready' ? timeline.current.value : undefined));

	const genesis = $derived(session.summary?.genesis);
	const world = $derived(replay.world);
	const incident = $derived(world?.incident ?? null);
	const proposal = $derived(world && currentProposal(world));
	const vote = $derived(genesis && proposal && voteViewOf(genesis, proposal));
	const proposalStep = $derived(replay.steps.find((step) => step.hash === proposal?.proposal.id));

	const document = (hash: () => Hash | null | undefined) =>
		createLive<JsonValue | null>(hash, async () => {
			const wanted = hash();
			return wanted ? session.port.reader.evidence(wanted) : undefined;
		});
	const rowsDocument = document(() => incident?.evidence?.hash);
	const graphDocument = document(() => incident?.dependencies);
	const rankingDocument = document(() => incident?.probabilities);
	const webDocument = document(() => incident?.faultWeb);
	const valueOf = (live: { readonly current: ReturnType<typeof document>['current'] }) =>
		live.current.kind === 'ready' ? live.current.value : undefined;

	// The web at the end lays out the drawing, so that nothing moves while stepping.
	const last = $derived(replay.steps.at(-1)?.after.incident);
	const lastGraph = document(() => last?.dependencies);
	const lastWeb = document(() => last?.faultWeb);
	const wholeWeb = $derived(
		last
			? faultWebViewOf({
					alert: last.alert.node,
					cause: undefined,
					graph: valueOf(lastGraph),
					ranking: undefined,
					web: valueOf(lastWeb),
				})
			: undefined,
	);

	const ranking = $derived(parseRanking(valueOf(rankingDocument)));
	const abstention = $derived(parseAbstention(valueOf(rankingDocument)));
	const cleared = $derived(parseCleared(valueOf(webDocument)));
	const rows = $derived(parseEvidenceRows(valueOf(rowsDocument)));
	const faultWeb = $derived(
		incident
			? faultWebViewOf({
					alert: incident.alert.node,
					cause: proposal?.proposal.node,
					graph: valueOf(graphDocument),
					ranking: valueOf(rankingDocument),
					web: valueOf(webDocument),
				})
			: undefined,
	);
	const sentence = $derived(genesis && world ? statusSentence(genesis, world) : undefined);

	return {
		replay,
		choose: (id: string) => (chosen = id),
		get incidentId() {
			return incidentId;
		},
		get loading() {
			return session.incidents === undefined || timeline.current.kind === 'loading';
		},
		get failed() {
			return timeline.current.kind === 'failed';
		},
		get genesis() {
			return genesis;
		},
		get world() {
			return world;
		},
		get incident() {
			return incident;
		},
		get vote() {
			return vote;
		},
		get proposal() {
			return proposal;
		},
		/** The transaction that made the proposal in view, with its claims. */
		get proposalStep() {
			return proposalStep;
		},
		get rows() {
			return rows;
		},
		get ranking() {
			return ranking;
		},
		/** Why the analyst named no cause, where it named none. */
		get abstention() {
			return abstention;
		},
		/** Who was looked at and is not the cause. */
		get cleared() {
			return cleared;
		},
		get faultWeb() {
			return faultWeb;
		},
		get wholeWeb() {
			return wholeWeb;
		},
		get sentence() {
			return sentence;
		},
		roleOf: (address: string) => session.roleOf(address),
	};
}

export type IncidentView = ReturnType<typeof createIncidentView>;
