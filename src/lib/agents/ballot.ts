import type { VoteOption } from '../chain/state-entries.ts';
import type { ClaimDraft } from '../evidence/claim.ts';
import type { JsonObject } from '../primitives/json.ts';
import type { Answer, Question } from './agent.ts';
import { thought, type TranscriptEntry } from './transcript.ts';

/** What a role finds when it judges a proposal from its own field. */
export type Finding = {
	readonly option: VoteOption;
	/** Its own probability, 0–100, that its option is right. */
	readonly confidence: number;
	readonly reason: string;
	readonly data?: JsonObject;
	readonly claims?: readonly ClaimDraft[];
	readonly used?: readonly TranscriptEntry[];
};

/** The ballot of a finding, with the reason as its last thought. */
export function ballot(question: Question, finding: Finding): Answer {
	const { option, confidence, reason } = finding;
	const node = question.situation.proposal?.node ?? '';
	return {
		kind: 'ballot',
		option,
		confidence,
		claims: finding.claims ?? [],
		transcript: [...(finding.used ?? []), thought(reason, { node, option, confidence, ...finding.data })],
	};
}
