import { describe, expect, it } from 'vitest';
import type { AgentRole } from '../chain/genesis.ts';
import { encodeAddress } from '../crypto/address.ts';
import { hashesOfClaim } from '../evidence/claim.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { readIncident } from './ops/incident.ts';
import {
	allVote,
	claimOf,
	claims,
	createCase,
	dataOf,
	documentOf,
	ROWS,
	sealedVote,
	SENDER_OF,
	solutionStep,
	VOTERS,
	type Case,
	type StepType,
} from './testing/case.ts';
import { allowedCodes, REVERT_CODES } from './revert-codes.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './testing/sandbox.ts';

const reached = new Map<string, Set<string>>();

/** Sends something that must be refused, and answers with what code and by which guard. */
function refusal(sandbox: Sandbox, ...transaction: Parameters<Sandbox['run']>): string {
	const { error } = sandbox.run(...transaction);
	if (!error) return 'accepted';
	const type = transaction[1];
	reached.set(type, (reached.get(type) ?? new Set()).add(error.code));
	return `${error.code} ${error.guard}`;
}

type Place = {
	readonly sandbox: Sandbox;
	readonly at: Case;
	/** What a changed step is answered with. */
	readonly refused: (type: StepType, change?: JsonObject, who?: Parameters<Sandbox['run']>[0]) => string;
};

function place(state?: Parameters<Case['advance']>[0], options: SandboxOptions = {}): Place {
	const sandbox = createSandbox(options);
	const at = createCase(sandbox);
	if (state) at.advance(state);
	const refused: Place['refused'] = (type, change = {}, who = SENDER_OF[type]) => {
		const proposal = readIncident(sandbox.state, at.id)?.proposal ?? undefined;
		return refusal(sandbox, who, type, { ...dataOf(type, at.id, proposal), ...change });
	};
	return { sandbox, at, refused };
}

const readyToPropose = (options?: SandboxOptions) => {
	const there = place('Data_Collected', options);
	for (const type of ['submit_dependencies', 'submit_probabilities', 'submit_fault_web'] as const)
		there.at.step(type);
	return there;
};

const SEALED = { parameters: { 'voting-mode': 'sealed' } };
const strange = { ...claimOf(ROWS.errors), row: { ...ROWS.errors, value: 41 } };
/** Claims that cite one fact with two numbers: the second at another place of the list. */
const conflicting = claims(claimOf(ROWS.errors), { ...strange, index: 0 });

describe('a step is refused', () => {
	it('for what it says: an id that is taken, a task twice', () => {
		const { refused, at } = place('Init');
		expect(refused('open_incident')).toBe('incident-exists incident');
		at.step('assign_task');
		expect(refused('assign_task')).toBe('already-assigned role');
	});

	it('for its shape, and the field is named', () => {
		const { refused } = place('Init');
		expect(refused('open_incident', { incident: 'Upper' })).toBe('bad-data /incident');
		expect(refused('open_incident', { alert: { ...alertOf(), priority: 'p1' } })).toBe(
			'bad-data /alert/priority',
		);
		expect(refused('open_incident', { alert: { ...alertOf(), minute: '14:00' } })).toBe(
			'bad-data /alert/minute',
		);
		expect(refused('assign_task', { task: 'x'.repeat(1025) })).toBe('bad-data /task');
		expect(refused('assign_task', { role: 'operator' })).toBe('bad-data /role');
		const evidence = { ...(dataOf('submit_data', 'incident')['evidence'] as JsonObject), size: 0 };
		expect(refused('submit_data', { evidence })).toBe('bad-data /evidence/size');
		expect(refused('submit_dependencies', { claims: many(17) })).toBe('bad-data /claims');
		expect(refused('submit_probabilities', { claims: [] })).toBe('bad-data /claims');
		expect(refused('submit_probabilities', { claims: many(11) })).toBe('bad-data /claims');
		expect(refused('submit_probabilities', { enough: 'yes' })).toBe('bad-data /enough');
		expect(refused('submit_fault_web', { faultWeb: null })).toBe('bad-data /faultWeb');
		expect(refused('propose_root_cause', { confidence: 101 })).toBe('bad-data /confidence');
		expect(refused('propose_root_cause', { claims: [] })).toBe('bad-data /claims');
		expect(refused('propose_root_cause', { claims: many(17) })).toBe('bad-data /claims');
		expect(refused('propose_root_cause', { reward: 1 })).toBe('bad-data /reward');
		expect(refused('vote', { option: 'Maybe' })).toBe('bad-data /option');
		expect(refused('vote', { stake: 0.5 })).toBe('bad-data /stake');
		expect(refused('reveal_vote', { salt: 'pepper' })).toBe('bad-data /salt');
		expect(refused('close_vote', { proposal: '0x00' })).toBe('bad-data /proposal');
		expect(refused('submit_solution', { steps: [] })).toBe('bad-data /steps');
		const twentyOne = Array.from({ length: 21 }, (_, i) => solutionStep(`step-${i}`));
		expect(refused('submit_solution', { steps: twentyOne })).toBe('bad-data /steps');
		expect(refused('verify_outcome', { verdict: 'perhaps' })).toBe('bad-data /verdict');
		expect(refused('verify_outcome', { basis: 'hearsay' })).toBe('bad-data /basis');
		expect(refused('expire_incident', { incident: 'x'.repeat(65) })).toBe('bad-data /incident');
	});

	it('for its claims, which are counted and billed before anything else of them is looked at', () => {
		const { refused } = place('Data_Collected');
		expect(refused('submit_dependencies', { claims: claims(strange) })).toBe('wrong-claim-kind claim-0');
		const edge = { ...claimOf(ROWS.calls), row: { ...ROWS.calls, calls: 101 } };
		expect(refused('submit_dependencies', { claims: claims(claimOf(ROWS.inner), edge) })).toBe(
			'ungrounded-claim claim-1',
		);
		const twice = claims(claimOf(ROWS.calls), { ...edge, index: edge.index + 1 });
		expect(refused('submit_dependencies', { claims: twice })).toBe('conflicting-claims claim-1');
		expect(refused('submit_probabilities', { claims: claims(claimOf(ROWS.calls)) })).toBe(
			'wrong-claim-kind claim-0',
		);
		expect(refused('submit_probabilities', { claims: claims(strange) })).toBe('ungrounded-claim claim-0');
		expect(refused('submit_probabilities', { claims: conflicting })).toBe('conflicting-claims claim-1');
	});

	it('for data that do not show the alerted node, or come at the wrong time', () => {
		const { refused, at } = place('Init');
		const alertRow = (claim: object) => ({ alertRow: claim as JsonValue });
		expect(refused('submit_data', alertRow(claimOf(ROWS.checkout)))).toBe('alert-node-not-proven alertRow');
		expect(refused('submit_data', alertRow(strange))).toBe('ungrounded-claim claim-0');
		const self = { op: 'gt', ...claimOf(ROWS.errors), index: 0 };
		expect(refused('submit_data', alertRow({ ...claimOf(ROWS.errors), relation: self }))).toBe(
			'conflicting-claims claim-0',
		);
		at.step('submit_data', alertRow(claimOf(ROWS.calls)));
		expect(refused('submit_data')).toBe('not-first-step round');
	});

	it('for coming twice, or before the steps it rests on', () => {
		const { refused, at } = place('Data_Collected');
		expect(refused('submit_fault_web')).toBe('missing-step dependencies');
		expect(refused('propose_root_cause')).toBe('missing-step dependencies');
		at.step('submit_dependencies');
		expect(refused('submit_dependencies')).toBe('already-submitted dependencies');
		expect(refused('submit_fault_web')).toBe('missing-step probabilities');
		expect(refused('propose_root_cause')).toBe('missing-step probabilities');
		at.step('submit_probabilities');
		expect(refused('submit_probabilities')).toBe('already-submitted probabilities');
		expect(refused('propose_root_cause')).toBe('missing-step faultWeb');
		at.step('submit_fault_web');
		expect(refused('submit_fault_web')).toBe('already-submitted faultWeb');
	});

	it('where a proposal has too little behind it', () => {
		const { refused } = readyToPropose();
		const bare = claims(claimOf(ROWS.checkout), claimOf(ROWS.paymentErrors));
		expect(refused('propose_root_cause', { claims: bare })).toBe('no-claim-about-cause claims');
		expect(refused('propose_root_cause', { claims: claims(strange) })).toBe('ungrounded-claim claim-0');
		expect(refused('propose_root_cause', { claims: conflicting })).toBe('conflicting-claims claim-1');
		expect(refused('propose_root_cause', { stake: 299 })).toBe('stake-out-of-range stake');
		expect(refused('propose_root_cause', { stake: 2001 })).toBe('stake-out-of-range stake');
		const { refused: poor } = readyToPropose(withBalance('probability-oracle', 12_100));
		expect(poor('propose_root_cause', { stake: 2000 })).toBe('insufficient-balance stake');
	});

	it('where the one who ranked says that the evidence is not enough', () => {
		const { refused, at } = place('Data_Collected');
		at.step('submit_dependencies');
		at.step('submit_probabilities', { enough: false });
		at.step('submit_fault_web');
		expect(refused('propose_root_cause')).toBe('not-enough-evidence enough');
	});

	it('where a vote is not one of the electorate, of this round, or within its means', () => {
		const { refused, at, sandbox } = place('Root_Cause_Proposed');
		expect(refused('vote', { proposal: documentOf('other') })).toBe('unknown-proposal proposal');
		expect(refused('vote', {}, 'probability-oracle')).toBe('not-authorised electorate');
		expect(refused('vote', {}, 'operator')).toBe('not-authorised electorate');
		expect(refused('vote', { stake: 9 })).toBe('stake-out-of-range stake');
		expect(refused('vote', { stake: 2001 })).toBe('stake-out-of-range stake');
		expect(refused('vote', { option: 'Abstain', stake: 10 })).toBe('stake-out-of-range stake');
		expect(refused('vote', { claims: claims(strange) })).toBe('ungrounded-claim claim-0');
		expect(refused('vote', { claims: conflicting })).toBe('conflicting-claims claim-1');
		const sealed = sealedVote(sandbox, at.incident().proposal as Hash, 'alert-receiver', 'For');
		expect(refusal(sandbox, 'alert-receiver', 'vote', sealed)).toBe('wrong-voting-mode voting-mode');
		expect(refused('reveal_vote')).toBe('wrong-voting-mode voting-mode');
		expect(refused('close_vote')).toBe('vote-still-open height');
		at.step('vote');
		expect(refused('vote', { option: 'Against' })).toBe('already-voted voter');
		const { refused: poor } = place('Root_Cause_Proposed', withBalance('alert-receiver', 11_000));
		expect(poor('vote', { stake: 1000 })).toBe('insufficient-balance stake');
	});

	it('where it speaks of the proposal of an earlier round', () => {
		const { at, refused } = place('Root_Cause_Proposed');
		const first = at.incident().proposal as Hash;
		at.vote(allVote('Against'));
		at.step('close_vote');
		expect(refused('vote', { proposal: first })).toBe('wrong-state state');
		at.advance('Root_Cause_Proposed');
		for (const type of ['vote', 'close_vote'] as const)
			expect(refused(type, { proposal: first })).toBe('unknown-proposal proposal');
		at.vote(allVote('For', 10));
		at.step('close_vote');
		expect(refused('submit_solution', { proposal: first })).toBe('wrong-proposal proposal');
	});

	it('where a sealed vote is shown too early, wrongly, or twice', () => {
		const { at, sandbox, refused } = place('Root_Cause_Proposed', SEALED);
		const proposal = at.incident().proposal as Hash;
		const commit = (who: AgentRole, stake?: number) =>
			refusal(sandbox, who, 'vote', sealedVote(sandbox, proposal, who, 'For', stake));
		expect(refused('vote')).toBe('wrong-voting-mode voting-mode');
		expect(commit('alert-receiver', 0)).toBe('stake-out-of-range stake');
		expect(commit('alert-receiver')).toBe('accepted');
		expect(commit('alert-receiver')).toBe('already-voted voter');
		expect(refused('reveal_vote', {}, 'fault-mapper')).toBe('not-committed voter');
		expect(refused('reveal_vote', {}, 'probability-oracle')).toBe('not-authorised electorate');
		expect(refused('reveal_vote')).toBe('reveal-not-open height');
		for (const who of VOTERS.slice(1)) expect(commit(who)).toBe('accepted');
		expect(refused('reveal_vote', { option: 'Against' })).toBe('commitment-mismatch commitment');
		expect(refused('reveal_vote', { salt: documentOf('other') })).toBe('commitment-mismatch commitment');
		expect(refused('reveal_vote', { claims: claims(strange) })).toBe('ungrounded-claim claim-0');
		expect(refused('reveal_vote', { claims: conflicting })).toBe('conflicting-claims claim-1');
		expect(refused('reveal_vote', { proposal: documentOf('other') })).toBe('unknown-proposal proposal');
		expect(refused('close_vote')).toBe('vote-still-open height');
		at.step('reveal_vote');
		expect(refused('reveal_vote')).toBe('already-revealed voter');
		sandbox.pass(41);
		expect(refused('reveal_vote', {}, 'fault-mapper')).toBe('vote-closed height');
	});

	it('where a solution repeats itself or cites what is not there', () => {
		const { refused } = place('Consensus');
		const steps = [solutionStep('same'), solutionStep('same')];
		expect(refused('submit_solution', { steps })).toBe('repeated-step-id steps');
		expect(refused('submit_solution', { proposal: documentOf('other') })).toBe('wrong-proposal proposal');
		expect(refused('submit_solution', { claims: claims(strange) })).toBe('ungrounded-claim claim-0');
		expect(refused('submit_solution', { claims: conflicting })).toBe('conflicting-claims claim-1');
	});

	it('where there is no such incident or proposal, or the role or the state is another', () => {
		const { refused } = place();
		for (const type of Object.keys(SENDER_OF) as StepType[]) {
			if (type === 'open_incident') continue;
			const missing = ['vote', 'reveal_vote', 'close_vote'].includes(type)
				? 'unknown-proposal proposal'
				: 'unknown-incident incident';
			expect(refused(type)).toBe(missing);
		}
		const ended = place('Verified');
		for (const type of Object.keys(SENDER_OF) as StepType[]) {
			if (type !== 'open_incident') expect(ended.refused(type)).toBe('wrong-state state');
			const other = SENDER_OF[type] === 'dependency-explorer' ? 'fault-mapper' : 'dependency-explorer';
			const isVote = ['vote', 'reveal_vote'].includes(type);
			expect(ended.refused(type, {}, other)).toBe(isVote ? 'wrong-state state' : 'not-authorised role');
		}
	});

	it('after its deadline, and not before it where only the deadline allows it', () => {
		const { refused, sandbox } = place('Init');
		expect(refused('expire_incident')).toBe('deadline-not-passed height');
		sandbox.pass(21);
		for (const type of ['assign_task', 'submit_data'] as const)
			expect(refused(type)).toBe('deadline-passed height');
		const collected = readyToPropose();
		collected.sandbox.pass(21);
		for (const type of [
			'submit_dependencies',
			'submit_probabilities',
			'submit_fault_web',
			'propose_root_cause',
		] as const)
			expect(collected.refused(type)).toBe('deadline-passed height');
		const agreed = place('Consensus');
		agreed.sandbox.pass(21);
		expect(agreed.refused('submit_solution')).toBe('deadline-passed height');
		const solved = place('Solution');
		solved.sandbox.pass(1001);
		expect(solved.refused('verify_outcome')).toBe('deadline-passed height');
		const voting = place('Root_Cause_Proposed');
		voting.sandbox.pass(21);
		expect(voting.refused('vote')).toBe('vote-closed height');
	});

	it('where its proofs cost more gas than it allows', () => {
		const { sandbox, at } = place('Data_Collected');
		const claim = claimOf(ROWS.errors, { op: 'gt', row: ROWS.usual });
		const gas = 200 + 2 * hashesOfClaim(claim);
		const data = { ...dataOf('submit_probabilities', at.id), claims: claims(claim) };
		expect(refusal(sandbox.fork(), 'probability-oracle', 'submit_probabilities', data, gas)).toBe('accepted');
		expect(refusal(sandbox, 'probability-oracle', 'submit_probabilities', data, gas - 1)).toBe(
			'out-of-gas gas-limit',
		);
		expect(sandbox.run('probability-oracle', 'submit_probabilities', data, gas).gasUsed).toBe(gas);
	});
});

describe('a move of tokens is refused', () => {
	it('where it cannot be paid, leads nowhere, or comes from who may not', () => {
		const { sandbox } = place();
		const to = (who: Parameters<Sandbox['address']>[0], amount: number) => ({
			to: sandbox.address(who),
			amount,
		});
		const move = (...transaction: Parameters<Sandbox['run']>) => refusal(sandbox, ...transaction);
		expect(move('fault-mapper', 'transfer', to('operator', 90_001))).toBe('insufficient-balance amount');
		expect(move('fault-mapper', 'transfer', to('fault-mapper', 1))).toBe('same-account to');
		expect(move('fault-mapper', 'transfer', to('operator', 0))).toBe('bad-data /amount');
		const nobody = { to: encodeAddress(new Uint8Array(20)), amount: 1 };
		expect(move('fault-mapper', 'transfer', nobody)).toBe('unknown-account to');
		for (const amount of [-1, 0.5, '1e3', true, null, [1], {}] as JsonValue[])
			expect(move('fault-mapper', 'stake', { amount })).toBe('bad-data /amount');
		expect(move('fault-mapper', 'stake', { amount: 100_000 })).toBe('insufficient-balance amount');
		expect(move('fault-mapper', 'unstake', { amount: 5001 })).toBe('insufficient-stake amount');
		expect(move('operator', 'stake', { amount: 1 })).toBe('not-authorised role');
		expect(move('operator', 'unstake', { amount: 1 })).toBe('not-authorised role');
		expect(move('operator', 'transfer', to('fault-mapper', 1))).toBe('accepted');
	});

	it('where a restart is asked by or for one who may not have it', () => {
		const { sandbox } = place(undefined, withBalance('fault-mapper', 4999));
		const restart = (who: Parameters<Sandbox['run']>[0], target: Parameters<Sandbox['address']>[0]) =>
			refusal(sandbox, who, 'reboot_agent', { target: sandbox.address(target) });
		expect(restart('alert-receiver', 'fault-mapper')).toBe('not-authorised role');
		expect(restart('operator', 'operator')).toBe('not-an-agent target');
		expect(restart('operator', 'treasury')).toBe('not-an-agent target');
		expect(restart('operator', 'alert-receiver')).toBe('not-bankrupt balance');
		expect(restart('process-scheduler', 'fault-mapper')).toBe('accepted');
		const to = { to: sandbox.address('operator'), amount: 1 };
		expect(refusal(sandbox, 'fault-mapper', 'transfer', to, 300)).toBe('rebooted-account generation');
	});

	it('where its type is nobody’s, or it runs out of gas', () => {
		const { sandbox } = place();
		expect(refusal(sandbox, 'operator', 'mint', {})).toBe('unknown-type type');
		const dear = createSandbox({ parameters: { 'free-state-keys': 0 } });
		expect(refusal(dear, 'fault-mapper', 'stake', { amount: 1 }, 204)).toBe('out-of-gas gas-limit');
		expect(refusal(dear, 'fault-mapper', 'stake', { amount: 1 }, 205)).toBe('accepted');
	});
});

/** Codes that a type is allowed to be refused with, and why no transaction of it can be. */
const UNREACHABLE: { readonly [type: string]: readonly string[] } = {
	// Every key may transfer.
	transfer: ['not-authorised'],
	open_incident: ['wrong-state', 'unknown-incident'],
	// Their incident is the proposal's.
	vote: ['unknown-incident'],
	reveal_vote: ['unknown-incident'],
	close_vote: ['unknown-incident'],
};

describe('the refusals above', () => {
	it('reach every code there is', () => {
		const all = new Set([...reached.values()].flatMap((codes) => [...codes]));
		expect(REVERT_CODES.filter((code) => !all.has(code))).toEqual([]);
	});

	it('reach every code that the rule of each type names', () => {
		const missing: string[] = [];
		for (const [type, codes] of reached) {
			if (type === 'mint') continue;
			const general = ['unknown-type', 'out-of-gas', 'bad-data'];
			const expected = allowedCodes(type).filter(
				(code) => !general.includes(code) && !UNREACHABLE[type]?.includes(code),
			);
			for (const code of expected) if (!codes.has(code)) missing.push(`${type} ${code}`);
		}
		expect(missing).toEqual([]);
		expect(reached.size).toBe(13 + 4 + 1);
	});
});

function alertOf(): JsonObject {
	return dataOf('open_incident', 'incident')['alert'] as JsonObject;
}

function many(count: number): JsonValue {
	return claims(...Array.from({ length: count }, () => claimOf(ROWS.errorsLater)));
}

/** A chain one of whose agents starts with less. */
function withBalance(role: AgentRole, balance: number): SandboxOptions {
	return {
		change: (genesis) => ({
			...genesis,
			agents: genesis.agents.map((agent) => (agent.role === role ? { ...agent, balance } : agent)),
		}),
	};
}
