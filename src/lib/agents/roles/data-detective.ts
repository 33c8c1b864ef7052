import type { Agent, Answer, Question } from '../agent.ts';
import { asks, isAssigned, mayVote } from '../agent.ts';
import { ballot } from '../ballot.ts';
import { candidateOf, claimsFor, rowNaming } from '../case-file.ts';
import { intentWithTranscript, provenClaims, voteIntents } from '../intents.ts';
import { jsonOfRow } from '../../evidence/row.ts';
import type { JsonValue } from '../../primitives/json.ts';
import { thought, use } from '../transcript.ts';

/** A3: commits the telemetry's rows; votes on whether the proposed node's numbers deviate. */
export const dataDetective: Agent = {
	role: 'data-detective',
	perceive(situation) {
		if (mayVote(situation)) return asks('vote', situation);
		return asks(
			situation.incident?.state === 'Init' && isAssigned(situation) ? 'collect' : undefined,
			situation,
		);
	},
	async reason(question) {
		if (question.step === 'vote') return judgeDeviation(question);
		const { incident, evidence, analysis } = question.situation.caseFile;
		const input = { node: incident.alert.node, minutes: [...analysis.window.minutes] };
		const output = { rows: evidence.size, baselineWindows: analysis.window.baseline.length };
		return {
			kind: 'proceed',
			transcript: [
				...use('query_endpoint_metrics_in_range', input, output),
				thought('evidence-committed', { root: evidence.root, rows: evidence.size }),
			],
		};
	},
	propose(answer, question) {
		if (question.step === 'vote') return voteIntents(answer, question);
		const { caseFile, incidentId } = question.situation;
		const row = rowNaming(caseFile, caseFile.incident.alert.node);
		if (answer.kind !== 'proceed' || !row) return [];
		const { root, size, hash, rows } = caseFile.evidence;
		const [alertRow] = provenClaims(question, [{ row }]) as readonly JsonValue[];
		const data = { incident: incidentId, evidence: { root, size, hash }, alertRow: alertRow as JsonValue };
		return [intentWithTranscript(question, 'submit_data', data, answer.transcript, [rows.map(jsonOfRow)])];
	},
};

/** The proposed node deviates more than any other the analyst scored; it cites its strongest row. */
function judgeDeviation(question: Question): Answer {
	const { proposal, caseFile } = question.situation;
	const node = proposal?.node ?? '';
	const candidate = candidateOf(caseFile, node);
	const items = (candidate?.evidence ?? []).map(({ code, strength, observed, expected }) => ({
		code,
		strength,
		observed,
		expected,
	}));
	const used = use('query_endpoint_metrics', { node }, items);
	if (!candidate || items.length === 0)
		return ballot(question, { option: 'Abstain', confidence: 50, reason: 'no-numbers', used });
	const strongest = caseFile.analysis.ranking.find((one) => one.evidence.length > 0);
	const claims = claimsFor(caseFile, candidate).slice(0, 1);
	const confidence = Math.round(100 * candidate.posterior);
	return strongest?.node === node
		? ballot(question, { option: 'For', confidence, reason: 'deviates-most', used, claims })
		: ballot(question, {
				option: 'Against',
				confidence: 60,
				reason: 'another-deviates-more',
				data: { other: strongest?.node ?? '' },
				used,
			});
}
