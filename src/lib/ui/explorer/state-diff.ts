import type { WorldView } from '../../ledger/timeline.ts';
import type { JsonValue } from '../../primitives/json.ts';

/** One field of a state entry that a transaction changed. */
export type StateChange = {
	readonly key: string;
	readonly field: string;
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
};

/** What differs between two worlds, entry by entry and field by field, in key order. */
export function diffWorlds(before: WorldView, after: WorldView): readonly StateChange[] {
	const old = entriesOf(before);
	const now = entriesOf(after);
	const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
	return keys.flatMap((key) => diffEntry(key, old.get(key), now.get(key)));
}

type Fields = { readonly [field: string]: JsonValue };

function entriesOf(world: WorldView): ReadonlyMap<string, Fields> {
	const entries = new Map<string, Fields>();
	const put = (key: string, value: object) => entries.set(key, value as Fields);
	for (const account of world.accounts) put(`account/${account.address}`, account);
	for (const [address, amount] of Object.entries(world.escrow)) put(`escrow/${address}`, { amount });
	put('supply', world.supply);
	if (world.incident) put(`incident/${world.incident.id}`, world.incident);
	for (const { proposal, votes } of world.proposals) {
		put(`proposal/${proposal.id}`, proposal);
		for (const [voter, vote] of Object.entries(votes)) put(`vote/${proposal.id}/${voter}`, vote);
	}
	return entries;
}

function diffEntry(key: string, old: Fields | undefined, now: Fields | undefined): readonly StateChange[] {
	const fields = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
	return fields
		.filter((field) => JSON.stringify(old?.[field]) !== JSON.stringify(now?.[field]))
		.map((field) => ({ key, field, before: old?.[field], after: now?.[field] }));
}
