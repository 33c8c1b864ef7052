import { describe, expect, it } from 'vitest';
import type { AgentRole, Genesis } from '../../chain/genesis.ts';
import type { Signer } from '../../chain/testing/seeded-chain.ts';
import { createCase } from '../testing/case.ts';
import { createSandbox, type Sandbox } from '../testing/sandbox.ts';

/** A genesis in which one agent starts with something else. */
const withAgent = (role: AgentRole, change: object) => (genesis: Genesis) => ({
	...genesis,
	agents: genesis.agents.map((agent) => (agent.role === role ? { ...agent, ...change } : agent)),
});

const move = (sandbox: Sandbox, who: Signer, to: Signer | 'treasury', amount: number) =>
	sandbox.run(who, 'transfer', { to: sandbox.address(to), amount }, 300);
const restart = (sandbox: Sandbox, target: AgentRole, who: Signer = 'operator', gasLimit?: number) =>
	sandbox.run(who, 'reboot_agent', { target: sandbox.address(target) }, gasLimit);

describe('a transfer', () => {
	it('moves tokens between any two accounts, and shows as a call', () => {
		const sandbox = createSandbox();
		for (const to of ['operator', 'treasury', 'alert-receiver'] as const) {
			const before = sandbox.account(to).balance;
			const receipt = move(sandbox, 'fault-mapper', to, 70);
			expect(receipt.calls).toEqual([
				{
					kind: 'transfer',
					from: sandbox.address('fault-mapper'),
					to: sandbox.address(to),
					amount: 70,
					reputation: 0,
					reason: 'transfer',
				},
			]);
			expect(sandbox.account(to).balance).toBe(before + 70 + (to === 'treasury' ? receipt.fee : 0));
		}
		expect(sandbox.account('fault-mapper').balance).toBe(100_000 - 3 * 270);
	});

	it('can spend all that is left after the gas was reserved, and no token more', () => {
		const sandbox = createSandbox();
		expect(move(sandbox, 'fault-mapper', 'operator', 99_701).error?.code).toBe('insufficient-balance');
		expect(move(sandbox, 'fault-mapper', 'operator', 99_500).error).toBeUndefined();
		// The unused part of the reservation comes back after.
		expect(sandbox.account('fault-mapper').balance).toBe(100);
	});
});

describe('a stake', () => {
	it('moves from balance to staked and back, at once', () => {
		const sandbox = createSandbox();
		sandbox.run('fault-mapper', 'stake', { amount: 1000 });
		expect(sandbox.account('fault-mapper')).toMatchObject({ balance: 98_800, staked: 6000 });
		sandbox.run('fault-mapper', 'unstake', { amount: 6000 });
		expect(sandbox.account('fault-mapper')).toMatchObject({ balance: 104_600, staked: 0 });
	});
});

describe('a restart', () => {
	it('frees the stake, tops up to 10,000, and never raises a reputation', () => {
		const sandbox = createSandbox({ change: withAgent('fault-mapper', { balance: 4999, staked: 700 }) });
		const receipt = restart(sandbox, 'fault-mapper');
		expect(receipt.calls.map(({ kind, amount, reason }) => [kind, amount, reason])).toEqual([
			['unstake', 700, 'reboot'],
			['grant', 4301, 'reboot'],
		]);
		expect(sandbox.account('fault-mapper')).toMatchObject({
			balance: 10_000,
			staked: 0,
			reputation: 30,
			generation: 1,
		});
		expect(sandbox.account('treasury').balance).toBe(200_000 - 4301 + receipt.fee);
	});

	it('is for who has less than 5,000, not for who has just that', () => {
		const answers = [5000, 4999].map((balance) => {
			const sandbox = createSandbox({ change: withAgent('fault-mapper', { balance }) });
			return restart(sandbox, 'fault-mapper').error?.code;
		});
		expect(answers).toEqual(['not-bankrupt', undefined]);
	});

	it.each([
		[29, 29],
		[30, 30],
		[31, 30],
		[100, 30],
		[0, 0],
	])('leaves a reputation of %i at %i, and its history as it was', (before, after) => {
		const sandbox = createSandbox({
			change: withAgent('probability-oracle', { balance: 4999, reputation: before }),
		});
		restart(sandbox, 'probability-oracle');
		expect(sandbox.account('probability-oracle')).toMatchObject({
			reputation: after,
			proposals: 0,
			votes: 0,
			nonce: 0,
		});
	});

	it('counts what is at risk in open votes: who only risks it is not bankrupt', () => {
		const sandbox = createSandbox({ change: withAgent('alert-receiver', { balance: 16_000 }) });
		const at = createCase(sandbox);
		at.advance('Root_Cause_Proposed');
		at.vote({ 'alert-receiver': ['For', 2000] });
		move(sandbox, 'alert-receiver', 'operator', 10_300);
		const { balance } = sandbox.account('alert-receiver');
		expect(balance).toBe(16_000 - 200 - 200 - 2000 - 10_500);
		expect(restart(sandbox, 'alert-receiver').error).toMatchObject({
			code: 'not-bankrupt',
			actual: balance + 2000,
		});
		move(sandbox, 'alert-receiver', 'operator', 100);
		expect(restart(sandbox, 'alert-receiver').error).toBeUndefined();
	});

	it('grants what the treasury has, and no more', () => {
		const sandbox = createSandbox({
			change: (genesis) => ({
				...withAgent('fault-mapper', { balance: 1000, staked: 0 })(genesis),
				treasury: { ...genesis.treasury, balance: 500 },
			}),
		});
		const receipt = restart(sandbox, 'fault-mapper');
		expect(receipt.calls.map(({ kind, amount }) => [kind, amount])).toEqual([['grant', 500]]);
		expect(sandbox.account('fault-mapper').balance).toBe(1500);
		expect(sandbox.account('treasury').balance).toBe(receipt.fee);
		// The fee of the first is all there is for the second.
		expect(restart(sandbox, 'fault-mapper').calls.map(({ amount }) => amount)).toEqual([receipt.fee]);
		expect(sandbox.account('fault-mapper').generation).toBe(2);
	});

	it('grants nothing to who has enough staked', () => {
		const sandbox = createSandbox({ change: withAgent('fault-mapper', { balance: 100, staked: 20_000 }) });
		expect(restart(sandbox, 'fault-mapper').calls.map(({ kind, amount }) => [kind, amount])).toEqual([
			['unstake', 20_000],
		]);
	});

	it('is not to be had by reserving one’s own balance as gas', () => {
		const sandbox = createSandbox();
		const before = sandbox.account('process-scheduler');
		const receipt = restart(sandbox, 'process-scheduler', 'process-scheduler', 99_000);
		expect(receipt.error).toMatchObject({ code: 'not-bankrupt', actual: before.balance });
		expect(sandbox.account('process-scheduler')).toMatchObject({ staked: 5000, generation: 0 });
	});

	it('of the one who asks counts all it has, the gas reserved for it too', () => {
		const sandbox = createSandbox({
			change: withAgent('process-scheduler', { balance: 4000, staked: 1000 }),
		});
		const receipt = restart(sandbox, 'process-scheduler', 'process-scheduler', 3000);
		expect(receipt.calls.map(({ kind, amount }) => [kind, amount])).toEqual([
			['unstake', 1000],
			['grant', 5000],
		]);
		expect(sandbox.account('process-scheduler').balance).toBe(10_000 - receipt.fee);
	});
});
