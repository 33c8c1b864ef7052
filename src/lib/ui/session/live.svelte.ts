/** The answer of a query that runs again when what it depends on changes. */
export type Live<T> =
	| { readonly kind: 'loading' }
	| { readonly kind: 'ready'; readonly value: T }
	| { readonly kind: 'missing' }
	| { readonly kind: 'failed'; readonly error: unknown };

/**
 * A live query as reactive state. `query` reads its parameters (and the session's revision) before its first `await`, so
 * that a change runs it again; the last answer stays in view meanwhile unless `key` changed. Call it while a component is
 * being set up.
 */
export function createLive<T>(
	key: () => unknown,
	query: () => Promise<T | undefined>,
): { readonly current: Live<T> } {
	let current = $state.raw<Live<T>>({ kind: 'loading' });
	let shown: unknown = {};
	$effect(() => {
		let stale = false;
		const next = key();
		if (next !== shown) current = { kind: 'loading' };
		shown = next;
		query().then(
			(value) => {
				if (!stale) current = value === undefined ? { kind: 'missing' } : { kind: 'ready', value };
			},
			(error: unknown) => {
				if (!stale) current = { kind: 'failed', error };
			},
		);
		return () => {
			stale = true;
		};
	});
	return {
		get current() {
			return current;
		},
	};
}
