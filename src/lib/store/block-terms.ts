import type { TransactionEntry, TransactionQuery } from '../runtime/ports.ts';
import { assertLimit } from './key-range.ts';
import { entryAt, type StoredBlock } from './stored-block.ts';

/**
 * Something a block can be found by: its own hash, the hash of a transaction in it, or a property that at least one of
 * its transactions has. Terms lead to blocks, not to transactions: a list reads the bodies of its blocks anyway, and one
 * row of terms per block costs a fraction of one indexed row per transaction.
 */
export type Term = {
	readonly kind: 'block' | 'tx' | 'any' | 'sender' | 'type' | 'refused' | 'incident';
	readonly value: string;
};

/** A term as one string. */
export function termText(term: Term): string {
	return `${term.kind} ${term.value}`;
}

/** Most transactions one query may ask for. */
export const MAX_PAGE = 200;

/** Every term of a block, each once. */
export function termsOf(stored: StoredBlock): readonly Term[] {
	const terms: Term[] = [{ kind: 'block', value: stored.hash }];
	for (const hash of new Set(stored.txHashes)) terms.push({ kind: 'tx', value: hash });
	if (stored.txHashes.length > 0) terms.push({ kind: 'any', value: '' });
	const { transactions, receipts } = stored.block;
	for (const value of new Set(transactions.map((tx) => tx.sender))) terms.push({ kind: 'sender', value });
	for (const value of new Set(transactions.map((tx) => tx.type))) terms.push({ kind: 'type', value });
	for (const value of new Set(stored.incidents)) if (value !== null) terms.push({ kind: 'incident', value });
	if (receipts.some((receipt) => receipt.status === 'reverted')) terms.push({ kind: 'refused', value: '' });
	return terms;
}

/**
 * The one term that leads to the blocks of a query. Throws (the page's bug) on two filters at once, or on a limit that
 * is not 1–{@link MAX_PAGE}.
 */
export function termOf(query: TransactionQuery): Term {
	assertLimit(query.limit, MAX_PAGE);
	const terms: Term[] = [];
	if (query.sender !== undefined) terms.push({ kind: 'sender', value: query.sender });
	if (query.type !== undefined) terms.push({ kind: 'type', value: query.type });
	if (query.incident !== undefined) terms.push({ kind: 'incident', value: query.incident });
	if (query.refusedOnly) terms.push({ kind: 'refused', value: '' });
	if (terms.length > 1)
		throw new RangeError(`at most one filter: ${terms.map((term) => term.kind).join(', ')}`);
	return terms[0] ?? { kind: 'any', value: '' };
}

/** The transactions of one block that a query asks for, newest first, whatever its limit. */
export function entriesOf(stored: StoredBlock, query: TransactionQuery): readonly TransactionEntry[] {
	const entries: TransactionEntry[] = [];
	for (let index = stored.txHashes.length - 1; index >= 0; index--) {
		const entry = entryAt(stored, index);
		if (entry && isBefore(entry, query.before) && isAskedFor(stored, entry, query)) entries.push(entry);
	}
	return entries;
}

function isBefore(entry: TransactionEntry, before: TransactionQuery['before']): boolean {
	if (before === undefined || entry.height < before.height) return true;
	return entry.height === before.height && entry.index < before.index;
}

function isAskedFor(stored: StoredBlock, entry: TransactionEntry, query: TransactionQuery): boolean {
	if (query.sender !== undefined && entry.transaction.sender !== query.sender) return false;
	if (query.type !== undefined && entry.transaction.type !== query.type) return false;
	if (query.incident !== undefined && stored.incidents[entry.index] !== query.incident) return false;
	return !query.refusedOnly || entry.receipt.status === 'reverted';
}
