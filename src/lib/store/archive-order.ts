import type { ChainSummary, RunRecord } from '../runtime/ports.ts';

/** Chains newest first, by creation; the id settles a tie. */
export function compareChains(a: ChainSummary, b: ChainSummary): number {
	return b.genesis.createdAt - a.genesis.createdAt || compareText(a.genesis.chainId, b.genesis.chainId);
}

/** Runs newest first, by start; the incident settles a tie. */
export function compareRuns(a: RunRecord, b: RunRecord): number {
	return b.startedAt - a.startedAt || compareText(a.incidentId, b.incidentId);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
