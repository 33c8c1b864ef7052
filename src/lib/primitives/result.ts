/** The outcome of anything that can fail on bad input: a value, or an error that is data. */
export type Result<T, E> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A successful result. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
	return { ok: true, value };
}

/** A failed result. */
export function err<E>(error: E): { readonly ok: false; readonly error: E } {
	return { ok: false, error };
}

/** The value of a result that cannot fail here. Throws (our bug, not the user's) when it did. */
export function unwrap<T, E>(result: Result<T, E>): T {
	if (result.ok) return result.value;
	throw new Error(`unwrap of a failure: ${JSON.stringify(result.error)}`);
}

/** Marks the end of an exhaustive switch; a new member of the union is then a type error. */
export function assertNever(value: never): never {
	throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
