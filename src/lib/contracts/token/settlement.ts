import { parameterOf } from '../../chain/gas.ts';
import type { Genesis } from '../../chain/genesis.ts';
import type { Call } from '../../chain/receipt.ts';
import type { ProposalState, VoteState } from '../../chain/state-entries.ts';
import type { Address } from '../../crypto/address.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { add, divide, multiply, multiplyDivide, sum } from '../../primitives/integers.ts';
import type { CallReason } from '../receipt-words.ts';

/** All that a settlement depends on. `parties` are proposer and electorate in genesis order. */
export type SettlementInput = {
	readonly genesis: Genesis;
	readonly proposal: ProposalState;
	readonly parties: readonly {
		readonly address: Address;
		readonly escrow: number;
		readonly balance: number;
		/** Undefined for the proposer, and for a voter who was silent. */
		readonly vote: VoteState | undefined;
	}[];
	/** Treasury balance before settlement. */
	readonly treasury: number;
};

type Party = SettlementInput['parties'][number];
type Earner = {
	readonly party: Party;
	readonly ceiling: number;
	readonly reputation: number;
	readonly reason: CallReason;
};

/** Rejected at close: the proposer and its supporters pay into the treasury, all other escrow goes back. */
export function settleRejected(input: SettlementInput): readonly Call[] {
	const p = (name: string) => parameterOf(input.genesis, name);
	return [
		...releaseAll(input),
		...input.parties.flatMap((party) => {
			if (isProposer(input, party))
				return [
					penalty(
						input,
						party,
						Math.min(p('rejected-proposer-penalty'), party.escrow),
						-p('rejected-proposer-reputation'),
						'rejected-proposer',
					),
				];
			if (party.vote?.option === 'For')
				return [
					penalty(
						input,
						party,
						Math.min(p('rejected-for-penalty'), party.escrow),
						-p('rejected-for-reputation'),
						'rejected-for',
					),
				];
			return unrevealed(input, party);
		}),
	];
}

/** NoQuorum at close: everything back, no penalty but for votes never revealed. */
export function settleNoQuorum(input: SettlementInput): readonly Call[] {
	return [...releaseAll(input), ...input.parties.flatMap((party) => unrevealed(input, party))];
}

/** Passed at close under `on-verification`: only votes never revealed are settled now; the rest waits. */
export function settlePassed(input: SettlementInput): readonly Call[] {
	return input.parties.flatMap((party) => {
		const paid = unrevealed(input, party);
		return paid.length === 0 ? [] : [release(input.proposal.id, party), ...paid];
	});
}

/** Expired: everything back, no reward. */
export function settleExpired(input: SettlementInput): readonly Call[] {
	return releaseAll(input);
}

/** Duty refunds, paid from the treasury first, in genesis order, while it lasts. */
export function refundDuty(
	input: Pick<SettlementInput, 'genesis' | 'treasury'>,
	duty: { readonly [address: string]: number },
): readonly Call[] {
	const order = [...input.genesis.agents.map((agent) => agent.address), input.genesis.operator.address];
	let left = input.treasury;
	return order.flatMap((address) => {
		const amount = Math.min(duty[address] ?? 0, left);
		if (amount === 0) return [];
		left -= amount;
		return [treasuryCall(input.genesis, 'refund', address, amount, 0, 'duty')];
	});
}

/** Verified: proposer and supporters earn by what they risked, opponents pay. `spent` left the treasury as duty before. */
export function settleVerified(input: SettlementInput, spent: number): readonly Call[] {
	const p = (name: string) => parameterOf(input.genesis, name);
	const penalties = input.parties
		.filter((party) => party.vote?.option === 'Against')
		.map((party) =>
			penalty(
				input,
				party,
				Math.min(p('verified-against-penalty'), party.escrow),
				-p('verified-against-reputation'),
				'verified-against',
			),
		);
	const earners: Earner[] = input.parties.flatMap((party): Earner[] => {
		if (isProposer(input, party))
			return [
				{
					party,
					ceiling: add(p('proposer-reward'), p('proposer-bounty')),
					reputation: p('verified-proposer-reputation'),
					reason: 'verified-proposer',
				},
			];
		if (party.vote?.option === 'For')
			return [
				{
					party,
					ceiling: voterCeiling(input.genesis),
					reputation: p('verified-for-reputation'),
					reason: 'verified-for',
				},
			];
		return [];
	});
	return [...releaseAll(input), ...penalties, ...payEarners(input, earners, spent, penalties)];
}

/** Falsified: the proposer's escrow burns whole, its supporters' by half; opponents earn. */
export function settleFalsified(input: SettlementInput, spent: number): readonly Call[] {
	const p = (name: string) => parameterOf(input.genesis, name);
	const burns = input.parties.flatMap((party): Call[] => {
		if (isProposer(input, party))
			return [burn(party, party.escrow, -p('falsified-proposer-reputation'), 'falsified-proposer')];
		if (party.vote?.option !== 'For') return [];
		const share = divide(multiply(party.escrow, p('falsified-for-burn-percent')), 100);
		return [burn(party, share, -p('falsified-for-reputation'), 'falsified-for')];
	});
	const earners = input.parties
		.filter((party) => party.vote?.option === 'Against')
		.map((party): Earner => ({
			party,
			ceiling: voterCeiling(input.genesis),
			reputation: p('falsified-against-reputation'),
			reason: 'falsified-against',
		}));
	return [...releaseAll(input), ...burns, ...payEarners(input, earners, spent, [])];
}

/** The original report's rule, `settlement: on-close`: rewards and penalties at the close of the vote, whatever the truth. */
export function settleOnClose(input: SettlementInput, passed: boolean): readonly Call[] {
	const p = (name: string) => parameterOf(input.genesis, name);
	const after = (party: Party) => add(party.balance, party.escrow);
	const penalties = input.parties.flatMap((party): readonly Call[] => {
		const charge = (amount: string, reputation: string, reason: CallReason) =>
			penalty(input, party, Math.min(p(amount), after(party)), -p(reputation), reason);
		if (passed && party.vote?.option === 'Against')
			return [charge('verified-against-penalty', 'verified-against-reputation', 'passed-against')];
		if (!passed && isProposer(input, party))
			return [charge('rejected-proposer-penalty', 'rejected-proposer-reputation', 'rejected-proposer')];
		if (!passed && party.vote?.option === 'For')
			return [charge('rejected-for-penalty', 'rejected-for-reputation', 'rejected-for')];
		return unrevealed(input, party);
	});
	const rewards: Earner[] = !passed
		? []
		: input.parties.flatMap((party): Earner[] => {
				if (isProposer(input, party))
					return [
						{
							party,
							ceiling: add(p('proposer-reward'), p('proposer-bounty')),
							reputation: p('verified-proposer-reputation'),
							reason: 'passed-proposer',
						},
					];
				if (party.vote?.option !== 'For') return [];
				return [
					{
						party,
						ceiling: voterCeiling(input.genesis),
						reputation: p('verified-for-reputation'),
						reason: 'passed-for',
					},
				];
			});
	let left = add(input.treasury, sum(penalties.map((call) => call.amount)));
	const paid = rewards.map((earner) => {
		const amount = Math.min(earner.ceiling, left);
		left -= amount;
		return reward(input.genesis, earner, amount);
	});
	return [...releaseAll(input), ...penalties, ...paid];
}

/** 300 and 70 % of the intrinsic gas of a plain vote: the most a voter can earn. */
export function voterCeiling(genesis: Genesis): number {
	const p = (name: string) => parameterOf(genesis, name);
	const rebate = divide(multiply(p('gas-rebate-percent'), multiply(p('intrinsic-gas'), p('gas-price'))), 100);
	return add(p('voter-reward'), rebate);
}

function payEarners(
	input: SettlementInput,
	earners: readonly Earner[],
	spent: number,
	penalties: readonly Call[],
): readonly Call[] {
	const full = parameterOf(input.genesis, 'full-reward-stake');
	const pool = divide(multiply(input.treasury, parameterOf(input.genesis, 'reward-pool-permille')), 1000);
	const shares = earners.map((earner) =>
		multiplyDivide(earner.ceiling, Math.min(earner.party.escrow, full), full),
	);
	const wanted = sum(shares);
	let left = add(input.treasury - spent, sum(penalties.map((call) => call.amount)));
	return earners.map((earner, index) => {
		const share = shares[index] as number;
		const scaled = wanted > pool ? multiplyDivide(share, pool, wanted) : share;
		const amount = Math.min(scaled, left);
		left -= amount;
		return reward(input.genesis, earner, amount);
	});
}

function isProposer(input: SettlementInput, party: Party): boolean {
	return party.address === input.proposal.proposer;
}

function releaseAll(input: SettlementInput): readonly Call[] {
	return input.parties.filter((party) => party.escrow > 0).map((party) => release(input.proposal.id, party));
}

function release(proposal: Hash, party: Party): Call {
	return {
		kind: 'escrow-release',
		from: null,
		to: party.address,
		amount: party.escrow,
		reputation: 0,
		reason: proposal,
	};
}

/** A sealed vote never revealed counts as Abstain and loses its stake to the treasury at close (§7). */
function unrevealed(input: SettlementInput, party: Party): readonly Call[] {
	const silent = party.vote !== undefined && party.vote.option === null;
	return silent ? [penalty(input, party, party.escrow, 0, 'unrevealed')] : [];
}

function penalty(
	input: SettlementInput,
	party: Party,
	amount: number,
	reputation: number,
	reason: CallReason,
): Call {
	return {
		kind: 'penalty',
		from: party.address,
		to: input.genesis.treasury.address,
		amount,
		reputation,
		reason,
	};
}

function burn(party: Party, amount: number, reputation: number, reason: CallReason): Call {
	return { kind: 'burn', from: party.address, to: null, amount, reputation, reason };
}

function reward(genesis: Genesis, earner: Earner, amount: number): Call {
	return treasuryCall(genesis, 'reward', earner.party.address, amount, earner.reputation, earner.reason);
}

function treasuryCall(
	genesis: Genesis,
	kind: Call['kind'],
	to: Address,
	amount: number,
	reputation: number,
	reason: CallReason,
): Call {
	return { kind, from: genesis.treasury.address, to, amount, reputation, reason };
}
