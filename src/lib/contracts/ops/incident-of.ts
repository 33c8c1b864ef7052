import type { Transaction } from '../../chain/transaction.ts';
import { isHash } from '../../primitives/bytes.ts';
import type { JsonValue } from '../../primitives/json.ts';
import { readIncident, readProposal } from './incident.ts';

/** The incident a transaction is about in some state, or null where it names none that exists. */
export function incidentOfTransaction(
	state: { get(key: string): JsonValue | undefined },
	transaction: Transaction,
): string | null {
	const { incident, proposal } = transaction.data;
	if (typeof incident === 'string') return readIncident(state, incident) ? incident : null;
	return isHash(proposal) ? (readProposal(state, proposal)?.incident ?? null) : null;
}
