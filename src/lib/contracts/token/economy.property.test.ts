import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRole } from '../../chain/genesis.ts';
import { createWorld, stateEntries, stateRoot } from '../../chain/world-state.ts';
import type { SopState, VoteOption } from '../../chain/state-entries.ts';
import { SIGNERS, type Signer } from '../../chain/testing/seeded-chain.ts';
import type { JsonObject } from '../../primitives/json.ts';
import { protocolV1 } from '../../protocol/protocol.ts';
import { readIncident } from '../ops/incident.ts';
import { createCase, SENDER_OF, VOTERS, type Case, type StepType } from '../testing/case.ts';
import { countSupply, createSandbox, type Sandbox } from '../testing/sandbox.ts';

/** The books of a whole world: every token is somewhere, and what the chain keeps beside its entries follows from them. */
function checkBooks(sandbox: Sandbox): void {
	const { counted, genesis } = countSupply(sandbox.world());
	expect(counted).toBe(genesis);
	const anew = createWorld(sandbox.genesis, stateEntries(sandbox.world()), protocolV1.watch);
	expect(anew.pending).toEqual(sandbox.world().pending);
	expect(stateRoot(anew)).toBe(stateRoot(sandbox.world()));
}

const IDS = ['one', 'two'] as const;
const TYPES = Object.keys(SENDER_OF) as StepType[];
const amount = fc.oneof(
	fc.constantFrom(0, 1, 9, 10, 299, 300, 2000, 2001),
	fc.integer({ min: 0, max: 120_000 }),
);

/** Something somebody does, mostly a step by who may; amounts, options and senders at random. */
const action = fc.record({
	id: fc.constantFrom(...IDS),
	type: fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom<StepType>(...TYPES) },
		{ weight: 3, arbitrary: fc.constantFrom<StepType>('vote', 'reveal_vote', 'close_vote') },
		{ weight: 1, arbitrary: fc.constantFrom('transfer', 'stake', 'unstake', 'reboot_agent') },
	),
	who: fc.option(fc.constantFrom<Signer>(...SIGNERS), { nil: undefined, freq: 3 }),
	other: fc.constantFrom<Signer>(...SIGNERS),
	amount,
	option: fc.constantFrom<VoteOption>('For', 'Against', 'Abstain'),
	verdict: fc.constantFrom('verified', 'falsified'),
	/** Blocks that pass first; now and then past every deadline. */
	pass: fc.constantFrom(0, 0, 0, 1, 1, 5, 21),
	/** Brings its incident on by the usual way first. */
	advance: fc.boolean(),
});
type Action = Parameters<Parameters<typeof action.map>[0]>[0];

function act(sandbox: Sandbox, one: Action): void {
	sandbox.pass(one.pass);
	const who = one.who ?? (SENDER_OF as { readonly [type: string]: Signer })[one.type] ?? 'fault-mapper';
	// Below the price of the dearest step somebody cannot even ask; that is tested in chain/.
	if (SIGNERS.some((signer) => sandbox.account(signer).balance < 1000)) return;
	const at = createCase(sandbox, one.id);
	if (one.advance && !readIncident(sandbox.state, one.id)) at.attempt('open_incident');
	if (one.advance) for (const type of TYPES.slice(1, 7)) at.attempt(type);
	if (one.advance)
		for (const voter of VOTERS) at.attempt('vote', { option: one.option, stake: one.amount % 2001 }, voter);
	if (TYPES.includes(one.type as StepType)) {
		const change: { readonly [type: string]: JsonObject } = {
			propose_root_cause: { stake: one.amount },
			vote: { option: one.option, stake: one.amount },
			reveal_vote: { option: one.option },
			verify_outcome: { verdict: one.verdict },
		};
		at.attempt(one.type as StepType, change[one.type] ?? {}, who);
	} else {
		const address = sandbox.address(one.other);
		const data: { readonly [type: string]: JsonObject } = {
			transfer: { to: address, amount: one.amount },
			reboot_agent: { target: address },
		};
		sandbox.run(who, one.type, data[one.type] ?? { amount: one.amount });
	}
}

describe('whatever anybody sends', () => {
	it.each([
		['open', 'on-verification'],
		['open', 'on-close'],
		['sealed', 'on-verification'],
	])(
		'with %s votes settled %s, no token is made or lost and a refusal costs its fee alone',
		(mode, settlement) => {
			fc.assert(
				fc.property(fc.array(action, { minLength: 5, maxLength: 40 }), (actions) => {
					const sandbox = createSandbox({ parameters: { 'voting-mode': mode, settlement } });
					// Each transaction is checked by the sandbox as it runs.
					for (const one of actions) act(sandbox, one);
					checkBooks(sandbox);
				}),
				{ numRuns: 25 },
			);
		},
	);
});

/** Repeatable numbers from 0 up to, not including, 1. Source: mulberry32. */
function numbersOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** How a run goes: whether a proposal is right, what each voter says to it, how often its outcome is verified. */
type Fate = {
	readonly right: () => boolean;
	readonly option: (who: AgentRole, right: boolean) => VoteOption;
	readonly verified: () => boolean;
};

/** Diagnoses one incident after another, each to its end; answers the least the treasury ever held, and the ends. */
function runIncidents(sandbox: Sandbox, count: number, fate: Fate) {
	const ends: Partial<Record<SopState, number>> = {};
	let least = Infinity;
	const stakeOf = (who: AgentRole) => {
		const stake = Math.min(2000, Math.floor((sandbox.account(who).balance * 2) / 100));
		return stake < 10 ? 0 : stake;
	};
	for (let number = 0; number < count; number++) {
		sandbox.pass(1);
		for (const { role } of sandbox.genesis.agents)
			if (sandbox.account(role).balance < 5000)
				sandbox.run('operator', 'reboot_agent', { target: sandbox.address(role) }, 300);
		const at = createCase(sandbox, `incident-${number}`);
		const right = fate.right();
		at.advance('Root_Cause_Proposed', { stake: Math.max(300, stakeOf('probability-oracle')) });
		for (const who of VOTERS) {
			const option = fate.option(who, right);
			at.step('vote', { option, stake: option === 'Abstain' ? 0 : stakeOf(who) }, who);
		}
		at.step('close_vote');
		finish(sandbox, at, right && 'verified', fate.verified());
		const { state } = at.incident();
		ends[state] = (ends[state] ?? 0) + 1;
		least = Math.min(least, sandbox.account('treasury').balance);
	}
	return { least, ends };
}

function finish(sandbox: Sandbox, at: Case, verdict: 'verified' | false, verifies: boolean): void {
	const agreed = at.incident().state === 'Consensus';
	if (agreed) at.step('submit_solution');
	if (agreed && verifies) at.step('verify_outcome', { verdict: verdict || 'falsified' });
	else {
		sandbox.pass(agreed ? 1001 : 21);
		at.step('expire_incident');
	}
}

describe('a thousand incidents in a row', () => {
	it('keep the books, end, and never drain the treasury', () => {
		const random = numbersOf(13);
		const sandbox = createSandbox({ gasLimit: 1000 });
		const { least, ends } = runIncidents(sandbox, 1000, {
			right: () => random() < 0.7,
			option: (_, right) => {
				const draw = random();
				return draw < 0.1 ? 'Abstain' : draw < 0.75 === right ? 'For' : 'Against';
			},
			verified: () => random() < 0.9,
		});
		checkBooks(sandbox);
		expect(sandbox.world().pending).toEqual([]);
		expect(Object.keys(ends).sort()).toEqual(['Expired', 'Falsified', 'Unresolved', 'Verified']);
		expect(least).toBeGreaterThan(100_000);
	}, 60_000);
});

describe('incident after incident', () => {
	it('of which all are right and all stake in full take at most 2 % of the treasury each', () => {
		const sandbox = createSandbox({ gasLimit: 1000 });
		const always: Fate = { right: () => true, option: () => 'For', verified: () => true };
		const { least, ends } = runIncidents(sandbox, 150, always);
		expect(ends).toEqual({ Verified: 150 });
		expect(least).toBeGreaterThan(10_000);
		checkBooks(sandbox);
	}, 60_000);

	it('costs who is always against it money, though one proposal in twenty is wrong', () => {
		const random = numbersOf(7);
		const sandbox = createSandbox({ gasLimit: 1000 });
		const before = sandbox.account('fault-mapper').balance;
		runIncidents(sandbox, 100, {
			right: () => random() < 0.95,
			option: (who) => (who === 'fault-mapper' ? 'Against' : 'For'),
			verified: () => true,
		});
		expect(sandbox.account('fault-mapper').balance).toBeLessThan(before);
	}, 60_000);
});
