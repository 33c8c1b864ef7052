import type { SopState } from '../chain/state-entries.ts';
import { encodeLedger } from '../ledger/export-ledger.ts';
import type { Hash } from '../primitives/bytes.ts';
import { ok, type Result } from '../primitives/result.ts';
import { standardParameters } from '../protocol/parameters.ts';
import type { Candidate } from '../rca/analysis.ts';
import { diagnoseOnce, exportChain, type DiagnosisFailure } from '../runtime/diagnose.ts';
import { seededEntropy } from '../runtime/keyring.ts';
import type { ChainTotals } from '../runtime/ports.ts';
import type { RunEvent } from '../runtime/scheduler.ts';
import { createMemoryArchive } from '../store/memory-archive.ts';
import { secondsOfMinute } from '../telemetry/field-reader.ts';
import type { Incident } from '../telemetry/incident.ts';

/** What seven agents made of an incident of a lab. */
export type LabDiagnosis = {
	readonly state: SopState;
	readonly round: number;
	/** The cause that passed, with what was said of it; null where none did. */
	readonly verdict: {
		readonly node: string;
		readonly faultType: string;
		/** 0–100. */
		readonly confidence: number;
	} | null;
	/** The analyst's candidates, the likeliest first. */
	readonly ranking: readonly Candidate[];
	readonly totals: ChainTotals;
	readonly head: Hash;
	/** The ledger file: UTF-8 JSON. */
	readonly ledger: Uint8Array<ArrayBuffer>;
};

const CLOCK_STEP_MS = 1000;

/**
 * Diagnoses an incident on a chain of its own in memory. Keys come from `seed` and the clock from the alert, so that the
 * same incident and seed give the same ledger, byte for byte: whoever opens the same link can compare heads.
 */
export async function diagnoseInLab(
	incident: Incident,
	seed: string,
	onEvent?: (event: RunEvent) => void,
): Promise<Result<LabDiagnosis, DiagnosisFailure>> {
	let time = 1000 * (secondsOfMinute(incident.alert.time) ?? 0);
	const now = () => (time += CLOCK_STEP_MS);
	const diagnosed = await diagnoseOnce({
		archive: createMemoryArchive(),
		incident,
		entropy: seededEntropy(`lab/${seed}`),
		now,
		parameters: standardParameters(),
		...(onEvent ? { onEvent } : {}),
	});
	if (!diagnosed.ok) return diagnosed;
	const { node, outcome, caseFile } = diagnosed.value;
	const { proposal } = outcome;
	const summary = await node.store.summary();
	const proposed = proposal && (await node.store.transaction(proposal.id));
	const ledger = await exportChain(node.store, now());
	if (!ledger || !summary) throw new Error('a chain just written cannot be read');
	return ok({
		state: outcome.incident.state,
		round: outcome.incident.round,
		verdict:
			proposal?.status === 'Passed'
				? {
						node: proposal.node,
						faultType: String(proposed?.transaction.data['faultType'] ?? 'unknown'),
						confidence: proposal.confidence,
					}
				: null,
		ranking: caseFile.analysis.ranking,
		totals: summary.totals,
		head: summary.head.hash,
		ledger: new TextEncoder().encode(encodeLedger(ledger)),
	});
}
