import type { Agent, Answer, Intent, Question } from '../agents/agent.ts';
import type { CaseFile } from '../agents/case-file.ts';
import { ROSTER } from '../agents/roster.ts';
import type { SealedBlock } from '../chain/build-block.ts';
import type { AgentRole } from '../chain/genesis.ts';
import { stateEntries, stateValue } from '../chain/world-state.ts';
import type { ProposalState } from '../chain/state-entries.ts';
import { isOpen } from '../contracts/ops/phase.ts';
import { readIncident } from '../contracts/ops/incident.ts';
import type { Address } from '../crypto/address.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { ok, type Result } from '../primitives/result.ts';
import type { ChainNode } from './chain-node.ts';
import { drillAttempts } from './drill.ts';
import { executeIntent, type ExecutorResult } from './executor.ts';
import type { CommitFailure } from './ports.ts';
import { createCaseMemory } from './past-cases.ts';
import { inVotingMode } from './sealed-vote.ts';
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

/** A scheduler with no runs. */
export function createScheduler(options: SchedulerOptions): Scheduler {
	const { node } = options;
	const runs = new Map<string, Run>();
	const proposals = new Map<string, Hash[]>();
	const attempts = new Map<string, number>();
	const memory = createCaseMemory(node);

	const turnsOf = async (run: Run) => {
		const isVoting = readIncident(stateOf(node), run.incidentId)?.state === 'Root_Cause_Proposed';
		const history = {
			proposals: proposals.get(run.incidentId) ?? [],
			pastCases: isVoting ? await memory.pastCases(run.incidentId) : [],
		};
		return (options.roster ?? ROSTER).map((agent) => {
			const situation = situationOf(node.world(), node.head().header.height + 1, agent.role, {
				...run,
				history,
			});
			return { agent, run, situation, question: agent.perceive(situation) };
		});
	};

	/** Every agent that is due acts, but for those who still wait for what they sent before. Answers whether one did. */
	async function act(run: Run, waitsFor: ReadonlySet<Address>): Promise<boolean> {
		const turns = (await turnsOf(run)).filter(({ situation }) => !waitsFor.has(situation.self.address));
		let sent = false;
		for (const { agent, question, situation } of turns) {
			const drills = run.drill && agent.role === 'process-scheduler' ? drillAttempts(situation) : [];
			for (const { name, role, intent } of drills) {
				if (send(run, role, `drill/${name}`, intent, true)) sent = true;
			}
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
			const intents = inVotingMode(agent.propose(answer, question), question, node.keyring);
			for (const intent of intents) {
				if (send(run, agent.role, key, intent, false)) sent = true;
			}
		}
		return sent;
	}

	/** Answers whether it was submitted. */
	function send(run: Run, role: AgentRole, key: string, intent: Intent, insist: boolean): boolean {
		const drillKey = `${run.incidentId}/${key}`;
		if (insist && attempts.has(drillKey)) return false;
		const sender = node.genesis.agents.find((agent) => agent.role === role)!.address;
		const result = executeIntent(node, sender, intent, options.now(), insist);
		options.onEvent?.({ kind: 'sent', incidentId: run.incidentId, role, type: intent.type, result });
		if (insist) attempts.set(drillKey, 1);
		else if (result.kind !== 'submitted') attempts.set(key, (attempts.get(key) ?? 0) + 1);
		return result.kind === 'submitted';
	}

	function remember(run: Run): void {
		const incident = readIncident(stateOf(node), run.incidentId);
		if (!incident?.proposal) return;
		memory.add(run.incidentId);
		const made = proposals.get(run.incidentId) ?? [];
		if (!made.includes(incident.proposal)) proposals.set(run.incidentId, [...made, incident.proposal]);
	}

	return {
		start(run) {
			runs.set(run.incidentId, run);
			proposals.set(run.incidentId, [...proposalsMade(node, run.incidentId)]);
		},
		stop: (incidentId) => void runs.delete(incidentId),
		runs: () => [...runs.values()],
		async round() {
			const waitsFor = new Set(node.waiting().map(({ transaction }) => transaction.sender));
			let sent = waitsFor.size > 0;
			for (const run of runs.values()) {
				remember(run);
				if (await act(run, waitsFor)) sent = true;
			}
			if (!sent && !(hasOpenRun(node, runs.values()) && node.mayWait())) return ok({ kind: 'idle' });
			const sealed = await node.seal(options.now());
			if (!sealed.ok) return sealed;
			for (const run of runs.values()) remember(run);
			return ok({ kind: 'sealed', sealed: sealed.value });
		},
	};
}

function stateOf(node: ChainNode): { get(key: string): JsonValue | undefined } {
	const world = node.world();
	return { get: (key) => stateValue(world, key) };
}

/** The proposals of an incident that a run takes up in the middle, by round: the state names only the last of them. */
function proposalsMade(node: ChainNode, incidentId: string): readonly Hash[] {
	if (!readIncident(stateOf(node), incidentId)) return [];
	const made: ProposalState[] = [];
	for (const { key, value } of stateEntries(node.world())) {
		const proposal = value as unknown as ProposalState;
		if (key.startsWith('proposal/') && proposal.incident === incidentId) made.push(proposal);
	}
	return made.sort((a, b) => a.round - b.round).map(({ id }) => id);
}

/** One turn an agent can take: it is not asked the same twice beyond its attempts. */
function turnKey({ step, situation }: Question): string {
	const { incidentId, incident, role, votes, self } = situation;
	const part = votes.has(self.address) ? 'reveal' : step;
	return [incidentId, incident?.state ?? 'none', incident?.round ?? 0, role, part].join('/');
}

/** Whether a run can still move by itself: in Solution only the operator can. */
function hasOpenRun(node: ChainNode, runs: Iterable<Run>): boolean {
	const state = stateOf(node);
	for (const { incidentId } of runs) {
		const incident = readIncident(state, incidentId);
		if (incident && isOpen(incident.state) && incident.state !== 'Solution') return true;
	}
	return false;
}
