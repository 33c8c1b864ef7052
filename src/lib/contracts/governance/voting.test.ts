import { describe, expect, it } from 'vitest';
import type { AgentRole } from '../../chain/genesis.ts';
import type { ProposalStatus, SopState, VoteOption } from '../../chain/state-entries.ts';
import type { Hash } from '../../primitives/bytes.ts';
import { readVote } from '../ops/incident.ts';
import { readEscrow } from '../token/calls.ts';
import {
	allVote,
	createCase,
	documentOf,
	SALT,
	sealedVote,
	VOTERS,
	type Ballots,
	type Case,
} from '../testing/case.ts';
import { countSupply, createSandbox, type Sandbox } from '../testing/sandbox.ts';

function openVote(options: Parameters<typeof createSandbox>[0] = {}, stake = 2000) {
	const sandbox = createSandbox(options);
	const at = createCase(sandbox);
	at.advance('Root_Cause_Proposed', { stake });
	return { sandbox, at, proposal: at.incident().proposal as Hash };
}

const code = (at: Case, ...step: Parameters<Case['attempt']>) =>
	at.attempt(...step).error?.code ?? 'accepted';

describe('a vote', () => {
	it('snapshots the six others with their bases, in genesis order', () => {
		const { sandbox, at } = openVote();
		const expected = VOTERS.map((role) => ({ address: sandbox.address(role), base: 1000 }));
		expect(at.proposal().electorate).toEqual(expected);
		expect(sandbox.account('probability-oracle').proposals).toBe(1);
		expect(at.proposal()).toMatchObject({
			status: 'Open',
			round: 1,
			node: 'checkout',
			deadline: sandbox.height() + 20,
		});
	});

	it('is not decided by the first one who votes', () => {
		const { sandbox, at } = openVote();
		at.vote({ 'alert-receiver': ['For', 2000] });
		expect(code(at, 'close_vote')).toBe('vote-still-open');
		sandbox.pass(21);
		const receipt = at.step('close_vote');
		expect(receipt.events[0]).toMatchObject({
			name: 'VoteClosed',
			data: { participating: 1000, electorate: 6000, forWeight: 2000, againstWeight: 0, status: 'NoQuorum' },
		});
		expect(at.incident()).toMatchObject({ state: 'Data_Collected', round: 2 });
	});

	const ends: [string, Ballots, ProposalStatus, SopState][] = [
		['all are for it', allVote('For'), 'Passed', 'Consensus'],
		['three are for it and three are silent', only(3, 'For'), 'Passed', 'Consensus'],
		['two are for it and four are silent', only(2, 'For'), 'NoQuorum', 'Data_Collected'],
		[
			'two are for it and four abstain',
			{ ...allVote('Abstain'), ...only(2, 'For') },
			'NoQuorum',
			'Data_Collected',
		],
		['all are against it', allVote('Against'), 'Rejected', 'Data_Collected'],
		['three are against it and three are silent', only(3, 'Against'), 'Rejected', 'Data_Collected'],
		['it is a tie', { ...allVote('Against'), ...only(3, 'For') }, 'NoQuorum', 'Data_Collected'],
		['all abstain', allVote('Abstain'), 'NoQuorum', 'Data_Collected'],
		['nobody says anything', {}, 'NoQuorum', 'Data_Collected'],
		[
			'ten tokens break a tie',
			{ ...allVote('Against'), ...only(3, 'For'), 'alert-receiver': ['For', 10] },
			'Passed',
			'Consensus',
		],
		[
			'ten tokens break it the other way',
			{ ...allVote('For'), ...only(3, 'Against', 10) },
			'Rejected',
			'Data_Collected',
		],
	];

	it.each(ends)('where %s ends as it should', (_, ballots, status, state) => {
		const { sandbox, at, proposal } = openVote();
		at.vote(ballots);
		if (Object.keys(ballots).length < 6) sandbox.pass(21);
		at.step('close_vote');
		expect(at.incident().state).toBe(state);
		expect(sandbox.state.get(`proposal/${proposal}`)).toMatchObject({ status });
	});

	it('weighs a stake, and the richest cannot decide alone', () => {
		const rich = openVote({
			change: (genesis) => ({
				...genesis,
				agents: genesis.agents.map((agent) =>
					agent.role === 'alert-receiver' ? { ...agent, reputation: 100, balance: 10 ** 9 } : agent,
				),
			}),
		});
		const bases = rich.at.proposal().electorate.map(({ base }) => base);
		expect(bases).toEqual([2500, 1000, 1000, 1000, 1000, 1000]);
		rich.at.vote({ ...allVote('Against'), 'alert-receiver': ['For', 2000] });
		expect(readVote(rich.sandbox.state, rich.proposal, rich.sandbox.address('alert-receiver'))?.weight).toBe(
			2500,
		);
		const { data } = rich.at.step('close_vote').events[0]!;
		expect(data).toMatchObject({ forWeight: 2500, againstWeight: 5000, status: 'Rejected' });
	});

	it('moves the stake into escrow for that vote, out of reach until it is settled', () => {
		const { sandbox, at, proposal } = openVote();
		const before = sandbox.account('alert-receiver').balance;
		at.vote({ 'alert-receiver': ['For', 2000] });
		const { address, balance, staked, votes } = sandbox.account('alert-receiver');
		expect([balance, staked, votes]).toEqual([before - 2200, 5000, 1]);
		expect(readEscrow(sandbox.state, proposal, address)).toBe(2000);
		// Neither the escrow nor its weight moves with what is staked for the draw.
		sandbox.run('alert-receiver', 'unstake', { amount: 5000 });
		sandbox.run('alert-receiver', 'transfer', { to: sandbox.address('operator'), amount: 80_000 });
		expect(readEscrow(sandbox.state, proposal, address)).toBe(2000);
		expect(readVote(sandbox.state, proposal, address)?.weight).toBe(2000);
	});

	it('counts bases as they were when it was opened, whatever is settled meanwhile', () => {
		const sandbox = createSandbox();
		const [first, second] = [createCase(sandbox, 'first'), createCase(sandbox, 'second')];
		first.advance('Solution', { ballots: allVote('For', 2000) });
		second.advance('Root_Cause_Proposed');
		first.step('verify_outcome');
		expect(sandbox.account('alert-receiver').reputation).toBe(51);
		second.vote(allVote('For'));
		expect(second.step('close_vote').events[0]?.data).toMatchObject({ electorate: 6000, forWeight: 6000 });
		const third = createCase(sandbox, 'third');
		third.advance('Root_Cause_Proposed');
		expect(third.proposal().electorate.map(({ base }) => base)).toEqual([1100, 1100, 1100, 1100, 1100, 1100]);
	});

	it('costs exactly 200', () => {
		const { at } = openVote();
		expect(at.step('vote', { stake: 0 }).gasUsed).toBe(200);
		expect(at.step('vote', { stake: 2000 }, 'fault-mapper').gasUsed).toBe(200);
	});
});

describe('rounds', () => {
	it('start with a clean slate, and after the third the incident is unresolved', () => {
		const sandbox = createSandbox();
		const at = createCase(sandbox);
		for (let round = 1; round <= 3; round++) {
			at.advance('Root_Cause_Proposed');
			for (const role of VOTERS) at.step('assign_task', { role });
			expect(at.incident()).toMatchObject({ round, assigned: [...VOTERS] });
			expect(at.proposal().round).toBe(round);
			at.vote(allVote(round === 2 ? 'Abstain' : 'Against', 0));
			at.step('close_vote');
			if (round === 3) break;
			expect(at.incident()).toMatchObject({
				state: 'Data_Collected',
				round: round + 1,
				dependencies: null,
				probabilities: null,
				enough: null,
				faultWeb: null,
				assigned: [],
			});
		}
		expect(at.incident()).toMatchObject({ state: 'Unresolved', round: 3 });
		expect(code(at, 'submit_dependencies')).toBe('wrong-state');
		expect(sandbox.world().pending).toEqual([]);
		const { counted, genesis } = countSupply(sandbox.world());
		expect(counted).toBe(genesis);
	});

	it('may bring new data first, once, and only before anything else of the round', () => {
		const sandbox = createSandbox();
		const at = createCase(sandbox);
		at.advance('Root_Cause_Proposed');
		at.vote(allVote('Abstain'));
		at.step('close_vote');
		const late = sandbox.fork();
		createCase(late, at.id).step('submit_dependencies');
		expect(code(createCase(late, at.id), 'submit_data')).toBe('not-first-step');
		at.step('submit_data');
		expect(at.incident()).toMatchObject({ state: 'Data_Collected', round: 2, proposal: null });
		expect(code(at, 'submit_data')).toBe('not-first-step');
		at.advance('Root_Cause_Proposed');
		expect(at.proposal().round).toBe(2);
	});
});

describe('a sealed vote', () => {
	const SEALED = { parameters: { 'voting-mode': 'sealed' } };
	const commit = (sandbox: Sandbox, proposal: Hash, who: AgentRole, option: VoteOption, stake?: number) =>
		sandbox.run(who, 'vote', sealedVote(sandbox, proposal, who, option, stake));

	function committed(options: Ballots) {
		const open = openVote(SEALED);
		for (const [who, [option, stake]] of Object.entries(options) as [AgentRole, [VoteOption, number]][])
			expect(commit(open.sandbox, open.proposal, who, option, stake).error).toBeUndefined();
		return open;
	}

	it('tells nothing before it is revealed but that it was cast, and its stake', () => {
		const { sandbox, proposal } = committed({ 'alert-receiver': ['Against', 50] });
		const vote = readVote(sandbox.state, proposal, sandbox.address('alert-receiver'));
		expect(vote).toMatchObject({ option: null, weight: null, stake: 50 });
		const other = sealedVote(sandbox, proposal, 'alert-receiver', 'For').commitment;
		expect(vote?.commitment).not.toBe(other);
		// The same option by another voter has another commitment, so nobody can copy one.
		expect(sealedVote(sandbox, proposal, 'fault-mapper', 'Against').commitment).not.toBe(vote?.commitment);
	});

	it('counts once all have committed and revealed', () => {
		const { at, sandbox } = committed(allVote('For', 10));
		for (const who of VOTERS.slice(0, -1)) at.step('reveal_vote', {}, who);
		expect(code(at, 'close_vote')).toBe('vote-still-open');
		at.step('reveal_vote', {}, 'solution-engineer');
		expect(at.step('close_vote').events[0]?.data).toMatchObject({ forWeight: 6060, status: 'Passed' });
		expect(sandbox.height()).toBeLessThan(at.proposal().deadline);
	});

	it('is cast until its deadline, revealed in the twenty blocks after it, and closed after those', () => {
		const { at, sandbox, proposal } = committed(only(3, 'For', 10));
		const { deadline } = at.proposal();
		sandbox.pass(deadline - sandbox.height());
		expect(code(at, 'reveal_vote')).toBe('reveal-not-open');
		expect(commit(sandbox, proposal, 'fault-mapper', 'For').error).toBeUndefined();
		sandbox.pass(1);
		expect(commit(sandbox, proposal, 'solution-engineer', 'For').error?.code).toBe('vote-closed');
		at.step('reveal_vote');
		sandbox.pass(19);
		at.step('reveal_vote', {}, 'process-scheduler');
		expect(code(at, 'close_vote')).toBe('vote-still-open');
		sandbox.pass(1);
		expect(sandbox.height()).toBe(deadline + 21);
		expect(code(at, 'reveal_vote', {}, 'fault-mapper')).toBe('vote-closed');
		expect(at.step('close_vote').events[0]?.data).toMatchObject({ participating: 2000, status: 'NoQuorum' });
	});

	it('that is never revealed counts as an abstention and loses its stake to the treasury', () => {
		const { at, sandbox, proposal } = committed(allVote('For', 700));
		for (const who of VOTERS.slice(0, 4)) at.step('reveal_vote', {}, who);
		sandbox.pass(41);
		const treasury = sandbox.account('treasury').balance;
		const before = sandbox.account('fault-mapper').balance;
		const receipt = at.step('close_vote');
		expect(receipt.events[0]?.data).toMatchObject({ participating: 4000, status: 'Passed' });
		const lost = receipt.calls.filter(({ kind }) => kind === 'penalty');
		expect(lost.map(({ from, amount, reputation, reason }) => [from, amount, reputation, reason])).toEqual([
			[sandbox.address('fault-mapper'), 700, 0, 'unrevealed'],
			[sandbox.address('solution-engineer'), 700, 0, 'unrevealed'],
		]);
		expect(sandbox.account('fault-mapper').balance).toBe(before);
		expect(sandbox.account('treasury').balance).toBe(treasury + 1400 + receipt.fee);
		expect(readEscrow(sandbox.state, proposal, sandbox.address('fault-mapper'))).toBe(0);
		expect(readEscrow(sandbox.state, proposal, sandbox.address('alert-receiver'))).toBe(700);
	});

	it('owes back both its fees once it is revealed, and none for an abstention', () => {
		const { at, sandbox } = committed({ ...allVote('For', 10), 'fault-mapper': ['Abstain', 10] });
		const owed = (who: AgentRole) => at.incident().duty[sandbox.address(who)] ?? 0;
		// What they did before the vote: one step each.
		expect([owed('data-detective'), owed('fault-mapper')]).toEqual([200, 200]);
		at.step('reveal_vote', {}, 'data-detective');
		at.step('reveal_vote', { option: 'Abstain' }, 'fault-mapper');
		expect([owed('data-detective'), owed('fault-mapper')]).toEqual([600, 200]);
	});

	it('that is revealed as an abstention has its stake back', () => {
		const { at, sandbox } = committed(allVote('Abstain', 700));
		const before = sandbox.account('alert-receiver').balance;
		const receipt = at.step('reveal_vote', { option: 'Abstain' });
		expect(sandbox.account('alert-receiver').balance).toBe(before + 700 - receipt.fee);
		expect(
			readVote(sandbox.state, at.incident().proposal as Hash, sandbox.address('alert-receiver')),
		).toMatchObject({
			option: 'Abstain',
			weight: 0,
		});
	});

	it('cannot be revealed as another one, nor with the salt of another', () => {
		const { at } = committed(allVote('Against', 10));
		expect(code(at, 'reveal_vote', { option: 'For' })).toBe('commitment-mismatch');
		expect(code(at, 'reveal_vote', { option: 'Against', salt: documentOf('x') })).toBe('commitment-mismatch');
		expect(code(at, 'reveal_vote', { option: 'Against', salt: SALT })).toBe('accepted');
	});

	it('that was thrown out loses unrevealed stakes too, and no penalty beside', () => {
		const { at, sandbox } = committed(only(2, 'For', 10));
		sandbox.pass(41);
		const receipt = at.step('close_vote');
		expect(receipt.calls.map(({ kind, amount }) => [kind, amount])).toEqual([
			['escrow-release', 10],
			['escrow-release', 10],
			['escrow-release', 2000],
			['penalty', 10],
			['penalty', 10],
		]);
	});
});

/** The first few voters vote; the others are silent. */
function only(count: number, option: VoteOption, stake = 0): Ballots {
	return Object.fromEntries(VOTERS.slice(0, count).map((role) => [role, [option, stake]]));
}
