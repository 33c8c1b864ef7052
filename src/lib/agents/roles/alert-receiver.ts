import type { Agent, Answer, Question } from '../agent.ts';
import { asks, mayVote } from '../agent.ts';
import { ballot } from '../ballot.ts';
import { voteIntents } from '../intents.ts';
import { thought, use } from '../transcript.ts';

/** A1: opens the incident for the alert; votes on whether a cause explains the alert that fired. */
export const alertReceiver: Agent = {
	role: 'alert-receiver',
	perceive: (situation) =>
		asks(situation.incident ? (mayVote(situation) ? 'vote' : undefined) : 'open', situation),
	async reason(question) {
		const { alert } = question.situation.caseFile.incident;
		if (question.step === 'vote') return judgeScope(question);
		const ranked = [
			{
				node: alert.node,
				signal: alert.signal,
				time: alert.time,
				value: alert.value,
				baseline: alert.baseline,
			},
		];
		return {
			kind: 'proceed',
			transcript: [
				...use('rank_alerts', {}, ranked),
				thought('alert-accepted', { node: alert.node, signal: alert.signal }),
			],
		};
	},
	propose(answer, question) {
		if (question.step === 'vote') return voteIntents(answer, question);
		if (answer.kind !== 'proceed') return [];
		const { incidentId, caseFile } = question.situation;
		const { alert } = caseFile.incident;
		const data = {
			incident: incidentId,
			alert: {
				node: alert.node,
				minute: alert.time,
				signal: alert.signal,
				priority: alert.weak ? 'medium' : 'high',
			},
		};
		return [{ type: 'open_incident', data, documents: [] }];
	},
};

/** The alert is explained where the proposed cause is the alerted service itself or reached from it. */
function judgeScope(question: Question): Answer {
	const { proposal, caseFile } = question.situation;
	const { alert } = caseFile.incident;
	const node = proposal?.node ?? '';
	const { path, verdict } = caseFile.analysis;
	const used = use('get_call_chain', { from: alert.node, to: node }, path);
	if (
		verdict.kind === 'cause' &&
		verdict.node === node &&
		(path.length > 0 || node === alert.service || node === alert.node)
	)
		return ballot(question, {
			option: 'For',
			confidence: verdict.confidence,
			reason: 'alert-explained',
			used,
		});
	if (path.length === 0)
		return ballot(question, { option: 'Abstain', confidence: 50, reason: 'no-path-known', used });
	return ballot(question, { option: 'Against', confidence: 60, reason: 'alert-not-explained', used });
}
