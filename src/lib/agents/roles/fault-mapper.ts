import type { Agent, Answer, Question } from '../agent.ts';
import { asks, isAssigned, mayVote } from '../agent.ts';
import { ballot } from '../ballot.ts';
import { documentHash, intentWithTranscript, voteIntents } from '../intents.ts';
import { plainJson, thought, use } from '../transcript.ts';

/** A6: draws the fault web; votes on how much of what is abnormal the cause can explain. */
export const faultMapper: Agent = {
	role: 'fault-mapper',
	perceive(situation) {
		if (mayVote(situation)) return asks('vote', situation);
		const { incident } = situation;
		const open = incident?.state === 'Data_Collected' && incident.enough !== false;
		const ready = open && incident.dependencies && incident.probabilities;
		return asks(
			ready && incident.faultWeb === null && isAssigned(situation) ? 'weave' : undefined,
			situation,
		);
	},
	async reason(question) {
		if (question.step === 'vote') return judgeCoverage(question);
		const { faultWeb, path } = question.situation.caseFile.analysis;
		const summary = { nodes: faultWeb.nodes.length, edges: faultWeb.edges.length, path };
		return {
			kind: 'proceed',
			transcript: [
				...use('update_fault_web', {}, summary),
				thought('web-drawn', { nodes: faultWeb.nodes.length }),
			],
		};
	},
	propose(answer, question) {
		if (answer.kind !== 'proceed') return voteIntents(answer, question);
		const { caseFile, incidentId } = question.situation;
		const { faultWeb, path, cleared } = caseFile.analysis;
		const web = plainJson({ kind: 'fault-web', ...faultWeb, path, cleared });
		const data = { incident: incidentId, faultWeb: documentHash(web) };
		return [intentWithTranscript(question, 'submit_fault_web', data, answer.transcript, [web])];
	},
};

/** Counts the abnormal nodes from which calls lead to the proposed cause. */
function judgeCoverage(question: Question): Answer {
	const { proposal, caseFile } = question.situation;
	const node = proposal?.node ?? '';
	const { nodes, edges } = caseFile.analysis.faultWeb;
	const abnormal = nodes
		.filter((one) => one.name !== node && (one.status === 'abnormal' || one.status === 'path'))
		.map((one) => one.name);
	const upstream = callersOf(edges, node);
	const explained = abnormal.filter((name) => upstream.has(name)).length;
	const used = use('get_upstream', { node }, { abnormal: abnormal.length, explained });
	if (!nodes.some((one) => one.name === node))
		return ballot(question, { option: 'Abstain', confidence: 50, reason: 'not-in-web', used });
	const share = abnormal.length === 0 ? 1 : explained / abnormal.length;
	const confidence = Math.min(proposal?.confidence ?? 0, 60 + Math.round(25 * share));
	const data = { explained, abnormal: abnormal.length };
	return share >= 0.25
		? ballot(question, { option: 'For', confidence, reason: 'web-explained', data, used })
		: ballot(question, { option: 'Abstain', confidence: 50, reason: 'web-mostly-unexplained', data, used });
}

/** Every node from which calls lead to `node`. */
function callersOf(
	edges: readonly { readonly caller: string; readonly callee: string }[],
	node: string,
): ReadonlySet<string> {
	const found = new Set<string>();
	const queue = [node];
	for (let callee = queue.pop(); callee !== undefined; callee = queue.pop())
		for (const edge of edges)
			if (edge.callee === callee && !found.has(edge.caller)) {
				found.add(edge.caller);
				queue.push(edge.caller);
			}
	return found;
}
