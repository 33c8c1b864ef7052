import type { Account } from '../../chain/state-entries.ts';
import type { Address } from '../../crypto/address.ts';
import type { Timeline, TimelineStep, WorldView } from '../../ledger/timeline.ts';

/** The last transaction that moved an account, and by how much. */
export type Change = {
	readonly index: number;
	readonly step: TimelineStep;
	readonly amount: number;
	readonly reputation: number;
};

/** An account as the economy table shows it. */
export type EconomyRow = {
	readonly account: Account;
	readonly atRisk: number;
	readonly last: Change | undefined;
	/** Balance before the first transaction and after each one up to the cursor. */
	readonly trend: readonly number[];
};

/** Agents first, then operator and treasury, as they stand at `index`. */
export function economyOf(timeline: Timeline, index: number): readonly EconomyRow[] {
	const worlds = [timeline.before, ...timeline.steps.slice(0, index + 1).map((step) => step.after)];
	const now = worlds.at(-1) as WorldView;
	return now.accounts.map((account, position) => {
		const history = worlds.map((world) => world.accounts[position] ?? account);
		return {
			account,
			atRisk: now.escrow[account.address] ?? 0,
			last: lastChange(timeline.steps, history, worlds, account.address),
			trend: history.map((entry) => entry.balance),
		};
	});
}

function lastChange(
	steps: readonly TimelineStep[],
	history: readonly Account[],
	worlds: readonly WorldView[],
	address: Address,
): Change | undefined {
	const wealth = (at: number) =>
		(history[at] as Account).balance + (history[at] as Account).staked + (worlds[at]?.escrow[address] ?? 0);
	for (let at = history.length - 1; at > 0; at--) {
		const amount = wealth(at) - wealth(at - 1);
		const reputation = (history[at] as Account).reputation - (history[at - 1] as Account).reputation;
		if (amount !== 0 || reputation !== 0)
			return { index: at - 1, step: steps[at - 1] as TimelineStep, amount, reputation };
	}
	return undefined;
}

/** Where all tokens are, and whether they still add up to the genesis supply (protocol §4). */
export type Conservation = {
	readonly balances: number;
	readonly staked: number;
	readonly escrow: number;
	readonly treasury: number;
	readonly burned: number;
	readonly total: number;
	readonly genesis: number;
	readonly holds: boolean;
};

export function conservationOf(world: WorldView): Conservation {
	const add = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
	const balances = add(world.accounts.filter((one) => one.role !== 'treasury').map((one) => one.balance));
	const treasury = world.accounts.find((one) => one.role === 'treasury')?.balance ?? 0;
	const staked = add(world.accounts.map((one) => one.staked));
	const escrow = add(Object.values(world.escrow));
	const { burned, genesis } = world.supply;
	const total = balances + treasury + staked + escrow + burned;
	return { balances, staked, escrow, treasury, burned, total, genesis, holds: total === genesis };
}
