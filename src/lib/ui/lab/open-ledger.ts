import { goto } from '$app/navigation';
import type { SessionState } from '../session/session-state.svelte.ts';
import { href } from '../shell/href.ts';

/** Shows a ledger read-only in the explorer, beside this browser's own chain. Answers why it could not, or nothing. */
export async function openLedgerInExplorer(
	session: SessionState,
	name: string,
	bytes: Uint8Array,
): Promise<string | undefined> {
	const opened = await session.port.openLedger(name, bytes);
	if (!opened.ok) return opened.error.code;
	await goto(href.explorer());
	return undefined;
}
