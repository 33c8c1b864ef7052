import { beforeEach, describe, expect, it } from 'vitest';
import { ROSTER } from '../agents/roster.ts';
import type { Agent } from '../agents/agent.ts';
import { ballot } from '../agents/ballot.ts';
import { buildCaseFile, type CaseFile } from '../agents/case-file.ts';
import { documentHash } from '../agents/intents.ts';
import type { ParameterValue } from '../chain/genesis.ts';
import { readAccount } from '../chain/accounts.ts';
import type { Account } from '../chain/state-entries.ts';
import { stateValue } from '../chain/world-state.ts';
import { sampleIncident } from '../ledger/testing/small-ledger.ts';
import { err, unwrap } from '../primitives/result.ts';
import { standardParameters } from '../protocol/parameters.ts';
import { createMemoryArchive } from '../store/memory-archive.ts';
import { foundChain, type ChainNode } from './chain-node.ts';
import { incidentIdOf, outcomeOf } from './diagnose.ts';
import { executeIntent } from './executor.ts';
import { seededEntropy } from './keyring.ts';
import type { Archive } from './ports.ts';
import { createScheduler, type RunEvent } from './scheduler.ts';

const FOUNDED_AT = 1_760_000_000_000;

async function found(
	parameters: { readonly [name: string]: ParameterValue } = {},
	archive: Archive = createMemoryArchive(),
): Promise<ChainNode> {
	const founded = await foundChain({
		archive,
		entropy: seededEntropy('executor'),
		now: FOUNDED_AT,
		parameters: { ...standardParameters(), ...parameters },
	});
	return unwrap(founded);
}

const agentOf = (node: ChainNode, role: string) =>
	node.genesis.agents.find((one) => one.role === role)!.address;
const account = (node: ChainNode, role: string) =>
	readAccount({ get: (key) => stateValue(node.world(), key) }, agentOf(node, role)) as Account;

/** Sends one intent of an agent and seals; answers what became of it. */
async function send(node: ChainNode, role: string, type: string, data: object, insist = false) {
	const intent = { type, data: data as never, documents: [] };
	const result = executeIntent(node, agentOf(node, role), intent, FOUNDED_AT, insist);
	if (result.kind === 'submitted') unwrap(await node.seal(node.head().header.timestamp + 1000));
	return result;
}

const ALERT = { node: 'a', minute: '2026-01-01 00:00:00', signal: 'latency', priority: 'low' };

describe('an intent', () => {
	let node: ChainNode;
	beforeEach(async () => void (node = await found()));

	it('that the contract would refuse is dropped and costs nothing', async () => {
		const result = await send(node, 'fault-mapper', 'submit_fault_web', { incident: 'none' });
		expect(result).toMatchObject({ kind: 'dropped', error: { code: 'bad-data' } });
		expect([account(node, 'fault-mapper').nonce, node.head().header.height]).toEqual([0, 0]);
	});

	it('of a drill is sent all the same, and stands on chain as refused', async () => {
		const result = await send(node, 'fault-mapper', 'unstake', { amount: 10 ** 6 }, true);
		expect(result.kind).toBe('submitted');
		const block = (await node.store.block(1))!;
		expect(block.receipts[0]).toMatchObject({ status: 'reverted', error: { code: 'insufficient-stake' } });
	});

	it('with data that have no canonical form is told to be invalid', async () => {
		const result = await send(node, 'fault-mapper', 'stake', { amount: NaN });
		expect(result).toMatchObject({ kind: 'invalid', fault: { code: 'bad-envelope' } });
	});

	it('is given the gas it needs and a margin, not what the dry run may use', async () => {
		await send(node, 'alert-receiver', 'open_incident', { incident: 'one', alert: ALERT });
		const [transaction] = (await node.store.block(1))!.transactions;
		expect(transaction?.gasLimit).toBe(300);
	});

	it('that waits already, because sealing failed, is not sent twice', async () => {
		const intent = { type: 'stake', data: { amount: 5 }, documents: [] };
		const sender = agentOf(node, 'fault-mapper');
		const first = executeIntent(node, sender, intent, FOUNDED_AT);
		const second = executeIntent(node, sender, intent, FOUNDED_AT + 1);
		expect(second).toEqual(first);
		expect(node.waiting().length).toBe(1);
		const other = executeIntent(node, sender, { ...intent, data: { amount: 6 } }, FOUNDED_AT);
		expect(other.kind).toBe('submitted');
		expect(node.waiting().length).toBe(2);
	});

	it('has its documents stored with the block it is in, not before', async () => {
		const document = { kind: 'note' };
		const stored = () => node.store.evidence(documentHash(document));
		const sender = agentOf(node, 'fault-mapper');
		const refused = { type: 'stake', data: { amount: 0 }, documents: [document] };
		expect(executeIntent(node, sender, refused, FOUNDED_AT).kind).not.toBe('submitted');
		unwrap(await node.seal(FOUNDED_AT + 1));
		expect(await stored()).toBeUndefined();
		const intent = { type: 'stake', data: { amount: 5 }, documents: [document] };
		expect(executeIntent(node, sender, intent, FOUNDED_AT + 2).kind).toBe('submitted');
		expect(await stored()).toBeUndefined();
		unwrap(await node.seal(FOUNDED_AT + 3));
		expect(await stored()).toEqual(document);
	});
});

describe('an agent with little', () => {
	it('can still do what it can pay for: 600 tokens are enough for a step', async () => {
		const node = await found();
		const to = node.genesis.operator.address;
		expect((await send(node, 'alert-receiver', 'transfer', { to, amount: 99_200 })).kind).toBe('submitted');
		expect(account(node, 'alert-receiver').balance).toBe(600);
		expect(
			(await send(node, 'alert-receiver', 'open_incident', { incident: 'one', alert: ALERT })).kind,
		).toBe('submitted');
		expect(account(node, 'alert-receiver').balance).toBe(400);
	});

	it('is told what it cannot pay for, gas or stake', async () => {
		const node = await found();
		const to = node.genesis.operator.address;
		await send(node, 'alert-receiver', 'transfer', { to, amount: 99_550 });
		expect(account(node, 'alert-receiver').balance).toBe(250);
		const poor = await send(node, 'alert-receiver', 'open_incident', { incident: 'one', alert: ALERT });
		expect(poor).toMatchObject({ kind: 'invalid', fault: { code: 'cannot-pay' } });
		const staked = await send(node, 'fault-mapper', 'stake', { amount: 99_900 });
		expect(staked).toMatchObject({ kind: 'dropped', error: { code: 'insufficient-balance' } });
	});

	it('works at any price of gas the parameters allow', async () => {
		const node = await found({ 'gas-price': 100 });
		expect(
			(await send(node, 'alert-receiver', 'open_incident', { incident: 'one', alert: ALERT })).kind,
		).toBe('submitted');
		expect(account(node, 'alert-receiver').balance).toBe(80_000);
	});
});

describe('a scheduler', () => {
	const incident = sampleIncident();
	const caseFile: CaseFile = unwrap(buildCaseFile(incident));

	/** Runs one incident to its end; with `failing`, that one commit fails and the round is tried again. */
	async function run(roster: readonly Agent[], failing?: number) {
		const archive = createMemoryArchive();
		let commits = 0;
		const chain: Archive['chain'] = (chainId) => {
			const store = archive.chain(chainId);
			return {
				...store,
				commit: async (head, commit) =>
					commits++ === failing ? err({ code: 'storage-full', retryable: true }) : store.commit(head, commit),
			};
		};
		const node = await found({}, { ...archive, chain });
		const events: RunEvent[] = [];
		let time = FOUNDED_AT;
		const scheduler = createScheduler({
			node,
			roster,
			now: () => (time += 1000),
			onEvent: (event) => void events.push(event),
		});
		scheduler.start({ incidentId: 'one', caseFile, drill: false });
		for (;;) {
			const round = await scheduler.round();
			if (round.ok && round.value.kind === 'idle') break;
			if (!round.ok) expect(commits).toBe((failing as number) + 1);
		}
		return { node, events, outcome: outcomeOf(node, 'one') };
	}

	/** The roster with one role changed. */
	const changed = (role: string, change: (agent: Agent) => Partial<Agent>) =>
		ROSTER.map((agent) => (agent.role === role ? { ...agent, ...change(agent) } : agent));

	it('asks an agent whose intents are always refused three times, then lets the deadline end it', async () => {
		const { events, outcome } = await run(
			changed('dependency-explorer', (agent) => ({
				propose: (answer, question) =>
					answer.kind === 'graph'
						? [{ type: 'submit_dependencies', data: { incident: 'one' }, documents: [] }]
						: agent.propose(answer, question),
			})),
		);
		const turns = events.filter((event) => event.kind === 'turn' && event.question === 'depend');
		expect(turns.length).toBe(3);
		expect(outcome.incident.state).toBe('Unresolved');
	});

	it('lets the deadline end what an agent has no answer to', async () => {
		const { node, outcome } = await run(
			changed('fault-mapper', () => ({ reason: async () => ({ kind: 'abstain', reason: 'model-failed' }) })),
		);
		expect(outcome.incident.state).toBe('Unresolved');
		const { height } = node.head().header;
		expect(height).toBeGreaterThan(20);
		expect(height).toBeLessThan(40);
	});

	it('does not ask again who waits for what it sent, even if it would answer otherwise now', async () => {
		let asked = 0;
		const roster = ROSTER.map((agent): Agent => ({
			...agent,
			reason: async (question) =>
				question.step === 'vote'
					? ballot(question, {
							option: 'For',
							confidence: 60,
							reason: 'in-two-minds',
							data: { asked: asked++ },
						})
					: agent.reason(question),
		}));
		const { node, outcome } = await run(roster);
		const voted = node.head().header.height - 3;
		expect((await node.store.block(voted))!.transactions[0]?.type).toBe('vote');
		asked = 0;
		const disturbed = await run(roster, voted);
		expect([disturbed.outcome.incident.state, outcome.incident.state]).toEqual(['Solution', 'Solution']);
		expect(asked).toBe(6);
		expect((await disturbed.node.store.summary())!.totals.refused).toBe(0);
	});

	it('lets nobody but the author of a role act for it', async () => {
		const { node } = await run(ROSTER);
		const senders = new Map<string, Set<string>>();
		const summary = (await node.store.summary())!;
		for (let height = 1; height <= summary.head.height; height++)
			for (const { type, sender } of (await node.store.block(height))!.transactions)
				senders.set(type, (senders.get(type) ?? new Set()).add(sender));
		expect([...(senders.get('vote') ?? [])].length).toBe(6);
		for (const [type, who] of senders) if (type !== 'vote') expect([type, who.size]).toEqual([type, 1]);
	});
});

describe('the id of an incident', () => {
	const idOf = (id: string, taken: readonly string[] = []) =>
		incidentIdOf({ ...sampleIncident(), id }, (one) => taken.includes(one));

	it.each([
		['train-ticket-sample', 'train-ticket-sample'],
		['TT 2023-01-29 08:43', 'tt-2023-01-29-08-43'],
		['--äöü--', 'incident'],
		['', 'incident'],
		['x'.repeat(100), 'x'.repeat(56)],
	])('%s becomes %s', (id, expected) => {
		expect(idOf(id)).toBe(expected);
	});

	it('is numbered where it is taken', () => {
		expect(idOf('one', ['one'])).toBe('one-2');
		expect(idOf('one', ['one', 'one-2', 'one-3'])).toBe('one-4');
		expect(idOf('x'.repeat(100), ['x'.repeat(56)]).length).toBeLessThanOrEqual(64);
	});
});
