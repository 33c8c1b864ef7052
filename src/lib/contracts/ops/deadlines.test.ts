import { describe, expect, it } from 'vitest';
import type { SopState } from '../../chain/state-entries.ts';
import { protocolV1 } from '../../protocol/protocol.ts';
import { allVote, createCase, type Case, type StepType } from '../testing/case.ts';
import { countSupply, createSandbox, type Sandbox } from '../testing/sandbox.ts';

function placeIn(state: SopState): { readonly sandbox: Sandbox; readonly at: Case } {
	const sandbox = createSandbox();
	const at = createCase(sandbox);
	at.advance(state);
	return { sandbox, at };
}

const code = (at: Case, ...step: Parameters<Case['attempt']>) =>
	at.attempt(...step).error?.code ?? 'accepted';

/** What a step is answered some blocks from now. */
function answerAfter(state: SopState, blocks: number, type: StepType): string {
	const { sandbox, at } = placeIn(state);
	sandbox.pass(blocks);
	return code(at, type);
}

describe('a deadline', () => {
	it.each<[SopState, StepType, number]>([
		['Init', 'submit_data', 20],
		['Data_Collected', 'submit_dependencies', 20],
		['Consensus', 'submit_solution', 20],
		['Solution', 'verify_outcome', 1000],
	])('of %s is the last block in which %s may lie', (state, type, blocks) => {
		expect(answerAfter(state, blocks, type)).toBe('accepted');
		expect(answerAfter(state, blocks, 'expire_incident')).toBe('deadline-not-passed');
		expect(answerAfter(state, blocks + 1, type)).toBe('deadline-passed');
		expect(answerAfter(state, blocks + 1, 'expire_incident')).toBe('accepted');
	});

	it('of a vote is the last block in which it may be cast, and the one after it closes', () => {
		expect(answerAfter('Root_Cause_Proposed', 20, 'vote')).toBe('accepted');
		expect(answerAfter('Root_Cause_Proposed', 20, 'close_vote')).toBe('vote-still-open');
		expect(answerAfter('Root_Cause_Proposed', 21, 'vote')).toBe('vote-closed');
		expect(answerAfter('Root_Cause_Proposed', 21, 'close_vote')).toBe('accepted');
		expect(answerAfter('Root_Cause_Proposed', 1000, 'expire_incident')).toBe('wrong-state');
	});

	it('starts anew with every accepted step but a task, and not with a refused one', () => {
		const { sandbox, at } = placeIn('Data_Collected');
		sandbox.pass(15);
		at.step('assign_task');
		expect(code(at, 'submit_fault_web')).toBe('missing-step');
		sandbox.pass(5);
		at.step('submit_dependencies');
		expect(at.incident().steppedAt).toBe(sandbox.height());
		sandbox.pass(20);
		at.step('submit_probabilities');
		sandbox.pass(21);
		expect(code(at, 'submit_fault_web')).toBe('deadline-passed');
	});

	it('of a vote does not move with the votes', () => {
		const { sandbox, at } = placeIn('Root_Cause_Proposed');
		const { deadline } = at.proposal();
		sandbox.pass(20);
		at.step('vote');
		expect(at.proposal().deadline).toBe(deadline);
		sandbox.pass(1);
		expect(code(at, 'vote', {}, 'fault-mapper')).toBe('vote-closed');
	});

	it.each<[SopState, number]>([
		['Init', 20],
		['Data_Collected', 20],
		['Root_Cause_Proposed', 20],
		['Consensus', 20],
		['Solution', 0],
		['Verified', 0],
	])('of %s lets empty blocks be sealed for %i blocks', (state, blocks) => {
		const { sandbox } = placeIn(state);
		const lets = [0, 1, 19, 20, 21].map((after) =>
			protocolV1.hasPendingDeadline(sandbox.world(), sandbox.height() + after),
		);
		expect(lets).toEqual([0, 1, 19, 20, 21].map((after) => blocks > 0 && after <= blocks));
	});

	it('of a sealed vote lets them be sealed until it can be revealed no more', () => {
		const sandbox = createSandbox({ parameters: { 'voting-mode': 'sealed' } });
		createCase(sandbox).advance('Root_Cause_Proposed');
		const lets = [0, 40, 41].map((after) =>
			protocolV1.hasPendingDeadline(sandbox.world(), sandbox.height() + after),
		);
		expect(lets).toEqual([true, true, false]);
	});
});

describe('an incident that nobody goes on with', () => {
	it.each<[SopState, number, SopState]>([
		['Init', 21, 'Unresolved'],
		['Data_Collected', 21, 'Unresolved'],
		['Consensus', 21, 'Expired'],
		['Solution', 1001, 'Expired'],
	])('in %s can be ended after %i blocks, as %s', (state, blocks, end) => {
		for (const who of ['process-scheduler', 'operator'] as const) {
			const { sandbox, at } = placeIn(state);
			sandbox.pass(blocks);
			at.step('expire_incident', {}, who);
			expect(at.incident().state).toBe(end);
			expect(sandbox.world().pending).toEqual([]);
		}
	});

	it('can be ended at once where the evidence is not enough', () => {
		const { at } = placeIn('Data_Collected');
		at.step('submit_probabilities', { enough: false });
		at.step('expire_incident');
		expect(at.incident().state).toBe('Unresolved');
	});

	it('gives every escrow back and pays nobody', () => {
		const { sandbox, at } = placeIn('Solution');
		const before = sandbox.account('probability-oracle').balance;
		sandbox.pass(1001);
		const { calls } = at.step('expire_incident');
		expect(new Set(calls.map(({ kind }) => kind))).toEqual(new Set(['escrow-release']));
		expect(sandbox.account('probability-oracle')).toMatchObject({ balance: before + 2000, reputation: 50 });
	});
});

it('incidents side by side on one chain do not touch each other', () => {
	const sandbox = createSandbox();
	const cases = ['one', 'two', 'three'].map((id) => createCase(sandbox, id));
	const path: readonly SopState[] = ['Init', 'Data_Collected', 'Root_Cause_Proposed'];
	for (const state of path)
		for (const at of cases) {
			at.advance(state);
			expect(
				cases.map((other) => sandbox.state.get(`incident/${other.id}`) && other.incident().state),
			).toContain(state);
		}
	const [one, two, three] = cases as [Case, Case, Case];
	const proposals = new Set(cases.map((at) => at.incident().proposal));
	expect(proposals.size).toBe(3);
	// A vote names its proposal, so it can only ever count there.
	one.vote(allVote('For', 100));
	two.vote(allVote('Against', 100));
	one.step('close_vote');
	two.step('close_vote');
	expect([one, two, three].map((at) => at.incident().state)).toEqual([
		'Consensus',
		'Data_Collected',
		'Root_Cause_Proposed',
	]);
	expect(code(two, 'submit_solution')).toBe('wrong-state');
	expect(code(two, 'submit_solution', { incident: one.id })).toBe('wrong-proposal');
	one.advance('Verified');
	sandbox.pass(21);
	three.step('close_vote');
	expect([one, two, three].map((at) => at.incident().state)).toEqual([
		'Verified',
		'Data_Collected',
		'Data_Collected',
	]);
	expect(sandbox.world().pending).toEqual(['incident/three', 'incident/two']);
	const { counted, genesis } = countSupply(sandbox.world());
	expect(counted).toBe(genesis);
});
