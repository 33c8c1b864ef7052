import { describe, expect, it } from 'vitest';
import { ballot } from '../../src/lib/agents/ballot.ts';
import type { Agent } from '../../src/lib/agents/agent.ts';
import { ROSTER } from '../../src/lib/agents/roster.ts';
import type { VoteOption } from '../../src/lib/chain/state-entries.ts';
import type { Transaction } from '../../src/lib/chain/transaction.ts';
import { stateValue } from '../../src/lib/chain/world-state.ts';
import { readVote } from '../../src/lib/contracts/ops/incident.ts';
import type { Ledger } from '../../src/lib/ledger/format.ts';
import { sampleIncident } from '../../src/lib/ledger/testing/small-ledger.ts';
import type { Hash } from '../../src/lib/primitives/bytes.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { saltOf } from '../../src/lib/runtime/sealed-vote.ts';
import {
	accountsOf,
	confirmOutcome,
	createScenario,
	refusalsOf,
	rosterVoting,
	verifies,
	type Scenario,
	type ScenarioOptions,
} from './testing/scenario.ts';

const SAMPLE = 'train-ticket-sample';
const SEALED = { 'voting-mode': 'sealed' };

async function begin(options: ScenarioOptions = {}): Promise<Scenario> {
	const scenario = await createScenario({ ...options, parameters: { ...SEALED, ...options.parameters } });
	scenario.start(sampleIncident());
	return scenario;
}

/** Rounds until the agents have sealed their votes and nobody has revealed one. */
async function beginAndCommit(options: ScenarioOptions = {}): Promise<Scenario> {
	const scenario = await begin(options);
	for (;;) {
		expect(unwrap(await scenario.round())).toBe('sealed');
		const { height } = scenario.node().head().header;
		const block = (await scenario.node().store.block(height))!;
		if (block.transactions.some(({ type }) => type === 'vote')) return scenario;
	}
}

const sent = (ledger: Ledger, type: string): readonly Transaction[] =>
	ledger.blocks.flatMap(({ transactions }) => transactions.filter((one) => one.type === type));

const heightsOf = (ledger: Ledger, type: string): readonly number[] =>
	ledger.blocks.flatMap(({ header, transactions }) =>
		transactions.some((one) => one.type === type) ? [header.height] : [],
	);

/** The roster with what one of its members does changed. */
const changed = (role: string, change: (agent: Agent) => Partial<Agent>) =>
	ROSTER.map((agent) => (agent.role === role ? { ...agent, ...change(agent) } : agent));

/** Every vote of the open or last proposal, by role. */
function votesOf(scenario: Scenario) {
	const node = scenario.node();
	const state = { get: (key: string) => stateValue(node.world(), key) };
	const { proposal } = scenario.outcome(SAMPLE);
	return Object.fromEntries(
		node.genesis.agents.map(({ role, address }) => [role, readVote(state, proposal!.id, address)]),
	);
}

describe('a diagnosis with sealed votes', () => {
	it.each(['on-verification', 'on-close'])('comes to a solution and is settled %s', async (settlement) => {
		const scenario = await begin({ parameters: { settlement } });
		await scenario.runToEnd();
		expect(scenario.outcome(SAMPLE)).toMatchObject({
			incident: { state: 'Solution', round: 1 },
			proposal: { node: 'food-buy', status: 'Passed' },
		});
		await confirmOutcome(scenario, SAMPLE, 'verified');
		const ledger = await scenario.ledger();
		expect(refusalsOf(ledger)).toEqual([]);
		expect(await verifies(ledger)).toBe(true);
		expect([sent(ledger, 'vote').length, sent(ledger, 'reveal_vote').length]).toEqual([6, 6]);
		const [committed, revealed, closed] = ['vote', 'reveal_vote', 'close_vote'].map((type) =>
			heightsOf(ledger, type),
		);
		expect([revealed, closed]).toEqual([[committed![0]! + 1], [committed![0]! + 2]]);
		const rich = accountsOf(scenario.node()).find(({ role }) => role === 'probability-oracle')!;
		expect(rich.balance).toBeGreaterThan(100_000);
	});

	it('ends as the same diagnosis with open votes does', async () => {
		const [open, sealed] = [await createScenario(), await begin()];
		open.start(sampleIncident());
		for (const scenario of [open, sealed]) await scenario.runToEnd();
		const options = (scenario: Scenario) =>
			Object.entries(votesOf(scenario)).map(([role, vote]) => [role, vote?.option]);
		expect(options(sealed)).toEqual(options(open));
		const reasons = (ledger: Ledger, type: string) =>
			sent(ledger, type).map(({ data }) => data['transcript']);
		// Whoever opens the record finds the same reasons and claims behind the votes.
		expect([...reasons(await sealed.ledger(), 'reveal_vote')].sort()).toEqual(
			[...reasons(await open.ledger(), 'vote')].sort(),
		);
	});

	it('goes on by the same blocks after a reload in every round', async () => {
		const straight = await begin();
		await straight.runToEnd();
		const reloaded = await begin();
		while (unwrap(await reloaded.round()) === 'sealed') await reloaded.reload();
		expect(reloaded.node().head().hash).toBe(straight.node().head().hash);
	});

	it('goes through every round where all are against it', async () => {
		const scenario = await createScenario({ roster: rosterVoting('Against', 65), parameters: SEALED });
		scenario.start(sampleIncident(), { suspects: ['food-buy', 'food-cancel', 'train-cancel'] });
		while (unwrap(await scenario.round()) === 'sealed') await scenario.reload();
		expect(scenario.outcome(SAMPLE).incident).toMatchObject({ state: 'Unresolved', round: 3 });
		const ledger = await scenario.ledger();
		expect([sent(ledger, 'vote').length, sent(ledger, 'reveal_vote').length]).toEqual([18, 18]);
		expect(await verifies(ledger, true)).toBe(true);
	});
});

describe('before votes are revealed', () => {
	it('nothing shows but who has committed, and the stake', async () => {
		const scenario = await beginAndCommit();
		const { height } = scenario.node().head().header;
		const block = (await scenario.node().store.block(height))!;
		expect(block.transactions.length).toBe(6);
		for (const { data, gasLimit } of block.transactions) {
			expect(Object.keys(data).sort()).toEqual(['commitment', 'proposal', 'stake']);
			expect(gasLimit).toBe(300);
		}
		expect(block.receipts.map(({ fee, gasUsed }) => [fee, gasUsed])).toEqual(
			block.receipts.map(() => [200, 200]),
		);
		const votes = Object.values(votesOf(scenario)).filter((vote) => vote !== undefined);
		expect(votes.length).toBe(6);
		for (const vote of votes) expect([vote.option, vote.weight]).toEqual([null, null]);
		expect(new Set(votes.map(({ commitment }) => commitment)).size).toBe(6);
		// Nor do the reasons lie in the store before their time.
		const kept = await scenario.node().store.evidenceRange({ limit: 200 });
		const steps = kept.map(({ value }) => (value as { readonly step?: string } | null)?.step);
		expect(steps).toContain('propose');
		expect(steps).not.toContain('vote');
	});

	it('who abstains puts up what an unsure voter does', async () => {
		const stakes = async (say: VoteOption) => {
			const scenario = await beginAndCommit({ roster: rosterVoting(say, 50) });
			return Object.values(votesOf(scenario)).flatMap((vote) => (vote ? [vote.stake] : []));
		};
		expect(await stakes('Abstain')).toEqual([10, 10, 10, 10, 10, 10]);
		expect(await stakes('For')).toEqual(await stakes('Abstain'));
	});

	it('nobody can try the options without the key', async () => {
		const scenario = await beginAndCommit();
		const node = scenario.node();
		const other = (await createScenario({ seed: 'another' })).node();
		const { id } = scenario.outcome(SAMPLE).proposal!;
		const [voter, neighbour] = node.genesis.agents.map(({ address }) => address);
		const salts = [saltOf(node.keyring, id, voter!), saltOf(node.keyring, id, neighbour!)];
		const elsewhere = other.genesis.agents[0]!.address;
		salts.push(saltOf(other.keyring, id, elsewhere), saltOf(node.keyring, `0x${'1'.repeat(64)}`, voter!));
		expect(new Set(salts).size).toBe(4);
		expect(saltOf(node.keyring, id, voter!)).toBe(salts[0]);
	});
});

describe('an agent asked to reveal', () => {
	const role = 'dependency-explorer';
	const addressIn = (scenario: Scenario) =>
		scenario.node().genesis.agents.find((one) => one.role === role)!.address;

	it('reveals what it committed to, without reasons, where it judges otherwise by now', async () => {
		const asked: VoteOption[] = ['For', 'Against'];
		const mind = changed(role, (agent) => ({
			reason: async (question) =>
				question.step === 'vote'
					? ballot(question, { option: asked.shift()!, confidence: 70, reason: 'in-two-minds' })
					: agent.reason(question),
		}));
		const scenario = await beginAndCommit({ roster: mind });
		await scenario.reload();
		await scenario.runToEnd();
		const ledger = await scenario.ledger();
		const own = sent(ledger, 'reveal_vote').find(({ sender }) => sender === addressIn(scenario));
		expect(own?.data).toMatchObject({ option: 'For', claims: [], transcript: null });
		expect(refusalsOf(ledger)).toEqual([]);
		expect(scenario.outcome(SAMPLE).incident.state).toBe('Solution');
	});

	it('reveals it even where it has no answer any more', async () => {
		let answers = 1;
		const mute = changed(role, (agent) => ({
			reason: async (question) =>
				question.step === 'vote' && answers-- <= 0
					? { kind: 'abstain', reason: 'model-failed' }
					: agent.reason(question),
		}));
		const scenario = await beginAndCommit({ roster: mute });
		await scenario.runToEnd();
		expect(answers).toBe(-1);
		expect(votesOf(scenario)[role]?.option).toBe('For');
	});

	it('and silent loses its stake when the time to reveal is over, and does not count', async () => {
		const silent = changed(role, (agent) => ({
			perceive: (situation) =>
				situation.votes.has(situation.self.address) ? undefined : agent.perceive(situation),
		}));
		const scenario = await beginAndCommit({ roster: silent });
		const { stake } = votesOf(scenario)[role]!;
		expect(stake).toBeGreaterThan(10);
		await scenario.reload();
		await scenario.runToEnd();
		expect(scenario.outcome(SAMPLE)).toMatchObject({
			incident: { state: 'Solution' },
			proposal: { status: 'Passed' },
		});
		const ledger = await scenario.ledger();
		const closing = ledger.blocks.find(({ transactions }) =>
			transactions.some(({ type }) => type === 'close_vote'),
		)!;
		const { deadline } = scenario.outcome(SAMPLE).proposal!;
		expect(closing.header.height).toBe(deadline + 21);
		const lost = closing.receipts.flatMap(({ calls }) => calls.filter(({ kind }) => kind === 'penalty'));
		expect(lost.map(({ from, amount, reason }) => [from, amount, reason])).toEqual([
			[addressIn(scenario), stake, 'unrevealed'],
		]);
		expect(await verifies(ledger, true)).toBe(true);
	});

	it('whose commitment no option opens stays silent instead of sending what is refused', async () => {
		const scenario = await begin({
			roster: changed(role, (agent) => ({
				propose: (answer, question) =>
					question.step === 'vote' && !question.situation.votes.has(question.situation.self.address)
						? [{ type: 'vote', data: { option: 'Perhaps', stake: 10 }, documents: [] }]
						: agent.propose(answer, question),
			})),
		});
		await scenario.runToEnd();
		expect(votesOf(scenario)[role]).toMatchObject({ option: null, weight: null });
		expect(refusalsOf(await scenario.ledger())).toEqual([]);
		expect(scenario.outcome(SAMPLE).incident.state).toBe('Solution');
	});
});

describe('two incidents at once', () => {
	it('keep their sealed votes apart', async () => {
		const scenario = await createScenario({ parameters: SEALED });
		scenario.start(sampleIncident(), { id: 'one' });
		unwrap(await scenario.round());
		scenario.start(sampleIncident(), { id: 'two' });
		while (unwrap(await scenario.round()) === 'sealed') await scenario.reload();
		for (const id of ['one', 'two']) expect(scenario.outcome(id).incident.state).toBe('Solution');
		const ledger = await scenario.ledger();
		const salts = sent(ledger, 'reveal_vote').map(({ data }) => data['salt'] as Hash);
		expect(new Set(salts).size).toBe(12);
		expect(await verifies(ledger)).toBe(true);
	});
});
