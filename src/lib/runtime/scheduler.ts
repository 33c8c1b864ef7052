import type { Agent, Answer, Intent, Question } from '../agents/agent.ts';
import type { CaseFile } from '../agents/case-file.ts';
import type { PastCase } from '../agents/past-case.ts';
import { ROSTER } from '../agents/roster.ts';
import type { SealedBlock } from '../chain/build-block.ts';
import type { AgentRole } from '../chain/genesis.ts';
import { stateValue } from '../chain/world-state.ts';
import type { IncidentState } from '../chain/state-entries.ts';
import { isOpen } from '../contracts/ops/phase.ts';
import { readIncident, readProposal } from '../contracts/ops/incident.ts';
import type { Hash } from '../primitives/bytes.ts';
import { ok, type Result } from '../primitives/result.ts';
import type { ChainNode } from './chain-node.ts';
import { drillAttempts } from './drill.ts';
import { executeIntent, type ExecutorResult } from './executor.ts';
import type { CommitFailure } from './ports.ts';
import { situationOf } from './situation.ts';

/** A diagnosis under way. */
export type Run = { readonly incidentId: string; readonly caseFile: CaseFile; readonly drill: boolean };

/** What a run reports besides blocks. */
export type RunEvent =
	| {
			readonly kind: 'turn';
			readonly incidentId: string;
			readonly role: AgentRole;
			readonly question: Question['step'];
			readonly answer: Answer;
	  }
	| {
			readonly kind: 'sent';
			readonly incidentId: string;
			readonly role: AgentRole;
			readonly type: string;
			readonly result: ExecutorResult;
	  };

/** What the runtime needs of its surroundings. */
export type SchedulerOptions = {
	readonly node: ChainNode;
	readonly now: () => number;
	readonly onEvent?: (event: RunEvent) => void;
	readonly roster?: readonly Agent[];
};

/** One round: every agent that is due acts on the head state, then what they sent is sealed. */
export type RoundResult =
	{ readonly kind: 'sealed'; readonly sealed: SealedBlock } | { readonly kind: 'idle' };

/** The scheduler of a chain: it runs on every new head, and the state decides whose turn it is. */
export type Scheduler = {
	start(run: Run): void;
	stop(incidentId: string): void;
	runs(): readonly Run[];
	/** Fails where the store does. `idle`: no run is open any more, or none can move. */
	round(): Promise<Result<RoundResult, CommitFailure>>;
};

/** Most times an agent tries one step of one state again after a refusal. */
const MAX_ATTEMPTS = 3;

/** A scheduler with no runs. `past` are the chain's earlier cases, oldest first. */
export function createScheduler(options: SchedulerOptions, past: readonly PastCase[] = []): Scheduler {
	const { node } = options;
	const runs = new Map<string, Run>();
	const proposals = new Map<string, Hash[]>();
	const attempts = new Map<string, number>();
	const cases = new Map<string, PastCase>(past.map((one) => [one.incident, one]));

	const turnsOf = (run: Run) =>
		(options.roster ?? ROSTER).map((agent) => {
			const history = {
				proposals: proposals.get(run.incidentId) ?? [],
				pastCases: pastCasesBut(cases, run.incidentId),
			};
			const situation = situationOf(node.world(), node.head().header.height + 1, agent.role, {
				...run,
				history,
			});
			return { agent, run, situation, question: agent.perceive(situation) };
		});

	async function act(run: Run): Promise<boolean> {
		const turns = turnsOf(run);
		let sent = false;
		for (const { agent, question, situation } of turns) {
			const drills = run.drill && agent.role === 'process-scheduler' ? drillAttempts(situation) : [];
			for (const { name, role, intent } of drills)
				sent = (await send(run, role, `drill/${name}`, intent, true)) || sent;
			if (!question) continue;
			const key = turnKey(question);
			if ((attempts.get(key) ?? 0) >= MAX_ATTEMPTS) continue;
			const answer = await agent.reason(question);
			options.onEvent?.({
				kind: 'turn',
				incidentId: run.incidentId,
				role: agent.role,
				question: question.step,
				answer,
			});
			for (const intent of agent.propose(answer, question))
				sent = (await send(run, agent.role, key, intent, false)) || sent;
		}
		return sent;
	}

	async function send(
		run: Run,
		role: AgentRole,
		key: string,
		intent: Intent,
		insist: boolean,
	): Promise<boolean> {
		const drillKey = `${run.incidentId}/${key}`;
		if (insist && attempts.has(drillKey)) return false;
		const sender = node.genesis.agents.find((agent) => agent.role === role)!.address;
		const result = await executeIntent(node, sender, intent, options.now(), insist);
		options.onEvent?.({ kind: 'sent', incidentId: run.incidentId, role, type: intent.type, result });
		if (insist) attempts.set(drillKey, 1);
		else if (result.kind !== 'submitted') attempts.set(key, (attempts.get(key) ?? 0) + 1);
		return result.kind === 'submitted';
	}

	function remember(run: Run): void {
		const world = node.world();
		const state = { get: (key: string) => stateValue(world, key) };
		const incident = readIncident(state, run.incidentId);
		if (!incident?.proposal) return;
		const known = proposals.get(run.incidentId) ?? [];
		if (!known.includes(incident.proposal)) proposals.set(run.incidentId, [...known, incident.proposal]);
		const proposal = readProposal(state, incident.proposal);
		if (proposal) cases.set(run.incidentId, pastCaseOf(incident, proposal.node));
	}

	return {
		start: (run) => void runs.set(run.incidentId, run),
		stop: (incidentId) => void runs.delete(incidentId),
		runs: () => [...runs.values()],
		async round() {
			let sent = node.waiting().length > 0;
			for (const run of runs.values()) {
				remember(run);
				sent = (await act(run)) || sent;
			}
			if (!sent && !(hasOpenRun(node, runs.values()) && node.mayWait())) return ok({ kind: 'idle' });
			const sealed = await node.seal(options.now());
			if (!sealed.ok) return sealed;
			for (const run of runs.values()) remember(run);
			return ok({ kind: 'sealed', sealed: sealed.value });
		},
	};
}

/** A past case of an incident on chain. */
export function pastCaseOf(incident: IncidentState, node: string): PastCase {
	return {
		incident: incident.id,
		alertNode: incident.alert.node,
		signal: incident.alert.signal,
		node,
		state: incident.state,
	};
}

function pastCasesBut(cases: ReadonlyMap<string, PastCase>, incidentId: string): readonly PastCase[] {
	return [...cases.values()].filter((one) => one.incident !== incidentId);
}

/** One turn an agent can take: it is not asked the same twice beyond its attempts. */
function turnKey({ step, situation }: Question): string {
	const { incidentId, incident, role } = situation;
	return [incidentId, incident?.state ?? 'none', incident?.round ?? 0, role, step].join('/');
}

/** Whether a run can still move by itself: in Solution only the operator can. */
function hasOpenRun(node: ChainNode, runs: Iterable<Run>): boolean {
	const world = node.world();
	const state = { get: (key: string) => stateValue(world, key) };
	for (const { incidentId } of runs) {
		const incident = readIncident(state, incidentId);
		if (incident && isOpen(incident.state) && incident.state !== 'Solution') return true;
	}
	return false;
}
