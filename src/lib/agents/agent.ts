import type { AgentRole, Genesis } from '../chain/genesis.ts';
import type { Account, IncidentState, ProposalState, VoteOption, VoteState } from '../chain/state-entries.ts';
import { isRevealOpen, voteDeadlineOf } from '../contracts/ops/phase.ts';
import type { SolutionStep } from '../contracts/ops/transaction-data.ts';
import type { Address } from '../crypto/address.ts';
import type { ClaimDraft } from '../evidence/claim.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import type { CaseFile } from './case-file.ts';
import type { PastCase } from './past-case.ts';
import type { TranscriptEntry } from './transcript.ts';

/** The steps an agent can be due for. */
export type Step =
	| 'open'
	| 'assign'
	| 'collect'
	| 'depend'
	| 'rank'
	| 'weave'
	| 'propose'
	| 'vote'
	| 'close'
	| 'expire'
	| 'solve';

/** What an agent sees: sealed state only, its own account, and the case file. No private memory. */
export type Situation = {
	readonly role: AgentRole;
	readonly self: Account;
	readonly genesis: Genesis;
	/** The height its transaction would be sealed at. */
	readonly height: number;
	readonly incidentId: string;
	readonly incident: IncidentState | undefined;
	readonly proposal: ProposalState | undefined;
	readonly votes: ReadonlyMap<Address, VoteState>;
	/** Nodes proposed and not accepted in earlier rounds. */
	readonly rejected: readonly string[];
	readonly pastCases: readonly PastCase[];
	readonly caseFile: CaseFile;
};

/** What an agent is asked. */
export type Question = { readonly step: Step; readonly situation: Situation };

/** What an agent answers: content only. The executor builds, signs and sends. */
export type Answer =
	| { readonly kind: 'proceed'; readonly transcript: readonly TranscriptEntry[] }
	| {
			readonly kind: 'graph';
			readonly claims: readonly ClaimDraft[];
			readonly transcript: readonly TranscriptEntry[];
	  }
	| {
			readonly kind: 'ranking';
			readonly nodes: readonly string[];
			readonly enough: boolean;
			readonly transcript: readonly TranscriptEntry[];
	  }
	| {
			readonly kind: 'root-cause';
			readonly node: string;
			readonly faultType: string;
			readonly confidence: number;
			readonly claims: readonly ClaimDraft[];
			readonly transcript: readonly TranscriptEntry[];
	  }
	| {
			readonly kind: 'ballot';
			readonly option: VoteOption;
			readonly confidence: number;
			readonly claims: readonly ClaimDraft[];
			readonly transcript: readonly TranscriptEntry[];
	  }
	| {
			readonly kind: 'solution';
			readonly steps: readonly SolutionStep[];
			readonly claims: readonly ClaimDraft[];
			readonly transcript: readonly TranscriptEntry[];
	  }
	| { readonly kind: 'abstain'; readonly reason: string };

/** A transaction an agent wants: its data, and the off-chain documents its hashes point to. */
export type Intent = {
	readonly type: string;
	readonly data: JsonObject;
	readonly documents: readonly JsonValue[];
};

/**
 * An agent: what it is due for (pure), what it makes of it (the only asynchronous part, and the only one a model may
 * replace), and which transactions follow (pure).
 */
export type Agent = {
	readonly role: AgentRole;
	perceive(situation: Situation): Question | undefined;
	reason(question: Question): Promise<Answer>;
	propose(answer: Answer, question: Question): readonly Intent[];
};

/** The question, where the agent is due for a step. */
export function asks(step: Step | undefined, situation: Situation): Question | undefined {
	return step === undefined ? undefined : { step, situation };
}

/** Whether an agent has its task of this round. */
export function isAssigned({ incident, role }: Situation): boolean {
	return incident?.assigned.includes(role) ?? false;
}

/** Whether an agent is asked for its vote on the open proposal: to cast it and, where votes are sealed, to reveal it. */
export function mayVote(situation: Situation): boolean {
	const { incident, proposal, votes, self, height } = situation;
	if (incident?.state !== 'Root_Cause_Proposed' || !proposal) return false;
	if (!proposal.electorate.some((member) => member.address === self.address)) return false;
	return votes.has(self.address) ? mayReveal(situation, proposal) : height <= proposal.deadline;
}

/** Whether an agent has a sealed vote that can be revealed now. */
function mayReveal({ genesis, votes, self, height }: Situation, proposal: ProposalState): boolean {
	const isHidden = votes.get(self.address)?.option === null;
	const isOpen = isRevealOpen(proposal, height, (voter) => votes.has(voter));
	return isHidden && isOpen && height <= voteDeadlineOf(genesis, proposal);
}
