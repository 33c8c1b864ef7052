import type { TimelineStep } from '../../ledger/timeline.ts';
import { isHash } from '../../primitives/bytes.ts';
import type { SessionState } from '../session/session-state.svelte.ts';
import { parseTranscript, type TranscriptEntry } from './documents.ts';

/** The transcripts named by some transactions, read as they come. Call it while a component is being set up. */
export function createTranscripts(
	session: SessionState,
	steps: () => readonly TimelineStep[],
): { readonly current: ReadonlyMap<string, readonly TranscriptEntry[]> } {
	let current = $state.raw<ReadonlyMap<string, readonly TranscriptEntry[]>>(new Map());
	const asked = new Set<string>();

	$effect(() => {
		const wanted = steps()
			.map((step) => step.transaction.data['transcript'])
			.filter((hash) => isHash(hash))
			.filter((hash) => !asked.has(hash));
		if (wanted.length === 0) return;
		for (const hash of wanted) asked.add(hash);
		void Promise.all(
			wanted.map(async (hash) => [hash, parseTranscript(await session.port.reader.evidence(hash))] as const),
		).then(
			(read) => (current = new Map([...current, ...read])),
			() => wanted.forEach((hash) => asked.delete(hash)), // read again with the next block
		);
	});

	return {
		get current() {
			return current;
		},
	};
}
