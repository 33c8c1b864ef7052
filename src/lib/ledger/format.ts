import type { Block } from '../chain/block.ts';
import type { Genesis } from '../chain/genesis.ts';
import { blockSchema, evidenceRecordSchema } from '../chain/parse-block.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { parseJson, type JsonFault } from '../primitives/parse-json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { anyValue, array, hash, literal, natural, object, type Schema } from '../primitives/schema.ts';
import { isJsonObject } from '../primitives/json.ts';
import { genesisSchema, parseGenesis } from '../protocol/genesis.ts';

/** The version of the file format this code writes and reads. */
export const LEDGER_VERSION = 1;

/** Caps while reading a ledger file (security.md W4). */
export const LEDGER_LIMITS = { maxBytes: 256 * 1024 * 1024, maxDepth: 64, maxNodes: 20_000_000 } as const;

/** Closing seal of a file: size and root of the log over block hashes, and the head's hash. Nothing signs it. */
export type LedgerCheckpoint = { readonly size: number; readonly root: Hash; readonly headHash: Hash };

/** The ledger file (protocol.md §9). */
export type Ledger = {
	readonly format: 'dao-gov-ledger';
	readonly version: number;
	readonly genesis: Genesis;
	readonly blocks: readonly Block[];
	/** Off-chain content by hash; null where only the hash is known. */
	readonly evidence: { readonly [hash: string]: JsonValue | null };
	readonly checkpoint: LedgerCheckpoint;
	readonly exportedAt: number;
};

/** Why a file is no ledger. `where` is a JSON pointer, or `line:column` in broken JSON. */
export type LedgerFault = {
	readonly code: 'broken-json' | 'not-a-ledger' | 'newer-version' | 'bad-shape' | 'no-blocks';
	readonly where: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** Read apart, for faults that name the parameter or key. */
const unreadGenesis: Schema<JsonValue> = { ...anyValue, json: genesisSchema.json };

/** The shape of a ledger file. */
export const ledgerSchema = object({
	format: literal('dao-gov-ledger'),
	version: literal(LEDGER_VERSION),
	genesis: unreadGenesis,
	blocks: array(blockSchema, 1_000_000, 1),
	evidence: evidenceRecordSchema,
	checkpoint: object({ size: natural(), root: hash, headHash: hash }),
	exportedAt: natural(),
});

function fault(code: LedgerFault['code'], where: string, expected: JsonValue, actual: JsonValue) {
	return err<LedgerFault>({ code, where, expected, actual });
}

/** Reads a ledger from the text of a file. Fails with {@link LedgerFault}; never throws. */
export function parseLedger(input: string | Uint8Array): Result<Ledger, LedgerFault> {
	const json = parseJson(input, LEDGER_LIMITS);
	if (!json.ok) return err(faultOfJson(json.error));
	const value = json.value;
	if (!isJsonObject(value) || value['format'] !== 'dao-gov-ledger')
		return fault(
			'not-a-ledger',
			'/format',
			'dao-gov-ledger',
			isJsonObject(value) ? (value['format'] ?? null) : typeof value,
		);
	if (value['version'] !== LEDGER_VERSION)
		return fault('newer-version', '/version', LEDGER_VERSION, value['version'] ?? null);
	const parsed = ledgerSchema.parse(value);
	if (!parsed.ok) return fault('bad-shape', parsed.error.path, parsed.error.expected, parsed.error.actual);
	const genesis = parseGenesis(parsed.value.genesis);
	if (!genesis.ok)
		return fault('bad-shape', `/genesis${genesis.error.field}`, genesis.error.expected, genesis.error.actual);
	return ok({ ...parsed.value, genesis: genesis.value });
}

function faultOfJson(json: JsonFault): LedgerFault {
	const { code, line, column } = json;
	return { code: 'broken-json', where: `${line}:${column}`, expected: 'JSON', actual: code };
}
