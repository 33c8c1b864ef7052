import type { Genesis } from '../../chain/genesis.ts';
import type { ProposalState, VoteOption, VoteState } from '../../chain/state-entries.ts';
import { clipBases, baseOfReputation, weightOfVote } from '../../contracts/governance/electorate.ts';
import { isSealed, voteDeadlineOf } from '../../contracts/ops/phase.ts';
import { tallyVotes } from '../../contracts/governance/tally.ts';
import type { Address } from '../../crypto/address.ts';
import type { WorldView } from '../../ledger/timeline.ts';

/** What is known of a voter: its option, or that it has none yet, hides it still, or never showed it. */
export type SeatOption = VoteOption | 'none' | 'sealed' | 'unrevealed';

/** A voter's seat at the ring. Weights in milli-units. */
export type Seat = {
	readonly address: Address;
	readonly base: number;
	readonly option: SeatOption;
	readonly stake: number;
	/** Weight of the vote; null while there is none. */
	readonly weight: number | null;
};

/** A threshold bar: how far it is and where its line stands, both from 0 to 1. */
export type Threshold = { readonly share: number; readonly line: number; readonly met: boolean };

/** A proposal's vote as the ring and the bars show it. */
export type VoteView = {
	readonly proposal: ProposalState;
	readonly seats: readonly Seat[];
	readonly voted: number;
	/** Where votes are sealed: how many of those cast are revealed, and the last block in which one may be. */
	readonly sealed: { readonly revealed: number; readonly until: number } | null;
	readonly electorate: number;
	readonly participating: number;
	readonly forWeight: number;
	readonly againstWeight: number;
	readonly participation: Threshold;
	readonly support: Threshold;
	/** Weight (milli-units of base) that must still take part before the vote can pass. */
	readonly needed: number;
};

type ProposalWithVotes = WorldView['proposals'][number];

/** The vote on a proposal, counted by the contract's own rule. */
export function voteViewOf(genesis: Genesis, { proposal, votes }: ProposalWithVotes): VoteView {
	const tally = tallyVotes(genesis, proposal.electorate, (voter) => votes[voter]);
	const isClosed = proposal.status !== 'Open';
	const seats = proposal.electorate.map(({ address, base }) =>
		seatOf(address, base, votes[address], isClosed),
	);
	const beta = numberOf(genesis, 'participation-threshold') / 1000;
	const alpha = numberOf(genesis, 'support-threshold') / 1000;
	const cast = tally.forWeight + tally.againstWeight;
	const share = tally.electorate === 0 ? 0 : tally.participating / tally.electorate;
	const support = cast === 0 ? 0 : tally.forWeight / cast;
	const voted = seats.filter((seat) => seat.option !== 'none').length;
	const hidden = seats.filter((seat) => seat.option === 'sealed' || seat.option === 'unrevealed').length;
	return {
		proposal,
		seats,
		voted,
		sealed: isSealed(genesis) ? { revealed: voted - hidden, until: voteDeadlineOf(genesis, proposal) } : null,
		electorate: tally.electorate,
		participating: tally.participating,
		forWeight: tally.forWeight,
		againstWeight: tally.againstWeight,
		participation: { share, line: beta, met: share >= beta && tally.electorate > 0 },
		support: { share: support, line: alpha, met: support > alpha },
		needed: Math.max(0, Math.ceil(beta * tally.electorate) - tally.participating),
	};
}

function seatOf(address: Address, base: number, vote: VoteState | undefined, isClosed: boolean): Seat {
	const option = vote ? (vote.option ?? (isClosed ? 'unrevealed' : 'sealed')) : 'none';
	return { address, base, option, stake: vote?.stake ?? 0, weight: vote?.weight ?? null };
}

/** The weight an agent has, or would have with no stake, at the current proposal; with the numbers it comes from. */
export type WeightView = {
	readonly weight: number;
	readonly base: number;
	readonly stake: number;
	/** A third of the electorate's bases: no vote weighs more. */
	readonly cap: number;
};

/** Weights by address; empty while nothing was proposed. The proposer has none. */
export function weightsOf(
	genesis: Genesis,
	current: ProposalWithVotes | undefined,
): ReadonlyMap<Address, WeightView> {
	if (!current) return new Map();
	const { electorate } = current.proposal;
	const cap = Math.floor(electorate.reduce((sum, member) => sum + member.base, 0) / 3);
	return new Map(
		electorate.map(({ address, base }) => {
			const vote = current.votes[address];
			const stake = vote?.stake ?? 0;
			const isLost = vote?.option === null && current.proposal.status !== 'Open';
			const weight = isLost ? 0 : (vote?.weight ?? weightOfVote(electorate, address, stake));
			return [address, { weight, base, stake, cap }];
		}),
	);
}

/** What an agent's reputation weighs before any proposal, in milli-units. */
export function standingWeight(genesis: Genesis, reputations: readonly number[], index: number): number {
	return clipBases(reputations.map((reputation) => baseOfReputation(genesis, reputation)))[index] ?? 0;
}

/** The proposal in view: the incident's current one, else the last one made. */
export function currentProposal(world: WorldView): ProposalWithVotes | undefined {
	const id = world.incident?.proposal;
	return world.proposals.find(({ proposal }) => proposal.id === id) ?? world.proposals.at(-1);
}

function numberOf(genesis: Genesis, name: string): number {
	const value = genesis.parameters[name];
	return typeof value === 'number' ? value : 0;
}
