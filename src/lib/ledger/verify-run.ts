import type { TransactionDigest } from '../chain/digest-transaction.ts';
import type { BlockFault } from '../chain/verify-block.ts';
import type { Header } from '../chain/block.ts';
import type { WorldState } from '../chain/world-state.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { Ledger } from './format.ts';
import type { LedgerFinding, Question, VerifyProgress } from './report.ts';

/** What the single checks share. */
export type VerifyRun = {
	readonly ledger: Ledger;
	readonly hashes: readonly Hash[];
	/** Of every transaction, by block. */
	readonly digests: readonly (readonly TransactionDigest[])[];
	/** The world its genesis founds, and the header block 0 must have. */
	readonly start: { readonly world: WorldState; readonly header: Header };
	tick(step: VerifyProgress['step'], done: number, total: number): Promise<void>;
};

/** A finding about a block or one of its transactions. */
export function finding(
	question: Question,
	block: number,
	tx: number | null,
	field: string,
	expected: LedgerFinding['expected'],
	actual: LedgerFinding['actual'],
	code = 'mismatch',
): LedgerFinding {
	return { question, code, block, tx, field, expected, actual };
}

/** The same of a fault the chain found. */
export function findingOfFault(question: Question, block: number, fault: BlockFault): LedgerFinding {
	return finding(question, block, fault.tx ?? null, fault.field, fault.expected, fault.actual, fault.code);
}
