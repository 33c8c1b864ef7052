import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { Genesis } from './genesis.ts';
import { trieEntries, trieRoot, trieValue, trieWith, trieWithout, type TrieNode } from './state-trie.ts';

/**
 * The state of the chain after some transaction. Immutable with structural sharing: an old value is its own snapshot.
 * `pending` lists the keys that the protocol watches for deadlines, sorted; it follows from the entries.
 */
export type WorldState = {
	readonly genesis: Genesis;
	readonly trie: TrieNode | null;
	readonly pending: readonly string[];
};

/** Which entries a protocol keeps in {@link WorldState.pending}. */
export type WatchEntry = (key: string, value: JsonValue) => boolean;

/** An entry's new value; `undefined` deletes it. */
export type StateChange = { readonly key: string; readonly value: JsonValue | undefined };

/** A world from its entries. */
export function createWorld(
	genesis: Genesis,
	entries: Iterable<{ readonly key: string; readonly value: JsonValue }>,
	watch: WatchEntry,
): WorldState {
	let trie: TrieNode | null = null;
	const pending: string[] = [];
	for (const { key, value } of entries) {
		trie = trieWith(trie, key, value);
		if (watch(key, value)) pending.push(key);
	}
	return { genesis, trie, pending: pending.sort() };
}

/** The value of a key, or undefined. */
export function stateValue(world: WorldState, key: string): JsonValue | undefined {
	return trieValue(world.trie, key);
}

/** The state root (protocol.md §3). */
export function stateRoot(world: WorldState): Hash {
	return trieRoot(world.trie);
}

/** Every entry of the world. */
export function stateEntries(
	world: WorldState,
): Iterable<{ readonly key: string; readonly value: JsonValue }> {
	return trieEntries(world.trie);
}

/** The world with some entries changed. */
export function applyChanges(
	world: WorldState,
	changes: Iterable<StateChange>,
	watch: WatchEntry,
): WorldState {
	let trie = world.trie;
	let pending = world.pending;
	for (const { key, value } of changes) {
		trie = value === undefined ? trieWithout(trie, key) : trieWith(trie, key, value);
		pending = withPending(pending, key, value !== undefined && watch(key, value));
	}
	return { genesis: world.genesis, trie, pending };
}

function withPending(pending: readonly string[], key: string, watched: boolean): readonly string[] {
	if (pending.includes(key) === watched) return pending;
	return watched ? [...pending, key].sort() : pending.filter((other) => other !== key);
}
