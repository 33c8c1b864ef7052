import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Block } from '../chain/block.ts';
import { genesisWorld } from '../chain/genesis-block.ts';
import { hashHeader } from '../chain/header.ts';
import { buildStateProof, verifyStateProof } from '../chain/state-trie.ts';
import { createSeededChain, SIGNERS, type SeededChain } from '../chain/testing/seeded-chain.ts';
import { executeBlock } from '../chain/verify-block.ts';
import { stateEntries, stateRoot, stateValue, type WorldState } from '../chain/world-state.ts';
import { unwrap } from '../primitives/result.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import { createReplay } from './replay.ts';

/** More than two of the replay's checkpoints, and some blocks beyond the last. */
const HEIGHT = 75;
/** Blocks between two checkpoints of the replay. */
const STRIDE = 32;

let chain: SeededChain;
let blocks: readonly Block[];
/** The world after each block, by running them in order. */
const worlds: WorldState[] = [];

beforeAll(() => {
	chain = createSeededChain({}, { seed: 'replay' });
	for (let height = 1; height <= HEIGHT; height++) sealOne(height);
	blocks = chain.blocks();
	worlds.push(genesisWorld(chain.genesis, protocolV1));
	for (let height = 1; height <= HEIGHT; height++) {
		const { header } = blocks[height - 1]!;
		const parent = { header, hash: hashHeader(header) };
		worlds.push(unwrap(executeBlock(parent, worlds[height - 1]!, blocks[height]!, protocolV1)).world);
	}
}, 60_000);

/** One transaction a block: transfers, stakes, an incident opened now and then, and some that are refused. */
function sealOne(height: number): void {
	const who = SIGNERS[height % SIGNERS.length]!;
	const to = chain.address(SIGNERS[(height + 3) % SIGNERS.length]!);
	if (height % 10 === 0) {
		const alert = { node: 'a', minute: '2025-01-01 00:00:00', signal: 'latency', priority: 'high' };
		chain.send('alert-receiver', 'open_incident', { incident: `case-${height}`, alert });
	} else if (height % 7 === 0) chain.send('process-scheduler', 'stake', { amount: height });
	else chain.send(who, 'transfer', { to, amount: height % 5 === 0 ? 10 ** 9 : height });
	chain.seal();
}

const height = fc.integer({ min: 0, max: HEIGHT });
const replayed = (reads: number[] = []) =>
	createReplay(chain.genesis, async (at) => {
		reads.push(at);
		return blocks[at]!;
	});
const entriesOf = (world: WorldState) =>
	Object.fromEntries([...stateEntries(world)].map(({ key, value }) => [key, value]));

describe('the world at a height', () => {
	it('is what running every block in order gave, whatever was asked before', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(height, { minLength: 1, maxLength: 12 }), async (asked) => {
				const replay = replayed();
				for (const at of asked) {
					const world = await replay.worldAt(at);
					expect(stateRoot(world)).toBe(blocks[at]!.header.stateRoot);
					expect(world.pending).toEqual(worlds[at]!.pending);
					expect(entriesOf(world)).toEqual(entriesOf(worlds[at]!));
				}
			}),
			{ numRuns: 25 },
		);
	});

	it('is so too when several are asked for at once', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(height, { minLength: 2, maxLength: 6 }), async (asked) => {
				const replay = replayed();
				const found = await Promise.all(asked.map((at) => replay.worldAt(at)));
				expect(found.map(stateRoot)).toEqual(asked.map((at) => blocks[at]!.header.stateRoot));
			}),
			{ numRuns: 15 },
		);
	});

	it('costs less than one stride of blocks once the chain was walked', async () => {
		const reads: number[] = [];
		const replay = replayed(reads);
		await replay.worldAt(HEIGHT);
		await fc.assert(
			fc.asyncProperty(height, async (at) => {
				reads.length = 0;
				await replay.worldAt(at);
				expect(reads.length).toBeLessThan(STRIDE);
			}),
		);
	});
});

describe('a proof out of the world at a height', () => {
	const key = () =>
		fc.oneof(fc.constantFrom(...Object.keys(entriesOf(worlds[HEIGHT]!))), fc.string({ maxLength: 8 }));

	it('shows an entry, or that there is none, under the state root of that block and no other', async () => {
		const replay = replayed();
		await fc.assert(
			fc.asyncProperty(height, height, key(), async (at, elsewhere, name) => {
				const world = await replay.worldAt(at);
				const claim = {
					key: name,
					value: stateValue(world, name),
					proof: buildStateProof(world.trie, name),
				};
				const rootAt = (other: number) => blocks[other]!.header.stateRoot;
				expect(verifyStateProof({ root: rootAt(at), ...claim })).toBe(true);
				expect(verifyStateProof({ root: rootAt(elsewhere), ...claim })).toBe(
					rootAt(at) === rootAt(elsewhere),
				);
				const other = claim.value === undefined ? 0 : undefined;
				expect(verifyStateProof({ root: rootAt(at), ...claim, value: other })).toBe(false);
				expect(verifyStateProof({ root: rootAt(at), ...claim, value: 'another' })).toBe(false);
			}),
			{ numRuns: 150 },
		);
	});
});
