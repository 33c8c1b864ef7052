import type { SopState } from '../../chain/state-entries.ts';
import type { Agent, Answer, Question } from '../agent.ts';
import { asks, isAssigned, mayVote } from '../agent.ts';
import { ballot } from '../ballot.ts';
import { candidateOf, claimsFor } from '../case-file.ts';
import { intentWithTranscript, provenClaims, voteIntents } from '../intents.ts';
import { featuresOf, similarCases } from '../past-case.ts';
import { solutionFor } from '../runbook.ts';
import { thought, use } from '../transcript.ts';
import type { JsonValue } from '../../primitives/json.ts';

/** A7: writes what to do about the accepted cause; votes by what became of similar cases on this chain. */
export const solutionEngineer: Agent = {
	role: 'solution-engineer',
	perceive(situation) {
		if (mayVote(situation)) return asks('vote', situation);
		return asks(
			situation.incident?.state === 'Consensus' && isAssigned(situation) ? 'solve' : undefined,
			situation,
		);
	},
	async reason(question) {
		if (question.step === 'vote') return judgeByPastCases(question);
		const { proposal, caseFile } = question.situation;
		if (!proposal) return { kind: 'abstain', reason: 'no-proposal' };
		const candidate = candidateOf(caseFile, proposal.node);
		const faultType = candidate?.faultType ?? 'unknown';
		return {
			kind: 'solution',
			steps: solutionFor(faultType, proposal.node, caseFile.incident.alert),
			claims: candidate ? claimsFor(caseFile, candidate).slice(0, 1) : [],
			transcript: [thought('solution-chosen', { faultType, node: proposal.node })],
		};
	},
	propose(answer, question) {
		const { proposal, incidentId } = question.situation;
		if (answer.kind !== 'solution' || !proposal) return voteIntents(answer, question);
		const data = {
			incident: incidentId,
			proposal: proposal.id,
			steps: answer.steps as unknown as JsonValue,
			claims: provenClaims(question, answer.claims),
		};
		return [intentWithTranscript(question, 'submit_solution', data, answer.transcript)];
	},
};

/** Without a similar case it has nothing to say and abstains. */
function judgeByPastCases(question: Question): Answer {
	const { pastCases, caseFile, proposal } = question.situation;
	const { alert } = caseFile.incident;
	const node = proposal?.node ?? '';
	const similar = similarCases(pastCases, featuresOf(caseFile, node));
	const found = similar.map(({ incident, node: cause, state, similarity }) => ({
		incident,
		node: cause,
		state,
		similarity,
	}));
	const used = use('query_previous_cases', { node: alert.node, signal: alert.signal }, found);
	const same = (state: SopState) => similar.find((one) => one.node === node && one.state === state);
	const [falsified, verified] = [same('Falsified'), same('Verified')];
	if (falsified) {
		const data = { incident: falsified.incident, similarity: falsified.similarity };
		return ballot(question, {
			option: 'Against',
			confidence: 65,
			reason: 'was-falsified-before',
			data,
			used,
		});
	}
	if (verified) {
		const data = { incident: verified.incident, similarity: verified.similarity };
		return ballot(question, { option: 'For', confidence: 80, reason: 'was-verified-before', data, used });
	}
	return ballot(question, { option: 'Abstain', confidence: 50, reason: 'no-similar-case', used });
}
