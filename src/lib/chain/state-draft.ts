import type { JsonValue } from '../primitives/json.ts';
import { stateValue, type StateChange, type WorldState } from './world-state.ts';

/** Writes on top of a world, kept apart until the transaction succeeds. Dropping the draft is the rollback. */
export type StateDraft = {
	get(key: string): JsonValue | undefined;
	set(key: string, value: JsonValue): void;
	delete(key: string): void;
	/** Distinct keys written so far. */
	writeCount(): number;
	changes(): readonly StateChange[];
};

/** An empty draft over a world, with one entry as if it were changed already; that one is no write of the draft. */
export function createDraft(world: WorldState, beneath?: StateChange): StateDraft {
	const written = new Map<string, JsonValue | undefined>();
	return {
		get(key) {
			if (written.has(key)) return written.get(key);
			return key === beneath?.key ? beneath.value : stateValue(world, key);
		},
		set: (key, value) => void written.set(key, value),
		delete: (key) => void written.set(key, undefined),
		writeCount: () => written.size,
		changes: () => [...written].map(([key, value]) => ({ key, value })),
	};
}
