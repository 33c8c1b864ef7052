import { liveQuery } from 'dexie';
import { err, ok, type Result } from '../primitives/result.ts';
import type { ChangeSource } from './change-source.ts';

/**
 * Runs a query now and again whenever its answer may have changed, in this page, another tab or the worker; returns the
 * function that stops it. A failed run is reported and the query stays alive: the next change runs it again.
 *
 * Without `changes` the query must read through an archive that `openArchive` opened, and it is run again when a write
 * touches a key range it read, so a page of an old block stays still while new ones come. Where storage is blocked, give
 * the source of changes instead (a memory archive, or the worker's head events): then every change runs it.
 */
export function createLiveQuery<T>(
	query: () => Promise<T>,
	onValue: (value: T) => void,
	onError: (error: unknown) => void,
	changes?: ChangeSource,
): () => void {
	// Errors travel as values: Dexie keeps a closed database to itself, and the page would load for ever.
	const run = async (): Promise<Result<T, unknown>> => {
		try {
			return ok(await query());
		} catch (error) {
			return err(error);
		}
	};
	const deliver = (result: Result<T, unknown>) => (result.ok ? onValue(result.value) : onError(result.error));
	if (changes) return followChanges(run, deliver, changes);
	const subscription = liveQuery(run).subscribe({ next: deliver, error: onError });
	return () => subscription.unsubscribe();
}

/** Runs once per burst of changes, one at a time; an answer overtaken by a change is not delivered. */
function followChanges<R>(
	run: () => Promise<R>,
	deliver: (result: R) => void,
	changes: ChangeSource,
): () => void {
	let stopped = false;
	let running = false;
	let stale = true;
	const refresh = async () => {
		if (running) return;
		running = true;
		while (stale && !stopped) {
			stale = false;
			const result = await run();
			if (!stale && !stopped) deliver(result);
		}
		running = false;
	};
	const stopListening = changes.onChange(() => {
		stale = true;
		void refresh();
	});
	void refresh();
	return () => {
		stopped = true;
		stopListening();
	};
}
