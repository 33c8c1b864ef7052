import { describe, expect, it } from 'vitest';
import type { AgentRole, Genesis } from '../../chain/genesis.ts';
import type { Receipt } from '../../chain/receipt.ts';
import type { Address } from '../../crypto/address.ts';
import type { Signer } from '../../chain/testing/seeded-chain.ts';
import { readIncident } from '../ops/incident.ts';
import { allVote, createCase, VOTERS, type Ballots, type Case } from '../testing/case.ts';
import { countSupply, createSandbox, type Sandbox, type SandboxOptions } from '../testing/sandbox.ts';
import { readEscrow } from './calls.ts';

const ORACLE = 'probability-oracle';
const ON_CLOSE = { parameters: { settlement: 'on-close' } };

type End = 'Verified' | 'Falsified' | 'Expired';
type Settled = {
	readonly sandbox: Sandbox;
	readonly at: Case;
	readonly receipt: Receipt;
	/** What the settling transaction moved: balance with escrow, and reputation. Its fee is not in it. */
	readonly gain: (who: Signer | 'treasury') => number;
	readonly reputation: (who: AgentRole) => number;
};

/** Closes a vote of some stakes, or goes on to an end, and tells what the last transaction moved. */
function settle(
	ballots: Ballots,
	end?: End,
	{ stake = 2000, ...options }: SandboxOptions & { readonly stake?: number } = {},
): Settled {
	const sandbox = createSandbox(options);
	const at = createCase(sandbox);
	at.advance('Root_Cause_Proposed', { stake });
	at.vote(ballots);
	if (Object.keys(ballots).length < VOTERS.length) sandbox.pass(21);
	if (end) {
		at.step('close_vote');
		at.step('submit_solution');
	}
	if (end === 'Expired') sandbox.pass(1001);
	const before = new Map(everybody(sandbox));
	const receipt =
		end === undefined
			? at.step('close_vote')
			: end === 'Expired'
				? at.step('expire_incident')
				: at.step('verify_outcome', { verdict: end.toLowerCase() });
	const after = new Map(everybody(sandbox));
	const { counted, genesis } = countSupply(sandbox.world());
	expect(counted).toBe(genesis);
	const sender = end === undefined || end === 'Expired' ? 'process-scheduler' : 'operator';
	const feeOf = (who: string) => (who === sender ? receipt.fee : who === 'treasury' ? -receipt.fee : 0);
	return {
		sandbox,
		at,
		receipt,
		gain: (who) => after.get(who)!.tokens - before.get(who)!.tokens + feeOf(who),
		reputation: (who) => after.get(who)!.reputation - before.get(who)!.reputation,
	};
}

/** Balance with escrow, and reputation, of everybody. */
function everybody(sandbox: Sandbox): readonly (readonly [string, { tokens: number; reputation: number }])[] {
	return ([...VOTERS, ORACLE, 'operator', 'treasury'] as const).map((who) => {
		const { balance, reputation, address } = sandbox.account(who);
		const held = escrows(sandbox).filter(({ owner }) => owner === address);
		return [who, { tokens: held.reduce((sum, { amount }) => sum + amount, balance), reputation }];
	});
}

/** What is in escrow on the incident's proposal, by owner. */
function escrows(sandbox: Sandbox): readonly { readonly owner: Address; readonly amount: number }[] {
	const proposal = readIncident(sandbox.state, 'incident')?.proposal;
	if (!proposal) return [];
	return [...VOTERS, ORACLE]
		.map((who) => sandbox.address(who as AgentRole))
		.map((owner) => ({ owner, amount: readEscrow(sandbox.state, proposal, owner) }))
		.filter(({ amount }) => amount > 0);
}

/** Duty refunds of a settlement by who gets them. */
const dutyOf = ({ receipt }: Settled) =>
	new Map(receipt.calls.filter(({ kind }) => kind === 'refund').map(({ to, amount }) => [to, amount]));

/** What somebody gained beside its duty refund. */
const earned = (settled: Settled, who: AgentRole) =>
	settled.gain(who) - (dutyOf(settled).get(settled.sandbox.address(who)) ?? 0);

const withTreasury = (balance: number) => (genesis: Genesis) => ({
	...genesis,
	treasury: { ...genesis.treasury, balance },
});

describe('rejected at close', () => {
	const settled = settle(
		{
			'alert-receiver': ['For', 2000],
			'process-scheduler': ['For', 60],
			'data-detective': ['For', 0],
			'dependency-explorer': ['Against', 2000],
			'fault-mapper': ['Against', 2000],
			'solution-engineer': ['Against', 2000],
		},
		undefined,
		{ stake: 700 },
	);

	it('costs the proposer 300 and its supporters 100, at most their stake, and pays all else back', () => {
		expect(settled.at.incident().state).toBe('Data_Collected');
		expect([ORACLE, ...VOTERS].map((who) => settled.gain(who as AgentRole))).toEqual([
			-300, -100, -60, 0, 0, 0, 0,
		]);
		expect(settled.gain('treasury')).toBe(460);
		expect(escrows(settled.sandbox)).toEqual([]);
	});

	it('costs the proposer 5 reputation and each supporter 1', () => {
		expect([ORACLE, ...VOTERS].map((who) => settled.reputation(who as AgentRole))).toEqual([
			-5, -1, -1, -1, 0, 0, 0,
		]);
	});

	it('never costs more than was at stake', () => {
		const poor = settle(allVote('Against'), undefined, { parameters: { 'rejected-proposer-penalty': 5000 } });
		expect([poor.gain(ORACLE), poor.reputation(ORACLE)]).toEqual([-2000, -5]);
	});
});

describe('no quorum at close', () => {
	it('pays everything back and costs nobody anything', () => {
		const settled = settle({ 'alert-receiver': ['For', 2000], 'fault-mapper': ['Against', 500] });
		for (const who of [ORACLE, ...VOTERS] as const)
			expect([settled.gain(who as AgentRole), settled.reputation(who as AgentRole)]).toEqual([0, 0]);
		expect(settled.gain('treasury')).toBe(0);
		expect(escrows(settled.sandbox)).toEqual([]);
	});
});

describe('passed at close', () => {
	it('moves nothing before the outcome is known', () => {
		const settled = settle(allVote('For', 2000));
		expect(settled.receipt.calls).toEqual([]);
		expect(escrows(settled.sandbox).map(({ amount }) => amount)).toEqual([
			2000, 2000, 2000, 2000, 2000, 2000, 2000,
		]);
	});
});

const MIXED: Ballots = {
	'alert-receiver': ['For', 2000],
	'process-scheduler': ['For', 500],
	'data-detective': ['For', 0],
	'dependency-explorer': ['Against', 2000],
	'fault-mapper': ['Against', 30],
	'solution-engineer': ['Abstain', 0],
};

describe('verified', () => {
	const settled = settle(MIXED, 'Verified');

	it('pays by what was risked: 1,800 and 440 for a full stake, a quarter of it for a quarter, nothing for none', () => {
		expect(earned(settled, ORACLE)).toBe(1800);
		expect(VOTERS.map((who) => earned(settled, who))).toEqual([440, 110, 0, -50, -30, 0]);
		expect(escrows(settled.sandbox)).toEqual([]);
	});

	it('moves reputation by 5 for the proposer, 1 for and against, none for an abstention', () => {
		expect(settled.reputation(ORACLE)).toBe(5);
		expect(VOTERS.map((who) => settled.reputation(who))).toEqual([1, 1, 1, -1, -1, 0]);
	});

	it('takes it from the treasury, which gets the penalties', () => {
		const duty = [...dutyOf(settled).values()].reduce((sum, amount) => sum + amount, 0);
		expect(settled.gain('treasury')).toBe(-1800 - 440 - 110 + 50 + 30 - duty);
	});

	it('pays a proposer in proportion to a small stake, rounded down', () => {
		expect(earned(settle(MIXED, 'Verified', { stake: 301 }), ORACLE)).toBe(270);
	});

	it('names its basis in the event', () => {
		expect(settled.receipt.events[0]).toMatchObject({
			name: 'OutcomeVerified',
			data: { verdict: 'verified', basis: 'ground-truth' },
		});
	});
});

describe('falsified', () => {
	const settled = settle({ ...MIXED, 'process-scheduler': ['For', 501] }, 'Falsified');

	it('burns the proposer’s stake whole and its supporters’ by half, rounded down, and pays who was against', () => {
		expect(earned(settled, ORACLE)).toBe(-2000);
		expect(VOTERS.map((who) => earned(settled, who))).toEqual([-1000, -250, 0, 440, 6, 0]);
		expect(settled.sandbox.state.get('supply')).toMatchObject({ burned: 3250 });
		expect(escrows(settled.sandbox)).toEqual([]);
	});

	it('moves reputation by 10 for the proposer, 2 for its supporters, 1 for who was against', () => {
		expect(settled.reputation(ORACLE)).toBe(-10);
		expect(VOTERS.map((who) => settled.reputation(who))).toEqual([-2, -2, -2, 1, 1, 0]);
	});
});

describe('expired', () => {
	it('pays everything back, no reward and no duty', () => {
		const settled = settle(MIXED, 'Expired');
		expect(settled.at.incident().state).toBe('Expired');
		for (const who of [ORACLE, ...VOTERS] as const)
			expect([settled.gain(who as AgentRole), settled.reputation(who as AgentRole)]).toEqual([0, 0]);
		expect(settled.gain('treasury')).toBe(0);
	});
});

describe('the pool of rewards', () => {
	it('is 2 % of the treasury before settlement, and all rewards shrink to it alike', () => {
		const settled = settle(allVote('For', 2000), 'Verified', { change: withTreasury(50_000) });
		const treasury =
			settled.sandbox.account('treasury').balance - settled.gain('treasury') - settled.receipt.fee;
		const pool = Math.floor(treasury / 50);
		const wanted = 1800 + 6 * 440;
		expect(pool).toBeLessThan(wanted);
		expect(earned(settled, ORACLE)).toBe(Math.floor((1800 * pool) / wanted));
		for (const who of VOTERS) expect(earned(settled, who)).toBe(Math.floor((440 * pool) / wanted));
	});

	it('pays in full where it holds exactly what is wanted', () => {
		// One supporter with a full stake, two without: 1,800 + 440.
		const ballots = { ...allVote('For'), 'alert-receiver': ['For', 2000] } as const;
		const paid = (permille: number, treasury: number) => {
			const settled = settle(ballots, 'Verified', {
				parameters: { 'reward-pool-permille': permille, 'gas-price': 0 },
				change: withTreasury(treasury),
			});
			return [earned(settled, ORACLE), earned(settled, 'alert-receiver')];
		};
		// Without a price of gas the treasury is what it was, and a rebate of 70 % of nothing leaves 300.
		expect(paid(20, 105_000)).toEqual([1800, 300]);
		expect(paid(20, 104_999)).toEqual([1799, 299]);
		expect(paid(0, 105_000)).toEqual([0, 0]);
	});

	it('is paid after duty, and never more than the treasury has left', () => {
		const settled = settle(allVote('For', 2000), 'Verified', {
			parameters: { 'reward-pool-permille': 1000 },
			change: withTreasury(0),
		});
		const { calls } = settled.receipt;
		const kinds = calls.map(({ kind }) => kind).filter((kind) => kind !== 'escrow-release');
		expect(kinds).toEqual([...kinds].sort((a, b) => (a === b ? 0 : a === 'refund' ? -1 : 1)));
		const paid = calls.filter(({ from }) => from === settled.sandbox.genesis.treasury.address);
		const spent = paid.reduce((sum, { amount }) => sum + amount, 0);
		const had = settled.sandbox.account('treasury').balance - settled.gain('treasury') - settled.receipt.fee;
		expect(spent).toBeLessThanOrEqual(had);
		expect(settled.sandbox.account('treasury').balance).toBe(had - spent + settled.receipt.fee);
	});
});

describe('duty', () => {
	it('pays back the intrinsic fee of every accepted step, so that doing it costs nothing', () => {
		const settled = settle({ ...allVote('For'), 'solution-engineer': ['Abstain', 0] }, 'Verified');
		const address = (who: Signer) => settled.sandbox.address(who);
		expect([...dutyOf(settled)]).toEqual([
			[address('alert-receiver'), 400], // opened, voted
			[address('process-scheduler'), 400], // voted, closed
			[address('data-detective'), 400], // data, voted
			[address('dependency-explorer'), 400], // dependencies, voted
			[address(ORACLE), 200], // probabilities; a proposal is no duty
			[address('fault-mapper'), 400], // fault web, voted
			[address('solution-engineer'), 200], // solution; an abstention is no duty
			[address('operator'), 200], // the outcome itself
		]);
	});

	it('leaves what proofs cost, refused attempts and tasks of another incident to who sent them', () => {
		const sandbox = createSandbox();
		const [at, other] = [createCase(sandbox), createCase(sandbox, 'other')];
		at.advance('Init');
		other.advance('Init');
		at.step('assign_task');
		other.step('assign_task');
		expect(at.attempt('assign_task').error?.code).toBe('already-assigned');
		at.advance('Verified');
		const { duty } = at.incident();
		expect(duty[sandbox.address('process-scheduler')]).toBe(600);
		expect(other.incident().duty[sandbox.address('process-scheduler')]).toBe(200);
	});

	it('is paid in genesis order while the treasury lasts', () => {
		const sandbox = createSandbox({ change: withTreasury(0) });
		const at = createCase(sandbox);
		at.advance('Solution');
		// Somebody gives everything away and is restarted with all that the treasury has.
		const { address } = sandbox.account('alert-receiver');
		const to = sandbox.address('data-detective');
		sandbox.run('alert-receiver', 'unstake', { amount: 5000 });
		const amount = sandbox.account('alert-receiver').balance - 1000;
		sandbox.run('alert-receiver', 'transfer', { to, amount }, 300);
		const { fee } = sandbox.run('operator', 'reboot_agent', { target: address });
		expect(sandbox.account('treasury').balance).toBe(fee);
		const { calls } = at.step('verify_outcome');
		const paid = calls
			.filter(({ kind }) => kind === 'refund' || kind === 'reward')
			.filter(({ amount }) => amount > 0);
		expect(paid).toMatchObject([{ kind: 'refund', to: address, amount: fee }]);
	});

	it('is paid back of long data too, since that is part of the intrinsic fee', () => {
		const sandbox = createSandbox();
		const at = createCase(sandbox);
		at.advance('Consensus');
		const description = 'x'.repeat(2048);
		const steps = [{ id: 'a', action: 'a', description, risk: 'low', rollback: 'n', verification: 'v' }];
		const { gasUsed } = at.step('submit_solution', { steps });
		expect(gasUsed).toBeGreaterThan(200);
		const before = at.incident().duty[sandbox.address('solution-engineer')];
		expect(before).toBe(200 + gasUsed);
	});
});

describe('on close', () => {
	it('pays proposer and supporters in full when passed, whatever their stake, and escrows go back', () => {
		const settled = settle(MIXED, undefined, { ...ON_CLOSE, stake: 300 });
		expect(settled.at.incident().state).toBe('Consensus');
		expect(settled.gain(ORACLE)).toBe(1800);
		expect(VOTERS.map((who) => settled.gain(who))).toEqual([440, 440, 440, -50, -50, 0]);
		expect([ORACLE, ...VOTERS].map((who) => settled.reputation(who as AgentRole))).toEqual([
			5, 1, 1, 1, -1, -1, 0,
		]);
		expect(settled.gain('treasury')).toBe(-1800 - 3 * 440 + 100);
		expect(escrows(settled.sandbox)).toEqual([]);
	});

	it('costs the proposer 300 and its supporters 100 when rejected, out of their balance', () => {
		const settled = settle(
			{ ...allVote('Against', 2000), 'alert-receiver': ['For', 0] },
			undefined,
			ON_CLOSE,
		);
		expect(settled.gain(ORACLE)).toBe(-300);
		expect(VOTERS.map((who) => settled.gain(who))).toEqual([-100, 0, 0, 0, 0, 0]);
		expect([ORACLE, ...VOTERS].map((who) => settled.reputation(who as AgentRole))).toEqual([
			-5, -1, 0, 0, 0, 0, 0,
		]);
	});

	it('takes no more than somebody has', () => {
		const settled = settle({ ...allVote('Against'), 'alert-receiver': ['For', 0] }, undefined, {
			...ON_CLOSE,
			parameters: { settlement: 'on-close', 'rejected-for-penalty': 1_000_000 },
		});
		expect(settled.sandbox.account('alert-receiver').balance).toBe(0);
	});

	it.each<End>(['Verified', 'Falsified', 'Expired'])('moves nothing any more when %s', (end) => {
		const settled = settle(MIXED, end, ON_CLOSE);
		expect(settled.receipt.calls).toEqual([]);
		for (const who of [ORACLE, ...VOTERS, 'treasury'] as const)
			expect(settled.gain(who as AgentRole)).toBe(0);
	});

	it('costs nobody anything without a quorum', () => {
		const settled = settle({ 'alert-receiver': ['Against', 100] }, undefined, ON_CLOSE);
		expect(settled.receipt.calls.map(({ kind }) => kind)).toEqual(['escrow-release', 'escrow-release']);
	});

	it('pays in genesis order out of what the treasury has, penalties in it', () => {
		const settled = settle(MIXED, undefined, {
			parameters: { settlement: 'on-close', 'gas-price': 0 },
			change: withTreasury(500),
		});
		// A1, A2 and A3 are first; the proposer is A5. With gas for nothing there is no rebate.
		expect(VOTERS.slice(0, 3).map((who) => settled.gain(who))).toEqual([300, 300, 0]);
		expect([settled.gain(ORACLE), settled.sandbox.account('treasury').balance]).toEqual([0, 0]);
	});
});

describe('reputation', () => {
	const withReputation = (reputation: number) => (genesis: Genesis) => ({
		...genesis,
		agents: genesis.agents.map((agent) => ({ ...agent, reputation })),
	});

	it('stays between 0 and 100', () => {
		const high = settle(allVote('For', 10), 'Verified', { change: withReputation(98) });
		expect([high.reputation(ORACLE), high.reputation('alert-receiver')]).toEqual([2, 1]);
		const top = settle(allVote('For', 10), 'Verified', { change: withReputation(100) });
		expect([top.reputation(ORACLE), top.reputation('alert-receiver')]).toEqual([0, 0]);
		const low = settle(allVote('For', 10), 'Falsified', { change: withReputation(1) });
		expect([low.reputation(ORACLE), low.reputation('alert-receiver')]).toEqual([-1, -1]);
		const rejected = settle(allVote('Against', 10), undefined, { change: withReputation(0) });
		expect(rejected.reputation(ORACLE)).toBe(0);
	});
});
