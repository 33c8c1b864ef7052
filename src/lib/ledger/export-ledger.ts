import type { Block } from '../chain/block.ts';
import type { Genesis } from '../chain/genesis.ts';
import { hashHeader } from '../chain/header.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { logOfBlocks, rootOfLog } from './block-log.ts';
import { LEDGER_VERSION, type Ledger } from './format.ts';
import { referencesOfBlock } from './references.ts';

/**
 * The ledger of a chain (protocol.md §9): all blocks, and the off-chain content they point to; null where its bytes are
 * not at hand. `exportedAt` is wall-clock ms from the shell; nothing signs it.
 */
export function buildLedger(input: {
	readonly genesis: Genesis;
	readonly blocks: readonly Block[];
	readonly evidenceOf: (hash: Hash) => JsonValue | null | undefined;
	readonly exportedAt: number;
}): Ledger {
	const hashes = input.blocks.map((block) => hashHeader(block.header));
	const evidence: Record<string, JsonValue | null> = {};
	for (const { hash } of input.blocks.flatMap(referencesOfBlock))
		evidence[hash] ??= input.evidenceOf(hash) ?? null;
	return {
		format: 'dao-gov-ledger',
		version: LEDGER_VERSION,
		genesis: input.genesis,
		blocks: input.blocks,
		evidence,
		checkpoint: {
			size: hashes.length,
			root: rootOfLog(logOfBlocks(hashes)),
			headHash: hashes.at(-1) as Hash,
		},
		exportedAt: input.exportedAt,
	};
}

/** The text of a ledger file: canonical JSON, so that equal ledgers are equal bytes. */
export function encodeLedger(ledger: Ledger): string {
	return encodeCanonicalJson(ledger as unknown as JsonObject);
}
