import { readAccount, writeAccount } from '../../chain/accounts.ts';
import {
	guard,
	method,
	refuse,
	type Contract,
	type MethodContext,
	type Outcome,
} from '../../chain/contract.ts';
import { parameterOf, wordParameterOf } from '../../chain/gas.ts';
import type { Call } from '../../chain/receipt.ts';
import type { Account, IncidentState, ProposalState, VoteState } from '../../chain/state-entries.ts';
import { hashJson } from '../../crypto/hash.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { add, multiply } from '../../primitives/integers.ts';
import { isJsonObject, type JsonValue } from '../../primitives/json.ts';
import { ok } from '../../primitives/result.ts';
import type { Parsed, Schema } from '../../primitives/schema.ts';
import {
	readProposal,
	readVote,
	requireRole,
	requireStep,
	stateChanged,
	voteKey,
	withDuty,
	withStep,
	writeIncident,
	writeProposal,
} from '../ops/incident.ts';
import { isRevealOpen, voteDeadlineOf } from '../ops/phase.ts';
import { requireClaims } from '../ops/proven-claims.ts';
import type { SopType } from '../ops/sop-table.ts';
import { closeVoteData, openVoteData, revealVoteData, sealedVoteData } from '../ops/transaction-data.ts';
import { settleVote } from '../token/settle-incident.ts';
import { weightOfVote } from './electorate.ts';
import { tallyVotes } from './tally.ts';

type OpenVote = Parsed<typeof openVoteData>;
type SealedVote = Parsed<typeof sealedVoteData>;

/** A vote is one of two shapes; the chain's voting mode says which one it must be. */
const voteData: Schema<OpenVote | SealedVote> = {
	description: `${openVoteData.description} or ${sealedVoteData.description}`,
	json: { anyOf: [openVoteData.json, sealedVoteData.json] },
	parse(value, path) {
		const isSealed = isJsonObject(value) && Object.hasOwn(value, 'commitment');
		const parsed = (isSealed ? sealedVoteData : openVoteData).parse(value, path);
		return parsed.ok ? ok<OpenVote | SealedVote>(parsed.value) : parsed;
	},
};

function requireProposal(
	context: MethodContext,
	type: SopType,
	id: Hash,
): { readonly proposal: ProposalState; readonly incident: IncidentState } {
	requireRole(context, type);
	const proposal = readProposal(context.state, id);
	if (!proposal) return refuse('unknown-proposal', 'proposal', 'a proposal of this chain', id);
	const incident = requireStep(context, type, proposal.incident);
	guard(incident.proposal === id, 'unknown-proposal', 'proposal', incident.proposal, id);
	return { proposal, incident };
}

function requireElectorate(context: MethodContext, proposal: ProposalState): void {
	const voters = proposal.electorate.map((member) => member.address);
	guard(
		voters.includes(context.sender.address),
		'not-authorised',
		'electorate',
		voters,
		context.sender.address,
	);
}

function castVote(context: MethodContext, data: OpenVote | SealedVote): Outcome {
	const { proposal, incident } = requireProposal(context, 'vote', data.proposal);
	requireElectorate(context, proposal);
	const mode = wordParameterOf(context.genesis, 'voting-mode');
	const given = 'commitment' in data ? 'sealed' : 'open';
	guard(given === mode, 'wrong-voting-mode', 'voting-mode', mode, given);
	const { state, sender, block } = context;
	const before = readVote(state, proposal.id, sender.address);
	guard(before === undefined, 'already-voted', 'voter', null, sender.address);
	guard(block.height <= proposal.deadline, 'vote-closed', 'height', proposal.deadline, block.height);
	requireVoteStake(context, data);
	const vote = 'commitment' in data ? sealedVote(data) : openVote(context, proposal, incident, data);
	state.set(voteKey(proposal.id, sender.address), vote as unknown as JsonValue);
	const account = readAccount(state, sender.address) as Account;
	writeAccount(state, { ...account, votes: add(account.votes, 1) });
	const counted =
		vote.option === null || vote.option === 'Abstain'
			? incident
			: withDuty(incident, context, context.intrinsicFee);
	writeIncident(state, { ...counted, steppedAt: block.height });
	return {
		events: [{ name: 'VoteCast', data: { proposal: proposal.id, voter: sender.address, ...vote } }],
		calls: data.stake === 0 ? [] : [lock(proposal.id, sender.address, data.stake)],
	};
}

function sealedVote(data: SealedVote): VoteState {
	return { option: null, stake: data.stake, weight: null, commitment: data.commitment };
}

function openVote(
	context: MethodContext,
	proposal: ProposalState,
	incident: IncidentState,
	data: OpenVote,
): VoteState {
	requireClaims(context, incident.evidence, data.claims);
	return {
		option: data.option,
		stake: data.stake,
		weight: weightOf(context, proposal, data.option, data.stake),
		commitment: null,
	};
}

function weightOf(
	context: MethodContext,
	proposal: ProposalState,
	option: OpenVote['option'],
	stake: number,
): number {
	return option === 'Abstain' ? 0 : weightOfVote(proposal.electorate, context.sender.address, stake);
}

/** Open: 0, or within the range, and an Abstain carries none. Sealed: always within the range, so it tells nothing. */
function requireVoteStake(context: MethodContext, data: OpenVote | SealedVote): void {
	const least = parameterOf(context.genesis, 'vote-stake-min');
	const most = parameterOf(context.genesis, 'vote-stake-max');
	const inRange = data.stake >= least && data.stake <= most;
	const sealed = 'commitment' in data;
	const allowed = sealed
		? inRange
		: data.option === 'Abstain'
			? data.stake === 0
			: data.stake === 0 || inRange;
	const expected = sealed
		? [least, most]
		: 'option' in data && data.option === 'Abstain'
			? [0]
			: [0, least, most];
	guard(allowed, 'stake-out-of-range', 'stake', expected, data.stake);
	const { balance } = context.sender;
	guard(data.stake <= balance, 'insufficient-balance', 'stake', data.stake, balance);
}

function lock(proposal: Hash, from: Call['from'], amount: number): Call {
	return { kind: 'escrow-lock', from, to: null, amount, reputation: 0, reason: proposal };
}

/** The commitment of a sealed vote (protocol.md §7). */
export function commitmentOf(vote: {
	readonly option: string;
	readonly proposalId: Hash;
	readonly salt: Hash;
	readonly voter: string;
}): Hash {
	return hashJson('vote', {
		option: vote.option,
		proposalId: vote.proposalId,
		salt: vote.salt,
		voter: vote.voter,
	});
}

function revealVote(context: MethodContext, data: Parsed<typeof revealVoteData>): Outcome {
	const { proposal, incident } = requireProposal(context, 'reveal_vote', data.proposal);
	requireElectorate(context, proposal);
	const mode = wordParameterOf(context.genesis, 'voting-mode');
	guard(mode === 'sealed', 'wrong-voting-mode', 'voting-mode', 'sealed', mode);
	const { state, sender, block } = context;
	const vote = readVote(state, proposal.id, sender.address);
	if (!vote) return refuse('not-committed', 'voter', 'a commitment', sender.address);
	guard(vote.option === null, 'already-revealed', 'voter', null, vote.option);
	const open = isRevealOpen(
		proposal,
		block.height,
		(voter) => readVote(state, proposal.id, voter) !== undefined,
	);
	guard(open, 'reveal-not-open', 'height', `all committed, or after ${proposal.deadline}`, block.height);
	const last = voteDeadlineOf(context.genesis, proposal);
	guard(block.height <= last, 'vote-closed', 'height', last, block.height);
	const commitment = commitmentOf({
		option: data.option,
		proposalId: proposal.id,
		salt: data.salt,
		voter: sender.address,
	});
	guard(commitment === vote.commitment, 'commitment-mismatch', 'commitment', vote.commitment, commitment);
	requireClaims(context, incident.evidence, data.claims);
	return recordReveal(context, proposal, incident, vote, data.option);
}

/** A revealed Abstain gets its stake back at once; any other option counts, with both its fees as duty. */
function recordReveal(
	context: MethodContext,
	proposal: ProposalState,
	incident: IncidentState,
	vote: VoteState,
	option: OpenVote['option'],
): Outcome {
	const { state, sender, genesis } = context;
	const abstains = option === 'Abstain';
	const weight = weightOf(context, proposal, option, vote.stake);
	state.set(voteKey(proposal.id, sender.address), { ...vote, option, weight });
	const commitFee = multiply(parameterOf(genesis, 'intrinsic-gas'), parameterOf(genesis, 'gas-price'));
	const counted = abstains ? incident : withDuty(incident, context, add(context.intrinsicFee, commitFee));
	writeIncident(state, { ...counted, steppedAt: context.block.height });
	const back: Call = {
		kind: 'escrow-release',
		from: null,
		to: sender.address,
		amount: vote.stake,
		reputation: 0,
		reason: proposal.id,
	};
	return {
		events: [
			{ name: 'VoteRevealed', data: { proposal: proposal.id, voter: sender.address, option, weight } },
		],
		calls: abstains ? [back] : [],
	};
}

function closeVote(context: MethodContext, data: Parsed<typeof closeVoteData>): Outcome {
	const { proposal, incident } = requireProposal(context, 'close_vote', data.proposal);
	const { state, genesis, block } = context;
	const voteOf = (voter: ProposalState['proposer']) => readVote(state, proposal.id, voter);
	const all = proposal.electorate.every((member) => (voteOf(member.address)?.option ?? null) !== null);
	const last = voteDeadlineOf(genesis, proposal);
	guard(all || block.height > last, 'vote-still-open', 'height', `all voted, or after ${last}`, block.height);
	const tally = tallyVotes(genesis, proposal.electorate, voteOf);
	const after = afterClose(context, incident, tally.status === 'Passed');
	const calls = settleVote(context, proposal, tally.status);
	writeProposal(state, { ...proposal, status: tally.status });
	writeIncident(state, after);
	return {
		events: [
			{ name: 'VoteClosed', data: { proposal: proposal.id, ...tally } },
			stateChanged(incident, after.state),
		],
		calls,
	};
}

/** Passed: Consensus. Otherwise the next round, or Unresolved after the last. */
function afterClose(context: MethodContext, incident: IncidentState, passed: boolean): IncidentState {
	const stepped = withStep(incident, context);
	if (passed) return { ...stepped, state: 'Consensus' };
	if (incident.round >= parameterOf(context.genesis, 'max-rounds'))
		return { ...stepped, state: 'Unresolved' };
	return {
		...stepped,
		state: 'Data_Collected',
		round: add(incident.round, 1),
		dependencies: null,
		probabilities: null,
		enough: null,
		faultWeb: null,
		assigned: [],
	};
}

/** Voting on root causes: snapshot, stakes, quorum (protocol.md §7). */
export const governanceContract: Contract = {
	name: 'GovernanceContract',
	methods: {
		vote: method(voteData, castVote),
		reveal_vote: method(revealVoteData, revealVote),
		close_vote: method(closeVoteData, closeVote),
	},
};
