/** Whether the browser promises not to clear this origin's storage by itself when space runs short. */
export type PersistenceAnswer = 'promised' | 'not-promised' | 'unknown';

/**
 * Asks the browser to keep this origin's storage (security.md L9). For pages only: workers have no such call. Some
 * browsers ask the user, so call it on something the user did. Never fails: where nobody can say, `unknown`.
 */
export async function requestPersistence(
	storage: Partial<Pick<StorageManager, 'persist'>> | undefined = globalThis.navigator?.storage,
): Promise<PersistenceAnswer> {
	try {
		const promised = await storage?.persist?.();
		if (promised === undefined) return 'unknown';
		return promised ? 'promised' : 'not-promised';
	} catch {
		return 'unknown';
	}
}
