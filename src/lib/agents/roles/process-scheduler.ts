import type { AgentRole } from '../../chain/genesis.ts';
import { deadlineOf, voteDeadlineOf } from '../../contracts/ops/phase.ts';
import type { Agent, Answer, Intent, Question, Situation, Step } from '../agent.ts';
import { asks, mayVote } from '../agent.ts';
import { ballot } from '../ballot.ts';
import { voteIntents } from '../intents.ts';
import { thought } from '../transcript.ts';

/** What each role is asked to do in a state, in the words the interface knows. */
const TASKS: { readonly [state: string]: readonly { readonly role: AgentRole; readonly task: string }[] } = {
	Init: [{ role: 'data-detective', task: 'collect-telemetry' }],
	Data_Collected: [
		{ role: 'dependency-explorer', task: 'map-dependencies' },
		{ role: 'probability-oracle', task: 'rank-suspects' },
		{ role: 'fault-mapper', task: 'build-fault-web' },
	],
	Consensus: [{ role: 'solution-engineer', task: 'write-solution' }],
};

function unassigned({ incident }: Situation) {
	if (!incident) return [];
	return (TASKS[incident.state] ?? []).filter(({ role }) => !incident.assigned.includes(role));
}

function stepDue(situation: Situation): Step | undefined {
	const { incident, proposal, genesis, height, votes } = situation;
	if (!incident) return undefined;
	if (mayVote(situation)) return 'vote';
	if (incident.state === 'Root_Cause_Proposed' && proposal) {
		const all = proposal.electorate.every(({ address }) => (votes.get(address)?.option ?? null) !== null);
		return all || height > voteDeadlineOf(genesis, proposal) ? 'close' : undefined;
	}
	if (incident.state === 'Data_Collected' && incident.enough === false) return 'expire';
	if (
		['Init', 'Data_Collected', 'Consensus', 'Solution'].includes(incident.state) &&
		height > deadlineOf(genesis, incident)
	)
		return 'expire';
	return unassigned(situation).length > 0 ? 'assign' : undefined;
}

/** A2: hands out tasks, closes votes, ends what has run out of time; votes on whether the procedure was kept. */
export const processScheduler: Agent = {
	role: 'process-scheduler',
	perceive: (situation) => asks(stepDue(situation), situation),
	async reason(question) {
		if (question.step === 'vote') return judgeProcedure(question);
		return { kind: 'proceed', transcript: [thought(`scheduler-${question.step}`)] };
	},
	propose(answer, question) {
		if (question.step === 'vote') return voteIntents(answer, question);
		if (answer.kind !== 'proceed') return [];
		return intentsOf(question);
	},
};

function intentsOf({ step, situation }: Question): readonly Intent[] {
	const incident = situation.incidentId;
	if (step === 'close' && situation.proposal)
		return [{ type: 'close_vote', data: { proposal: situation.proposal.id }, documents: [] }];
	if (step === 'expire') return [{ type: 'expire_incident', data: { incident }, documents: [] }];
	return unassigned(situation).map(({ role, task }) => ({
		type: 'assign_task',
		data: { incident, role, task },
		documents: [],
	}));
}

/** Every step of the round is on chain; whether they are right is not its field, so it never stakes in full. */
function judgeProcedure(question: Question): Answer {
	const { incident, proposal } = question.situation;
	const complete = Boolean(
		incident?.evidence && incident.dependencies && incident.probabilities && incident.faultWeb,
	);
	const confidence = Math.min(70, proposal?.confidence ?? 0);
	return complete
		? ballot(question, { option: 'For', confidence, reason: 'procedure-complete' })
		: ballot(question, { option: 'Against', confidence: 60, reason: 'procedure-incomplete' });
}
