import { hashHeader } from '../chain/header.ts';
import { checkpointOrigin, formatCheckpoint } from '../crypto/checkpoint.ts';
import { logOfBlocks, rootOfLog } from '../ledger/block-log.ts';
import type { Ledger, LedgerCheckpoint } from '../ledger/format.ts';
import type { Hash } from '../primitives/bytes.ts';
import { readLedgerFile } from './ledger-input.ts';
import { fail, onlyArgument, parseOptions, printJson, type Command } from './terminal.ts';

/** `checkpoint LEDGER`: what to write down elsewhere, made of the blocks; exit 1 where the file's own seal differs. */
export const checkpointCommand: Command = async (args) => {
	const options = parseOptions(args, { json: { type: 'boolean' } });
	if (!options.ok) return fail(options.error);
	const path = onlyArgument(options.value.positionals, 'LEDGER');
	if (!path.ok) return fail(path.error);
	const ledger = await readLedgerFile(path.value);
	if (!ledger.ok) return fail(ledger.error);
	const { genesis, checkpoint: seal } = ledger.value;
	const { size, root, headHash } = checkpointOf(ledger.value);
	if (options.value.values.json) printJson({ size, root, headHash });
	else process.stdout.write(formatCheckpoint({ origin: checkpointOrigin(genesis.chainId), size, root }));
	if (seal.size === size && seal.root === root && seal.headHash === headHash) return 0;
	process.stderr.write('the file closes with another checkpoint than its blocks have: verify it first\n');
	return 1;
};

function checkpointOf({ blocks }: Ledger): LedgerCheckpoint {
	const hashes = blocks.map(({ header }) => hashHeader(header));
	return { size: hashes.length, root: rootOfLog(logOfBlocks(hashes)), headHash: hashes.at(-1) as Hash };
}
