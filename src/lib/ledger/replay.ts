import type { Block } from '../chain/block.ts';
import { prepareTransaction } from '../chain/admission.ts';
import { executeTransaction } from '../chain/execute.ts';
import { genesisWorld } from '../chain/genesis-block.ts';
import type { Genesis } from '../chain/genesis.ts';
import type { WorldState } from '../chain/world-state.ts';
import { unwrap } from '../primitives/result.ts';
import { protocolV1 } from '../protocol/protocol.ts';

/** Worlds of the past, by running blocks again. */
export type Replay = {
	/** The world after a block that was verified before. */
	worldAt(height: number): Promise<WorldState>;
};

/** A world is kept every so many blocks; worlds share structure, so a kept one costs what changed since the last. */
const CHECKPOINT_EVERY = 32;

/** Historical state at any height: nothing is stored but checkpoints, the rest is executed again. */
export function createReplay(genesis: Genesis, blockAt: (height: number) => Promise<Block>): Replay {
	const checkpoints: WorldState[] = [genesisWorld(genesis, protocolV1)];
	let latest = { height: 0, world: checkpoints[0]! };
	return {
		async worldAt(height) {
			const base = Math.min(Math.floor(height / CHECKPOINT_EVERY), checkpoints.length - 1);
			let from = { height: base * CHECKPOINT_EVERY, world: checkpoints[base]! };
			if (latest.height <= height && latest.height > from.height) from = latest;
			for (let next = from.height + 1; next <= height; next++) {
				from = { height: next, world: executeAgain(from.world, await blockAt(next)) };
				if (next === checkpoints.length * CHECKPOINT_EVERY) checkpoints.push(from.world);
			}
			if (from.height > latest.height) latest = from;
			return from.world;
		},
	};
}

/** The world after a block that is known to be valid. */
export function executeAgain(world: WorldState, block: Block): WorldState {
	return block.transactions.reduce((before, transaction, index) => {
		const prepared = unwrap(prepareTransaction(before, transaction));
		return unwrap(executeTransaction(before, prepared, block.header, index, protocolV1)).world;
	}, world);
}
