import type { IncidentState } from '../../chain/state-entries.ts';
import type { TimelineStep, WorldView } from '../../ledger/timeline.ts';
import { isHash } from '../../primitives/bytes.ts';
import { isJsonObject, type JsonValue } from '../../primitives/json.ts';
import type { TransactionEntry } from '../../runtime/ports.ts';
import type { Session } from '../../worker/session.ts';

/** A transaction within its incident: the world before and after it. */
export type TransactionContext = {
	readonly step: TimelineStep;
	readonly before: WorldView;
	readonly incident: IncidentState | null;
};

/** Finds the incident of a transaction and the worlds around it; undefined where it belongs to none. */
export async function contextOf(
	session: Session,
	entry: TransactionEntry,
): Promise<TransactionContext | undefined> {
	const id = await incidentOf(session, entry);
	const timeline = id === undefined ? undefined : await session.timeline(id);
	const at = timeline?.steps.findIndex((step) => step.hash === entry.hash) ?? -1;
	const step = timeline?.steps[at];
	if (!timeline || !step) return undefined;
	return { step, before: timeline.steps[at - 1]?.after ?? timeline.before, incident: step.after.incident };
}

async function incidentOf(session: Session, entry: TransactionEntry): Promise<string | undefined> {
	const { incident, proposal } = entry.transaction.data;
	if (typeof incident === 'string') return incident;
	if (!isHash(proposal)) return undefined;
	const state: JsonValue | undefined = await session.reader.stateValue(`proposal/${proposal}`);
	const owner = state !== undefined && isJsonObject(state) ? state['incident'] : undefined;
	return typeof owner === 'string' ? owner : undefined;
}
