import type { TimelineStep } from '../../ledger/timeline.ts';
import type { TranscriptEntry } from '../evidence/documents.ts';

/** One row of the log. `index` is the transaction it belongs to. */
export type LogEntry =
	| {
			readonly kind: 'transaction';
			readonly key: string;
			readonly index: number;
			readonly step: TimelineStep;
	  }
	| {
			readonly kind: 'event';
			readonly key: string;
			readonly index: number;
			readonly step: TimelineStep;
			readonly event: TimelineStep['receipt']['events'][number];
	  }
	| {
			readonly kind: 'thought';
			readonly key: string;
			readonly index: number;
			readonly step: TimelineStep;
			readonly thought: TranscriptEntry;
	  };

export type LogFilter = {
	readonly sender: string | undefined;
	readonly refusedOnly: boolean;
	readonly thoughts: boolean;
};

/** Events that say more than their transaction does. */
const TOLD_EVENTS: readonly string[] = ['StateChanged', 'VoteClosed'];

/** The rows of the log: what an agent thought, what it then sent, and what that led to. */
export function logOf(
	steps: readonly TimelineStep[],
	transcripts: ReadonlyMap<string, readonly TranscriptEntry[]>,
	filter: LogFilter,
): readonly LogEntry[] {
	const entries: LogEntry[] = [];
	steps.forEach((step, index) => {
		const { sender, data } = step.transaction;
		if (filter.sender !== undefined && sender !== filter.sender) return;
		if (filter.refusedOnly && step.receipt.status !== 'reverted') return;
		const transcript =
			typeof data['transcript'] === 'string' ? transcripts.get(data['transcript']) : undefined;
		if (filter.thoughts && !filter.refusedOnly)
			transcript?.forEach((thought, n) => {
				entries.push({ kind: 'thought', key: `${step.hash}/t${n}`, index, step, thought });
			});
		entries.push({ kind: 'transaction', key: step.hash, index, step });
		step.receipt.events.forEach((event, n) => {
			if (TOLD_EVENTS.includes(event.name))
				entries.push({ kind: 'event', key: `${step.hash}/e${n}`, index, step, event });
		});
	});
	return entries;
}
