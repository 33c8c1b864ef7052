import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoteOption, VoteState } from '../../chain/state-entries.ts';
import { seededGenesis } from '../../chain/testing/seeded-chain.ts';
import type { Address } from '../../crypto/address.ts';
import { baseOfReputation, clipBases, weightOfVote } from './electorate.ts';
import { tallyVotes } from './tally.ts';

type Ballot = readonly [base: number, option: VoteOption | null, weight: number];

const genesis = seededGenesis();
const addressAt = (index: number) => genesis.agents[index]!.address;

/** The count of some ballots; one without an option is silence. */
function tally(ballots: readonly Ballot[], parameters: { readonly [name: string]: number } = {}) {
	const electorate = ballots.map(([base], index) => ({ address: addressAt(index), base }));
	const votes = new Map<Address, VoteState>();
	ballots.forEach(([, option, weight], index) => {
		if (option) votes.set(addressAt(index), { option, stake: 0, weight, commitment: null });
	});
	const changed = { ...genesis, parameters: { ...genesis.parameters, ...parameters } };
	return tallyVotes(changed, electorate, (voter) => votes.get(voter));
}

const status = (...given: Parameters<typeof tally>) => tally(...given).status;
const silent = (base = 1000): Ballot => [base, null, 0];
const votes = (option: VoteOption, weight = 1000, base = 1000): Ballot => [base, option, weight];
const times = (count: number, ballot: Ballot) => Array.from({ length: count }, () => ballot);

describe('participation', () => {
	it('is enough at exactly one half of the bases, and one milli-unit less is not', () => {
		const three = times(3, votes('For'));
		expect(status([...three, ...times(3, silent())])).toBe('Passed');
		expect(status([...three, ...times(2, silent()), silent(1001)])).toBe('NoQuorum');
		expect(status([...three, ...times(2, silent()), silent(999)])).toBe('Passed');
	});

	it('is by bases, not by weights or heads', () => {
		const heavy = votes('For', 2000, 1000);
		expect(status([heavy, heavy, ...times(4, silent())])).toBe('NoQuorum');
		expect(status([votes('For', 1, 3000), ...times(3, silent())])).toBe('Passed');
	});

	it('does not count who abstains', () => {
		expect(status([...times(2, votes('For')), ...times(4, votes('Abstain', 0))])).toBe('NoQuorum');
	});
});

describe('support', () => {
	it('must be more than one half of what was cast, by one milli-unit', () => {
		const pair = (difference: number) => [
			...times(3, votes('For', 1000)),
			...times(2, votes('Against', 1000)),
			votes('Against', 1000 - difference),
		];
		expect([status(pair(1)), status(pair(0)), status(pair(-1))]).toEqual(['Passed', 'NoQuorum', 'Rejected']);
	});

	it('of a tie, of silence, and of nothing but abstentions decides nothing', () => {
		expect(status([...times(3, votes('For')), ...times(3, votes('Against'))])).toBe('NoQuorum');
		expect(status(times(6, silent()))).toBe('NoQuorum');
		expect(status(times(6, votes('Abstain', 0)))).toBe('NoQuorum');
		expect(status(times(6, votes('For', 0)))).toBe('NoQuorum');
	});

	it('of a sealed vote that was never revealed counts as none', () => {
		const electorate = times(6, silent()).map(([base], index) => ({ address: addressAt(index), base }));
		const committed: VoteState = {
			option: null,
			stake: 2000,
			weight: null,
			commitment: `0x${'1'.repeat(64)}`,
		};
		expect(tallyVotes(genesis, electorate, () => committed)).toMatchObject({
			participating: 0,
			status: 'NoQuorum',
		});
	});
});

describe('a count', () => {
	const ballot = fc.tuple(
		fc.integer({ min: 1, max: 6000 }),
		fc.constantFrom<VoteOption | null>('For', 'Against', 'Abstain', null),
		fc.integer({ min: 0, max: 8000 }),
	);

	it('is the definition of protocol.md §7 in exact fractions, whatever the thresholds', () => {
		const thousandths = fc.integer({ min: 0, max: 1000 });
		fc.assert(
			fc.property(
				fc.array(ballot, { minLength: 1, maxLength: 7 }),
				thousandths,
				thousandths,
				(ballots, beta, alpha) => {
					const sum = (wanted: (one: Ballot) => boolean, of: (one: Ballot) => number) =>
						BigInt(ballots.filter(wanted).reduce((total, one) => total + of(one), 0));
					const isCast = ([, option]: Ballot) => option === 'For' || option === 'Against';
					const all = sum(
						() => true,
						([base]) => base,
					);
					const taking = sum(isCast, ([base]) => base);
					const weightFor = sum(
						([, option]) => option === 'For',
						([, , weight]) => weight,
					);
					const against = sum(
						([, option]) => option === 'Against',
						([, , weight]) => weight,
					);
					const quorate = taking * 1000n >= BigInt(beta) * all;
					const passed = quorate && weightFor * 1000n > BigInt(alpha) * (weightFor + against);
					const rejected = quorate && !passed && against > weightFor;
					expect(tally(ballots, { 'participation-threshold': beta, 'support-threshold': alpha })).toEqual({
						participating: Number(taking),
						electorate: Number(all),
						forWeight: Number(weightFor),
						againstWeight: Number(against),
						status: passed ? 'Passed' : rejected ? 'Rejected' : 'NoQuorum',
					});
				},
			),
		);
	});
});

describe('the base of a voter', () => {
	it('is 1000, and 100 more for each point of reputation above 50', () => {
		const bases = [0, 49, 50, 51, 100].map((reputation) => baseOfReputation(genesis, reputation));
		expect(bases).toEqual([1000, 1000, 1000, 1100, 6000]);
	});

	it('is clipped to the largest integer that leaves nobody over a third, and the order stays', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 3, maxLength: 7 }), (bases) => {
				const clipped = clipBases(bases);
				const total = clipped.reduce((sum, one) => sum + one, 0);
				for (const one of clipped) expect(3 * one).toBeLessThanOrEqual(total);
				const most = Math.max(...clipped);
				expect(clipped).toEqual(bases.map((base) => Math.min(base, most)));
				if (most < Math.max(...bases)) {
					const next = bases.map((base) => Math.min(base, most + 1));
					expect(3 * (most + 1)).toBeGreaterThan(next.reduce((sum, one) => sum + one, 0));
				}
			}),
		);
	});

	it('of one with all the reputation among five with none is clipped to half of theirs', () => {
		// Unclipped, 6000 against 5 × 1000 would decide alone.
		expect(clipBases([6000, 1000, 1000, 1000, 1000, 1000])).toEqual([2500, 1000, 1000, 1000, 1000, 1000]);
	});
});

describe('the weight of a vote', () => {
	it('is base and stake, and never more than a third of all bases', () => {
		const electorate = genesis.agents.slice(0, 6).map(({ address }) => ({ address, base: 1000 }));
		const weights = [0, 10, 999, 1000, 1001, 2000].map((stake) =>
			weightOfVote(electorate, addressAt(0), stake),
		);
		expect(weights).toEqual([1000, 1010, 1999, 2000, 2000, 2000]);
	});

	it('lets nobody decide against two others, whatever is staked', () => {
		const stake = fc.integer({ min: 0, max: 2000 });
		const reputations = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 6, maxLength: 6 });
		fc.assert(
			fc.property(reputations, fc.array(stake, { minLength: 6, maxLength: 6 }), (reputation, stakes) => {
				const bases = clipBases(reputation.map((one) => baseOfReputation(genesis, one)));
				const electorate = bases.map((base, index) => ({ address: addressAt(index), base }));
				const weight = (index: number) => weightOfVote(electorate, addressAt(index), stakes[index] as number);
				// One For and five silent or abstaining: never a quorum, so never a decision.
				for (let lone = 0; lone < 6; lone++) {
					const ballots = bases.map((base, index): Ballot => [
						base,
						index === lone ? 'For' : null,
						weight(index),
					]);
					expect(status(ballots)).toBe('NoQuorum');
					// One For against five without a stake: never passed.
					const against = bases.map((base, index): Ballot =>
						index === lone ? [base, 'For', weight(index)] : [base, 'Against', base],
					);
					expect(status(against)).not.toBe('Passed');
				}
			}),
			{ numRuns: 60 },
		);
	});
});
