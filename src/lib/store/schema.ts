import { Dexie, type DexieOptions, type Table } from 'dexie';
import type { Genesis } from '../chain/genesis.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { RunRecord } from '../runtime/ports.ts';
import type { ChainRecord } from './chain-record.ts';
import type { SealedKeys, WrappingKeyRow } from './key-wrapping.ts';

/**
 * Version of the database layout. Raise it with every change of the tables below and add a `version(n)` with its upgrade:
 * an installed version above this one is refused, never opened and never cleared.
 */
export const SCHEMA_VERSION = 1;

/** A block in its packed form. */
export type BodyRow = { readonly chainId: Hash; readonly height: number; readonly body: string };

/** What a block can be found by. Read through its index only, never as a row. */
export type TermsRow = {
	readonly chainId: Hash;
	readonly height: number;
	readonly terms: readonly TermKey[];
};

/**
 * `kind value` for the hash of a block or transaction, which says by itself what chain it is of; for the lists, which are
 * paged, `[chainId, kind, value, height]`. Hashes are most of the index: written as
 * such arrays they cost half as much again.
 */
export type TermKey = string | readonly [Hash, string, string, number];

export type StateRow = { readonly chainId: Hash; readonly key: string; readonly value: JsonValue };
export type EvidenceRow = { readonly chainId: Hash; readonly hash: Hash; readonly value: JsonValue };
export type GenesisRow = { readonly chainId: Hash; readonly genesis: Genesis };
export type MetaRow = { readonly name: 'active-chain'; readonly chainId: Hash } | WrappingKeyRow;

/** The tables of the archive. */
export type ArchiveDatabase = Dexie & {
	readonly heads: Table<ChainRecord, Hash>;
	readonly geneses: Table<GenesisRow, Hash>;
	readonly bodies: Table<BodyRow, [Hash, number]>;
	readonly terms: Table<TermsRow, [Hash, number]>;
	readonly state: Table<StateRow, [Hash, string]>;
	readonly evidence: Table<EvidenceRow, [Hash, Hash]>;
	readonly runs: Table<RunRecord, [Hash, string]>;
	readonly keys: Table<SealedKeys, Hash>;
	readonly meta: Table<MetaRow, MetaRow['name']>;
};

/** The name of the database of the app mounted at a base path: two deployments on one host must not share one. */
export function databaseNameOf(basePath: string): string {
	return `dao-gov-aiops:${basePath.replace(/\/+$/, '') || '/'}`;
}

/** The database by name, not opened yet. */
export function createDatabase(name: string, options: DexieOptions = {}): ArchiveDatabase {
	const db = new Dexie(name, {
		// A block that the disk loses in a power cut is lost whole, and made again: no wait for the disk at each one.
		chromeTransactionDurability: 'relaxed',
		// Dexie's cache of live queries would hold parsed copies of what was read, and show writes before they are sure.
		cache: 'disabled',
		...options,
	});
	db.version(1).stores({
		heads: '&chainId',
		geneses: '&chainId',
		bodies: '[chainId+height]',
		terms: '[chainId+height], *terms',
		state: '[chainId+key]',
		evidence: '[chainId+hash]',
		runs: '[chainId+incidentId]',
		keys: '&chainId',
		meta: '&name',
	});
	return db as ArchiveDatabase;
}
