import type { WorldState } from '../../chain/world-state.ts';
import { createEconomyChain, type EconomyChain } from './economy-chain.ts';
import { economyEvidence } from './economy-evidence.ts';
import { BANKRUPT_BELOW, economyGenesis, type Arm } from './economy-genesis.ts';
import { createIncidentDraws } from './judgement.ts';
import { playIncident } from './play-incident.ts';
import type { IncidentRecord } from './record.ts';
import type { Scenario } from './scenario.ts';

/** One chain of a run: one way of counting votes. */
export type EconomyArm = {
	/** Plays the next incident to its end. */
	play(): IncidentRecord;
	readonly records: readonly IncidentRecord[];
	world(): WorldState;
	/** Transactions refused so far. */
	refused(): number;
};

const SCHEDULER = 1;

/** A chain at its genesis, with the incidents of the scenario ahead. Two arms of one scenario meet the same incidents. */
export function createEconomyArm(scenario: Scenario, arm: Arm): EconomyArm {
	const chain = createEconomyChain(economyGenesis(scenario, arm));
	const stage = { scenario, chain, evidence: economyEvidence(scenario.candidates) };
	const drawIncident = createIncidentDraws(scenario);
	const records: IncidentRecord[] = [];
	return {
		records,
		world: chain.world,
		refused: chain.refused,
		play() {
			const before = wealthOf(chain);
			const played = playIncident(stage, drawIncident(records.length));
			const after = accountsAfter(chain);
			rebootBankrupt(chain, after.bankrupt);
			const gain = after.wealth.map((wealth, agent) => wealth - (before[agent] as number));
			const record = { ...played, ...after, gain };
			records.push(record);
			return record;
		},
	};
}

function wealthOf(chain: EconomyChain): readonly number[] {
	const accounts = chain.genesis.agents.map((agent) => chain.account(agent.address));
	return accounts.map((account) => account.balance + account.staked);
}

function accountsAfter(chain: EconomyChain): Omit<IncidentRecord, 'end' | 'proposals' | 'gain'> {
	const accounts = chain.genesis.agents.map((agent) => chain.account(agent.address));
	const supply = chain.get('supply') as { readonly burned: number };
	return {
		wealth: wealthOf(chain),
		reputation: accounts.map((account) => account.reputation),
		treasury: chain.account(chain.genesis.treasury.address).balance,
		burned: supply.burned,
		bankrupt: accounts.flatMap((account, index) => (account.balance < BANKRUPT_BELOW ? [index] : [])),
	};
}

/** Restarts whoever is bankrupt, where that gives it anything; A2 pays, or the operator where A2 cannot. */
function rebootBankrupt(chain: EconomyChain, bankrupt: readonly number[]): void {
	for (const index of bankrupt) {
		const target = chain.genesis.agents[index]!.address;
		const treasury = chain.account(chain.genesis.treasury.address).balance;
		if (chain.account(target).staked === 0 && treasury === 0) continue;
		chain.nextBlock();
		const senders = [chain.genesis.agents[SCHEDULER]!.address, chain.genesis.operator.address];
		senders.some((sender) => chain.send(sender, 'reboot_agent', { target }) !== null);
	}
}
