import { genesisWorld } from '../chain/genesis-block.ts';
import { hashHeader } from '../chain/header.ts';
import { hashTransaction } from '../chain/parse-transaction.ts';
import { executeBlock } from '../chain/verify-block.ts';
import { stateEntries, stateValue, type StateChange, type WorldState } from '../chain/world-state.ts';
import { incidentOfTransaction } from '../contracts/ops/incident-of.ts';
import { emptyLog, type MerkleLog } from '../crypto/merkle-log.ts';
import { appendBlock, rootOfLog } from '../ledger/block-log.ts';
import type { Ledger } from '../ledger/format.ts';
import { encodeHex, type Hash } from '../primitives/bytes.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import type { ChainStore, Commit, EvidenceEntry } from '../runtime/ports.ts';
import { createMemoryChain } from '../store/memory-archive.ts';

/**
 * A ledger as a chain that can be read. Blocks are run again for the state; from the first block that does not run on,
 * blocks are shown without it, and nothing after a gap in heights or receipts is shown at all.
 */
export async function openChain(ledger: Ledger): Promise<ChainStore> {
	const { genesis, blocks } = ledger;
	const chain = createMemoryChain({ chainId: genesis.chainId });
	let world: WorldState | undefined = genesisWorld(genesis, protocolV1);
	let log: MerkleLog = emptyLog();
	let head: Hash | null = null;
	for (const [height, block] of blocks.entries()) {
		if (block.header.height !== height || block.receipts.length !== block.transactions.length) break;
		const hash = hashHeader(block.header);
		let changes: readonly StateChange[] = height === 0 && world ? [...stateEntries(world)] : [];
		if (height > 0 && world) {
			const executed = executeBlock(
				{ header: blocks[height - 1]!.header, hash: head as Hash },
				world,
				block,
				protocolV1,
			);
			world = executed.ok ? executed.value.world : undefined;
			changes = executed.ok ? executed.value.changes : [];
		}
		log = appendBlock(log, hash);
		const commit = commitOf(block, hash, changes, world, log);
		const first = { genesis, evidence: documentsOf(ledger) };
		const committed = await chain.commit(head, height === 0 ? { ...commit, ...first } : commit);
		if (!committed.ok) break;
		head = hash;
	}
	return chain;
}

/** The documents the file brings; of the others it names only the hash. */
function documentsOf({ evidence }: Ledger): readonly EvidenceEntry[] {
	return Object.entries(evidence).flatMap(([hash, value]) =>
		value === null ? [] : [{ hash: hash as Hash, value }],
	);
}

function commitOf(
	block: Commit['block'],
	blockHash: Hash,
	changes: Commit['changes'],
	world: WorldState | undefined,
	log: MerkleLog,
): Commit {
	const state = { get: (key: string) => (world ? stateValue(world, key) : undefined) };
	return {
		block,
		blockHash,
		txHashes: block.transactions.map(hashTransaction),
		changes,
		incidents: block.transactions.map((transaction) => incidentOfTransaction(state, transaction)),
		log: { size: log.size, root: rootOfLog(log), frontier: log.frontier.map(encodeHex) },
	};
}
