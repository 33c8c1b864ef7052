import { readAccount } from '../../chain/accounts.ts';
import { parameterOf } from '../../chain/gas.ts';
import type { Genesis } from '../../chain/genesis.ts';
import type { Account, ProposalState } from '../../chain/state-entries.ts';
import type { Address } from '../../crypto/address.ts';
import { add, divide, multiply, sum } from '../../primitives/integers.ts';
import type { JsonValue } from '../../primitives/json.ts';

/** Base weight of a reputation, in milli-units: 1000 + 100 × max(0, reputation − 50) (protocol.md §7). */
export function baseOfReputation(genesis: Genesis, reputation: number): number {
	const above = Math.max(0, reputation - parameterOf(genesis, 'neutral-reputation'));
	return add(
		parameterOf(genesis, 'base-weight'),
		multiply(parameterOf(genesis, 'weight-per-reputation'), above),
	);
}

/** Clips bases to the largest integer c with 3c ≤ Σ min(base, c), so that nobody holds over a third. */
export function clipBases(bases: readonly number[]): readonly number[] {
	let low = 0;
	let high = Math.max(0, ...bases);
	while (low < high) {
		const c = Math.ceil((low + high) / 2);
		if (3 * c <= sum(bases.map((base) => Math.min(base, c)))) low = c;
		else high = c - 1;
	}
	return bases.map((base) => Math.min(base, low));
}

/** The six other agents with their clipped bases, in genesis order, as they stand now. */
export function snapshotElectorate(
	state: { get(key: string): JsonValue | undefined },
	genesis: Genesis,
	proposer: Address,
): ProposalState['electorate'] {
	const voters = genesis.agents.map((agent) => agent.address).filter((address) => address !== proposer);
	const bases = voters.map((address) =>
		baseOfReputation(genesis, (readAccount(state, address) as Account).reputation),
	);
	const clipped = clipBases(bases);
	return voters.map((address, index) => ({ address, base: clipped[index] as number }));
}

/** Weight of a vote: min(base + stake, B / 3) in milli-units, B = Σ clipped bases. */
export function weightOfVote(electorate: ProposalState['electorate'], voter: Address, stake: number): number {
	const total = sum(electorate.map((member) => member.base));
	const own = electorate.find((member) => member.address === voter)?.base ?? 0;
	return Math.min(add(own, stake), divide(total, 3));
}
