import { readAccount, writeAccount } from '../../chain/accounts.ts';
import {
	guard,
	method,
	refuse,
	type Contract,
	type MethodContext,
	type Outcome,
} from '../../chain/contract.ts';
import { parameterOf } from '../../chain/gas.ts';
import { addressSchema } from '../../chain/parse-transaction.ts';
import type { Call } from '../../chain/receipt.ts';
import type { Account } from '../../chain/state-entries.ts';
import { add, sum } from '../../primitives/integers.ts';
import { natural, object, type Parsed } from '../../primitives/schema.ts';
import { readIncident } from '../ops/incident.ts';
import { readEscrow } from './calls.ts';

const transferData = object({ to: addressSchema, amount: natural(1) });
const stakeData = object({ amount: natural(1) });
const rebootData = object({ target: addressSchema });

function requireAgent(context: MethodContext): void {
	guard(context.sender.role !== 'operator', 'not-authorised', 'role', 'an agent', context.sender.role);
}

function transfer(context: MethodContext, data: Parsed<typeof transferData>): Outcome {
	const { sender } = context;
	guard(sender.generation === 0, 'rebooted-account', 'generation', 0, sender.generation);
	guard(data.to !== sender.address, 'same-account', 'to', 'another account', data.to);
	guard(
		readAccount(context.state, data.to) !== undefined,
		'unknown-account',
		'to',
		'an account of the genesis',
		data.to,
	);
	guard(data.amount <= sender.balance, 'insufficient-balance', 'amount', sender.balance, data.amount);
	return {
		events: [{ name: 'Transferred', data: { from: sender.address, to: data.to, amount: data.amount } }],
		calls: [
			{
				kind: 'transfer',
				from: sender.address,
				to: data.to,
				amount: data.amount,
				reputation: 0,
				reason: 'transfer',
			},
		],
	};
}

function stake(context: MethodContext, data: Parsed<typeof stakeData>): Outcome {
	requireAgent(context);
	const { address, balance } = context.sender;
	guard(data.amount <= balance, 'insufficient-balance', 'amount', balance, data.amount);
	return {
		events: [{ name: 'Staked', data: { agent: address, amount: data.amount } }],
		calls: [{ kind: 'stake', from: address, to: null, amount: data.amount, reputation: 0, reason: 'stake' }],
	};
}

function unstake(context: MethodContext, data: Parsed<typeof stakeData>): Outcome {
	requireAgent(context);
	const { address, staked } = context.sender;
	guard(data.amount <= staked, 'insufficient-stake', 'amount', staked, data.amount);
	return {
		events: [{ name: 'Unstaked', data: { agent: address, amount: data.amount } }],
		calls: [
			{ kind: 'unstake', from: null, to: address, amount: data.amount, reputation: 0, reason: 'unstake' },
		],
	};
}

/** A bankrupt agent starts again: its stake is freed, the treasury tops it up, its reputation never rises (§6). */
function rebootAgent(context: MethodContext, data: Parsed<typeof rebootData>): Outcome {
	const { state, genesis, sender } = context;
	guard(
		['process-scheduler', 'operator'].includes(sender.role),
		'not-authorised',
		'role',
		['process-scheduler', 'operator'],
		sender.role,
	);
	const target = readAccount(state, data.target);
	const isAgent = target !== undefined && target.role !== 'operator' && target.role !== 'treasury';
	if (!isAgent) return refuse('not-an-agent', 'target', 'an agent', data.target);
	const holdings = add(ownTokens(context, target), escrowOf(context, target));
	const least = parameterOf(genesis, 'reboot-threshold');
	guard(holdings < least, 'not-bankrupt', 'balance', `less than ${least}`, holdings);
	const reputation = Math.min(target.reputation, parameterOf(genesis, 'reboot-reputation'));
	const generation = add(target.generation, 1);
	writeAccount(state, { ...target, reputation, generation });
	return {
		events: [{ name: 'AgentRebooted', data: { agent: target.address, generation, reputation } }],
		calls: rebootCalls(context, target),
	};
}

function rebootCalls(context: MethodContext, target: Account): readonly Call[] {
	const { genesis, state } = context;
	const treasury = (readAccount(state, genesis.treasury.address) as Account).balance;
	const freed = add(ownTokens(context, target), target.staked);
	const grant = Math.min(Math.max(0, parameterOf(genesis, 'reboot-balance') - freed), treasury);
	const to = target.address;
	const unstaked: Call = {
		kind: 'unstake',
		from: null,
		to,
		amount: target.staked,
		reputation: 0,
		reason: 'reboot',
	};
	const granted: Call = {
		kind: 'grant',
		from: genesis.treasury.address,
		to,
		amount: grant,
		reputation: 0,
		reason: 'reboot',
	};
	return [unstaked, granted].filter((call) => call.amount > 0);
}

/** An account's balance, with what this very transaction reserved of it: else asking with a high limit would look poor. */
function ownTokens({ sender, reserved }: MethodContext, account: Account): number {
	return account.address === sender.address ? add(account.balance, reserved) : account.balance;
}

/** What an agent has at risk on the open proposals. */
function escrowOf(context: MethodContext, account: Account): number {
	return sum(
		context.pending.map((key) => {
			const proposal = readIncident(context.state, key.slice('incident/'.length))?.proposal ?? null;
			return proposal === null ? 0 : readEscrow(context.state, proposal, account.address);
		}),
	);
}

/** Balances, stakes and restarts (protocol.md §6, §8). */
export const tokenContract: Contract = {
	name: 'TokenContract',
	methods: {
		transfer: method(transferData, transfer),
		stake: method(stakeData, stake),
		unstake: method(stakeData, unstake),
		reboot_agent: method(rebootData, rebootAgent),
	},
};
