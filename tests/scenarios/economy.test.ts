import { describe, expect, it } from 'vitest';
import type { AgentRole } from '../../src/lib/chain/genesis.ts';
import { documentHash } from '../../src/lib/agents/intents.ts';
import { countSupply } from '../../src/lib/contracts/testing/sandbox.ts';
import { sampleIncident } from '../../src/lib/ledger/testing/small-ledger.ts';
import type { JsonObject } from '../../src/lib/primitives/json.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { executeIntent } from '../../src/lib/runtime/executor.ts';
import {
	accountsOf,
	createRegister,
	createScenario,
	refusalsOf,
	verifies,
	type Scenario,
} from './testing/scenario.ts';

/** Sends one transaction outside any procedure, and seals it. */
async function send(
	scenario: Scenario,
	who: AgentRole | 'operator',
	type: string,
	data: JsonObject,
	document?: JsonObject,
) {
	const node = scenario.node();
	const { agents, operator } = node.genesis;
	const sender = who === 'operator' ? operator.address : agents.find(({ role }) => role === who)!.address;
	const intent = { type, data, documents: document ? [document] : [] };
	const sent = executeIntent(node, sender, intent, scenario.now());
	expect(sent.kind).toBe('submitted');
	unwrap(await node.seal(scenario.now()));
}

async function confirm(
	scenario: Scenario,
	incident: string,
	verdict: 'verified' | 'falsified',
): Promise<void> {
	const document = { kind: 'operator-statement', incident, verdict };
	const data = { incident, verdict, basis: 'operator-judgement', evidence: documentHash(document) };
	await send(scenario, 'operator', 'verify_outcome', data, document);
}

const accountOf = (scenario: Scenario, who: string) =>
	accountsOf(scenario.node()).find(({ role }) => role === who)!;

describe('an agent that gave everything away', () => {
	it('stops the procedure, and takes part again once it was restarted', async () => {
		const scenario = await createScenario({ engine: createRegister() });
		const { address: to } = accountOf(scenario, 'operator');
		const { address: target } = accountOf(scenario, 'fault-mapper');
		await send(scenario, 'fault-mapper', 'transfer', { to, amount: 99_550 });
		const first = scenario.start(sampleIncident(), { id: 'first' });
		await scenario.runToEnd();
		expect(accountOf(scenario, 'fault-mapper').balance).toBe(250);
		expect(scenario.outcome(first).incident).toMatchObject({ state: 'Unresolved', faultWeb: null });
		await send(scenario, 'process-scheduler', 'reboot_agent', { target });
		expect(accountOf(scenario, 'fault-mapper')).toMatchObject({
			balance: 10_000,
			generation: 1,
			reputation: 30,
		});
		const second = scenario.start(sampleIncident(), { id: 'second' });
		await scenario.runToEnd();
		expect(scenario.outcome(second).incident.state).toBe('Solution');
		expect(refusalsOf(await scenario.ledger())).toEqual([]);
	});
});

describe('ten incidents on one chain, one of them refuted', () => {
	it('settle one by one, and the record of all holds', async () => {
		const scenario = await createScenario({ engine: createRegister() });
		const before = accountOf(scenario, 'treasury').balance;
		for (let number = 0; number < 10; number++) {
			const id = scenario.start(sampleIncident(), { id: `incident-${number}` });
			await scenario.runToEnd();
			expect(scenario.outcome(id).incident.state).toBe('Solution');
			await confirm(scenario, id, number === 4 ? 'falsified' : 'verified');
			const { counted, genesis } = countSupply(scenario.node().world());
			expect(counted).toBe(genesis);
		}
		// Nine times right and once wrong: rewards by what was risked, and reputation with them.
		const oracle = accountOf(scenario, 'probability-oracle');
		expect(oracle.reputation).toBe(50 + 9 * 5 - 10);
		expect(oracle.proposals).toBe(10);
		expect(accountOf(scenario, 'treasury').balance).toBeGreaterThan(before * 0.75);
		const ledger = await scenario.ledger();
		expect(await verifies(ledger, true)).toBe(true);
		expect(refusalsOf(ledger)).toEqual([]);
		expect(scenario.node().world().pending).toEqual([]);
	});
});
