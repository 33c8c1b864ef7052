import { err, ok, type Result } from '../primitives/result.ts';
import type { CommitFailure } from '../runtime/ports.ts';
import { BrokenCommit } from './chain-record.ts';

/** Errors after which the same write may well succeed: the scope was rolled back by something passing. */
const PASSING = new Set(['AbortError', 'TimeoutError', 'UnknownError', 'TransactionInactiveError']);

/** Thrown inside a scope to leave it with a failure that is already data; rolls the scope back. */
export class ScopeFailure extends Error {
	override readonly name = 'ScopeFailure';
	constructor(readonly failure: CommitFailure) {
		super(failure.code);
	}
}

/** Runs a write; what storage throws becomes data, our own bugs stay thrown. */
export async function attemptWrite(write: () => PromiseLike<unknown>): Promise<Result<void, CommitFailure>> {
	try {
		await write();
		return ok(undefined);
	} catch (error) {
		if (error instanceof BrokenCommit) throw error;
		return err(error instanceof ScopeFailure ? error.failure : failureOf(error));
	}
}

/**
 * What a storage error means to a writer. `storage-full` may be retried once there is room: nothing was written.
 * Dexie hides the cause under `inner` (an abort) or `failures` (a bulk write), so the whole tree is looked at.
 */
export function failureOf(error: unknown): CommitFailure {
	const names = namesOf(error);
	if (names.has('QuotaExceededError')) return { code: 'storage-full', retryable: true };
	const retryable = names.size > 0 && [...names].every((name) => PASSING.has(name));
	return { code: 'storage-failed', retryable, reason: reasonOf(error) };
}

/** `Name: message` of anything thrown, cut short. */
export function reasonOf(error: unknown): string {
	const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return text.slice(0, 300);
}

/** Deepest chain of causes looked at: an error may name itself as its cause. */
const MAX_CAUSES = 4;

/** The names of an error and of everything it was caused by. */
export function namesOf(error: unknown, depth = 0): ReadonlySet<string> {
	if (typeof error !== 'object' || error === null || depth > MAX_CAUSES) return new Set();
	const { name, inner, cause, failures } = error as Record<string, unknown>;
	const causes = [inner, cause, ...(Array.isArray(failures) ? failures : [])];
	const below = causes.flatMap((one) => [...namesOf(one, depth + 1)]);
	return new Set(typeof name === 'string' ? [name, ...below] : below);
}
