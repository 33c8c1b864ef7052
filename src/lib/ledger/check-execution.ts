import { checkLink, executeBlock, type BlockFault } from '../chain/verify-block.ts';
import type { Hash } from '../primitives/bytes.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import type { LedgerFinding } from './report.ts';
import { findingOfFault, type VerifyRun } from './verify-run.ts';

/** Rules kept: every transaction run again from genesis with the same code. Stops at the first block that differs. */
export async function checkExecution(run: VerifyRun): Promise<readonly LedgerFinding[]> {
	const { blocks } = run.ledger;
	let { world } = run.start;
	const root = run.start.header.stateRoot;
	const given = blocks[0]!.header.stateRoot;
	if (root !== given)
		return [found(0, { code: 'mismatch', field: 'stateRoot', expected: root, actual: given })];
	for (let height = 1; height < blocks.length; height++) {
		if (height % 16 === 1) await run.tick('execution', height, blocks.length);
		const parent = { header: blocks[height - 1]!.header, hash: run.hashes[height - 1] as Hash };
		const block = blocks[height]!;
		const linked = checkLink(parent, block.header);
		if (!linked.ok) return [found(height, linked.error)];
		const executed = executeBlock(parent, world, block, protocolV1, run.digests[height]);
		if (!executed.ok) return [found(height, executed.error)];
		world = executed.value.world;
	}
	await run.tick('execution', blocks.length, blocks.length);
	return [];
}

function found(height: number, fault: BlockFault): LedgerFinding {
	return findingOfFault('rules', height, fault);
}
