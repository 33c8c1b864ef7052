import type { ClaimDraft } from '../../evidence/claim.ts';
import type { EvidenceRow } from '../../evidence/row.ts';
import type { Agent, Answer, Question } from '../agent.ts';
import { asks, isAssigned, mayVote } from '../agent.ts';
import { ballot } from '../ballot.ts';
import type { CaseFile } from '../case-file.ts';
import { documentHash, intentWithTranscript, provenClaims, voteIntents } from '../intents.ts';
import { plainJson, thought, use } from '../transcript.ts';

const MAX_EDGE_CLAIMS = 8;

/** A4: puts the call graph of the window on record; votes on whether the topology allows the cause. */
export const dependencyExplorer: Agent = {
	role: 'dependency-explorer',
	perceive(situation) {
		if (mayVote(situation)) return asks('vote', situation);
		const due = situation.incident?.state === 'Data_Collected' && situation.incident.dependencies === null;
		return asks(due && isAssigned(situation) ? 'depend' : undefined, situation);
	},
	async reason(question) {
		if (question.step === 'vote') return judgeTopology(question);
		const { caseFile } = question.situation;
		const { alert } = caseFile.incident;
		const claims = edgeClaims(caseFile);
		const downstream = caseFile.analysis.faultWeb.edges.filter(
			(edge) => edge.caller === alert.service || edge.caller === alert.node,
		);
		return {
			kind: 'graph',
			claims,
			transcript: [
				...use(
					'get_downstream',
					{ node: alert.node },
					downstream.map((edge) => edge.callee),
				),
				thought('graph-mapped', { edges: caseFile.analysis.faultWeb.edges.length, proven: claims.length }),
			],
		};
	},
	propose(answer, question) {
		if (answer.kind !== 'graph') return voteIntents(answer, question);
		const { caseFile, incidentId } = question.situation;
		const graph = plainJson({
			kind: 'graph',
			focus: caseFile.analysis.window.focus,
			edges: caseFile.analysis.faultWeb.edges,
		});
		const data = {
			incident: incidentId,
			graph: documentHash(graph),
			claims: provenClaims(question, answer.claims),
		};
		return [intentWithTranscript(question, 'submit_dependencies', data, answer.transcript, [graph])];
	},
};

/** Edge rows of the committed evidence at the focus, those on the path first. */
function edgeClaims(caseFile: CaseFile): readonly ClaimDraft[] {
	const { focus } = caseFile.analysis.window;
	const path = caseFile.analysis.path;
	const onPath = (row: EvidenceRow) =>
		row.kind === 'edge' && path.includes(row.caller) && path.includes(row.callee) ? 0 : 1;
	return caseFile.evidence.rows
		.filter((row) => row.kind === 'edge' && (row.minute === focus || row.minute === null))
		.sort((a, b) => onPath(a) - onPath(b))
		.slice(0, MAX_EDGE_CLAIMS)
		.map((row) => ({ row }));
}

/** A cause whose own callee is in a worse state is not the end of the chain. */
function judgeTopology(question: Question): Answer {
	const { proposal, caseFile } = question.situation;
	const node = proposal?.node ?? '';
	const { nodes, edges } = caseFile.analysis.faultWeb;
	const scoreOf = (name: string) => nodes.find((one) => one.name === name)?.score ?? 0;
	const callees = [...new Set(edges.filter((edge) => edge.caller === node).map((edge) => edge.callee))];
	const used = use('get_downstream', { node }, callees);
	const worse = callees.find((callee) => scoreOf(callee) > scoreOf(node));
	if (worse !== undefined)
		return ballot(question, {
			option: 'Against',
			confidence: 65,
			reason: 'callee-is-worse',
			data: { callee: worse },
			used,
		});
	if (!nodes.some((one) => one.name === node))
		return ballot(question, { option: 'Abstain', confidence: 50, reason: 'not-in-graph', used });
	const inbound = edges.some((edge) => edge.callee === node);
	const confidence = Math.min(inbound ? 85 : 70, proposal?.confidence ?? 0);
	return ballot(question, {
		option: 'For',
		confidence,
		reason: 'end-of-chain',
		data: { callees: callees.length },
		used,
	});
}
