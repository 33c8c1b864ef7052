import { hashJson } from '../crypto/hash.ts';
import { buildClaims, type Claim, type ClaimDraft } from '../evidence/claim.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import type { Answer, Intent, Question } from './agent.ts';
import { plainJson, type Transcript, type TranscriptEntry } from './transcript.ts';
import { voteStake } from './stake.ts';

/** The address of an off-chain document. */
export function documentHash(document: JsonValue): Hash {
	return hashJson('evidence', document);
}

/** The transcript of a turn as it is stored. */
export function transcriptOf(question: Question, entries: readonly TranscriptEntry[]): JsonValue {
	const transcript: Transcript = {
		kind: 'transcript',
		role: question.situation.role,
		step: question.step,
		author: 'analyst',
		workflow: entries.some((entry) => entry.kind === 'action') ? 'react' : 'direct-answer',
		entries,
	};
	return plainJson(transcript);
}

/** One intent with its transcript stored beside it and named in its data. */
export function intentWithTranscript(
	question: Question,
	type: string,
	data: JsonObject,
	entries: readonly TranscriptEntry[],
	documents: readonly JsonValue[] = [],
): Intent {
	const transcript = transcriptOf(question, entries);
	return {
		type,
		data: { ...data, transcript: documentHash(transcript) },
		documents: [...documents, transcript],
	};
}

/** Claims with their proofs, as transaction data. */
export function provenClaims(question: Question, drafts: readonly ClaimDraft[]): JsonValue {
	return buildClaims(
		question.situation.caseFile.evidence,
		drafts,
	) as readonly Claim[] as unknown as JsonValue;
}

/** The vote that follows from a ballot; every role votes alike once it has made up its mind. */
export function voteIntents(answer: Answer, question: Question): readonly Intent[] {
	const { situation } = question;
	if (answer.kind !== 'ballot' || !situation.proposal) return [];
	const stake =
		answer.option === 'Abstain' ? 0 : voteStake(situation.genesis, situation.self.balance, answer.confidence);
	const data: JsonObject = {
		proposal: situation.proposal.id,
		option: answer.option,
		stake,
		claims: provenClaims(question, answer.claims),
	};
	return [intentWithTranscript(question, 'vote', data, answer.transcript)];
}
