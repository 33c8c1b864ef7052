import type { Agent, Answer, Question, Situation, Step } from '../agent.ts';
import { asks, isAssigned, mayVote } from '../agent.ts';
import { ballot } from '../ballot.ts';
import { claimsFor, isProposable, rowNaming } from '../case-file.ts';
import { documentHash, intentWithTranscript, provenClaims, voteIntents } from '../intents.ts';
import { proposalStake } from '../stake.ts';
import { plainJson, thought, use } from '../transcript.ts';

const RANKED = 10;
const DESCRIBED = 5;

function stepDue(situation: Situation): Step | undefined {
	const { incident } = situation;
	if (mayVote(situation)) return 'vote';
	if (incident?.state !== 'Data_Collected' || !isAssigned(situation)) return undefined;
	if (incident.probabilities === null) return 'rank';
	return incident.enough && incident.dependencies && incident.faultWeb ? 'propose' : undefined;
}

/** The suspects still open: ranked, provable, not turned down in an earlier round. */
function openSuspects({ caseFile, rejected }: Situation) {
	return caseFile.analysis.ranking.filter(
		(one) => !rejected.includes(one.node) && isProposable(caseFile, one),
	);
}

/** A5: ranks the suspects, says whether the evidence is enough, and proposes the root cause with its claims. */
export const probabilityOracle: Agent = {
	role: 'probability-oracle',
	perceive: (situation) => asks(stepDue(situation), situation),
	async reason(question) {
		if (question.step === 'vote')
			return ballot(question, { option: 'Abstain', confidence: 50, reason: 'own-field' });
		return question.step === 'rank' ? rank(question) : propose(question);
	},
	propose(answer, question) {
		if (answer.kind === 'ranking') return rankingIntents(answer, question);
		if (answer.kind === 'root-cause') return proposalIntents(answer, question);
		return voteIntents(answer, question);
	},
};

function rank(question: Question): Answer {
	const { situation } = question;
	const { analysis } = situation.caseFile;
	const suspects = openSuspects(situation);
	const enough = analysis.verdict.kind === 'cause' && suspects.length > 0;
	const nodes = analysis.ranking.slice(0, RANKED).map((one) => one.node);
	const table = analysis.ranking
		.slice(0, DESCRIBED)
		.map((one) => ({ node: one.node, probability: one.posterior, faultType: one.faultType }));
	const reason =
		analysis.verdict.kind === 'abstain' ? analysis.verdict.reason : enough ? 'enough' : 'no-suspect-left';
	return {
		kind: 'ranking',
		nodes,
		enough,
		transcript: [...use('assess_fault_probability', { nodes }, table), thought('ranked', { enough, reason })],
	};
}

function rankingIntents(answer: Answer & { kind: 'ranking' }, question: Question) {
	const { caseFile, incidentId } = question.situation;
	const { ranking, verdict, cleared, path, window } = caseFile.analysis;
	const document = plainJson({
		kind: 'ranking',
		window,
		candidates: ranking
			.slice(0, RANKED)
			.map((one) => ({ ...one, evidence: one.evidence.slice(0, DESCRIBED) })),
		verdict: verdict.kind === 'cause' ? { ...verdict, claims: verdict.claims.length } : verdict,
		path,
		cleared,
	});
	const named = answer.nodes.flatMap((node) => {
		const row = rowNaming(caseFile, node);
		return row && row.kind !== 'edge' ? [{ row }] : [];
	});
	const claims = provenClaims(question, named.length > 0 ? named : alertClaim(question));
	const data = { incident: incidentId, ranking: documentHash(document), enough: answer.enough, claims };
	return [intentWithTranscript(question, 'submit_probabilities', data, answer.transcript, [document])];
}

/** Where nobody is suspected, the alerted node itself stands as the one node proven to occur. */
function alertClaim({ situation }: Question) {
	const row = rowNaming(situation.caseFile, situation.caseFile.incident.alert.node);
	return row ? [{ row }] : [];
}

function propose(question: Question): Answer {
	const { situation } = question;
	const suspect = openSuspects(situation)[0];
	if (!suspect) return { kind: 'abstain', reason: 'no-suspect-left' };
	const { verdict } = situation.caseFile.analysis;
	const confidence =
		verdict.kind === 'cause' && verdict.node === suspect.node
			? verdict.confidence
			: Math.round(100 * suspect.posterior);
	const claims = claimsFor(situation.caseFile, suspect);
	const checked = claims.map(({ row }) => row);
	return {
		kind: 'root-cause',
		node: suspect.node,
		faultType: suspect.faultType,
		confidence,
		claims,
		transcript: [
			...use('verify_claim', { claims: claims.length }, checked),
			thought('proposes', { node: suspect.node, faultType: suspect.faultType, confidence }),
		],
	};
}

function proposalIntents(answer: Answer & { kind: 'root-cause' }, question: Question) {
	const { genesis, self, incidentId } = question.situation;
	const data = {
		incident: incidentId,
		node: answer.node,
		faultType: answer.faultType,
		confidence: answer.confidence,
		stake: proposalStake(genesis, self.balance, answer.confidence),
		claims: provenClaims(question, answer.claims),
	};
	return [intentWithTranscript(question, 'propose_root_cause', data, answer.transcript)];
}
