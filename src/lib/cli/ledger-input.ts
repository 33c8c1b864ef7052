import { existsSync } from 'node:fs';
import { parseLedger, type Ledger } from '../ledger/format.ts';
import { parseExpectation } from '../ledger/parse-expectation.ts';
import type { Expectation } from '../ledger/report.ts';
import type { Hash } from '../primitives/bytes.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { readBytes } from './read-files.ts';
import type { CliFailure } from './terminal.ts';

/** The ledger of a file, gzipped or not. Fails with `unreadable` or why it is no ledger. */
export async function readLedgerFile(path: string): Promise<Result<Ledger, CliFailure>> {
	const bytes = await readBytes(path);
	if (!bytes.ok) return bytes;
	const ledger = parseLedger(bytes.value);
	return ledger.ok ? ledger : err({ ...ledger.error, file: path });
}

/** What `--expect` gives: a head hash, a checkpoint text, or a file that holds either. */
export async function readExpectation(
	given: string | undefined,
	chainId: Hash,
): Promise<Result<Expectation | undefined, CliFailure>> {
	if (given === undefined) return ok(undefined);
	if (!existsSync(given)) return parseExpectation(given, chainId);
	const bytes = await readBytes(given);
	return bytes.ok ? parseExpectation(new TextDecoder().decode(bytes.value), chainId) : bytes;
}
