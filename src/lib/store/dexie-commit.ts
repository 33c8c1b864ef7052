import type { Hash } from '../primitives/bytes.ts';
import type { Commit } from '../runtime/ports.ts';
import { termsOf, termText } from './block-terms.ts';
import { incidentChangesOf, incidentsAddedBy, nextRecord } from './chain-record.ts';
import { ScopeFailure } from './commit-failure.ts';
import type { ArchiveDatabase, BodyRow, EvidenceRow, TermKey, TermsRow } from './schema.ts';
import { encodeStoredBlock, storedBlockOf, type StoredBlock } from './stored-block.ts';

/**
 * Makes a block durable in one scope: compare the head, write the block, its documents and the state it changed, move the
 * head last.
 * IndexedDB runs scopes over the same tables one after another across tabs and workers, so of two writers that expect the
 * same head one fails with `head-moved`; and a scope that does not end is rolled back whole.
 */
export async function writeBlock(
	db: ArchiveDatabase,
	chainId: Hash,
	expected: Hash | null,
	commit: Commit,
): Promise<void> {
	const { body, terms, documents, puts, deletes } = rowsOf(chainId, commit);
	const tables = [db.heads, db.geneses, db.bodies, db.terms, db.evidence, db.state];
	await db.transaction('rw', tables, async () => {
		// Two waits in all, each for many requests: a wait costs more than a request.
		const [previous, added] = await Promise.all([db.heads.get(chainId), incidentsAdded(db, chainId, commit)]);
		const actual = previous?.head.hash ?? null;
		if (actual !== expected) throw new ScopeFailure({ code: 'head-moved', expected, actual });
		const record = nextRecord(chainId, previous, commit, added);
		await Promise.all([
			commit.genesis && db.geneses.add({ chainId, genesis: commit.genesis }),
			// `add`, not `put`: a block that is there already is never written over.
			db.bodies.add(body),
			db.terms.add(terms),
			documents.length > 0 && db.evidence.bulkPut(documents),
			puts.length > 0 && db.state.bulkPut(puts),
			deletes.length > 0 && db.state.bulkDelete(deletes),
			db.heads.put(record),
		]);
	});
}

/**
 * What of a commit becomes rows of its own: the packed block, what it is found by, its documents and the state entries it
 * changed.
 */
export function rowsOf(chainId: Hash, commit: Commit) {
	const { height } = commit.block.header;
	const stored = storedBlockOf(commit);
	const body: BodyRow = { chainId, height, body: encodeStoredBlock(stored) };
	const terms: TermsRow = { chainId, height, terms: termKeysOf(chainId, height, stored) };
	const documents = (commit.evidence ?? []).map((entry): EvidenceRow => ({ chainId, ...entry }));
	return { body, terms, documents, ...stateWritesOf(chainId, commit) };
}

async function incidentsAdded(db: ArchiveDatabase, chainId: Hash, commit: Commit): Promise<number> {
	const changes = incidentChangesOf(commit);
	if (changes.length === 0) return 0;
	const rows = await db.state.bulkGet(changes.map(({ key }): [Hash, string] => [chainId, key]));
	const existing = new Set(rows.map((row) => row?.key));
	return incidentsAddedBy(changes, (key) => existing.has(key));
}

/** The rows to put and the keys to delete; of two changes of one key the later one counts. */
function stateWritesOf(chainId: Hash, commit: Commit) {
	const puts = [];
	const deletes: [Hash, string][] = [];
	for (const [key, value] of new Map(commit.changes.map((change) => [change.key, change.value]))) {
		if (value === undefined) deletes.push([chainId, key]);
		else puts.push({ chainId, key, value });
	}
	return { puts, deletes };
}

function termKeysOf(chainId: Hash, height: number, stored: StoredBlock): readonly TermKey[] {
	return termsOf(stored).map((term): TermKey => {
		const isHash = term.kind === 'block' || term.kind === 'tx';
		return isHash ? termText(term) : [chainId, term.kind, term.value, height];
	});
}
