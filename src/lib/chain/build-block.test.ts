import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Signature } from '../crypto/keys.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject } from '../primitives/json.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import type { PreparedTransaction } from './admission.ts';
import { drawProposer, orderTransactions } from './block-order.ts';
import { buildBlock } from './build-block.ts';
import type { Genesis } from './genesis.ts';
import { genesisWorld } from './genesis-block.ts';
import { blockSchema } from './parse-block.ts';
import {
	addressIn,
	createSeededChain,
	prepared,
	seededGenesis,
	SIGNERS,
	type Signer,
} from './testing/seeded-chain.ts';
import { executeBlock } from './verify-block.ts';

const genesis = seededGenesis();
const hash = fc
	.uint8Array({ minLength: 32, maxLength: 32 })
	.map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hash);

/** `H(tag, x)` of protocol.md §1 with other libraries. */
function tagged(tag: string, value: unknown): Buffer {
	const text = `dao-gov/v1/${tag}\n${canonicalize(value)}`;
	return createHash('sha256').update(text, 'utf8').digest();
}

describe('the proposer', () => {
	it('is drawn by 1 + staked over the agents in genesis order, as protocol.md §3 defines it', () => {
		const stakes = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10 ** 9 })), {
			minLength: 7,
			maxLength: 7,
		});
		fc.assert(
			fc.property(stakes, hash, (staked, parentHash) => {
				const agents = genesis.agents.map((agent, i) => ({ ...agent, staked: staked[i] as number }));
				const world = genesisWorld({ ...genesis, agents } as Genesis, protocolV1);
				const total = staked.reduce((sum, one) => sum + 1n + BigInt(one), 0n);
				let left = BigInt(tagged('draw', parentHash).readUIntBE(0, 6)) % total;
				let at = 0;
				while (left >= 1n + BigInt(staked[at] as number)) left -= 1n + BigInt(staked[at++] as number);
				expect(drawProposer(world, parentHash)).toBe(agents[at]!.address);
			}),
		);
	});

	it('can be anybody, staked or not', () => {
		const agents = genesis.agents.map((agent) => ({ ...agent, staked: 0 }));
		const world = genesisWorld({ ...genesis, agents }, protocolV1);
		const drawn = new Set(
			Array.from({ length: 200 }, (_, i) => drawProposer(world, `0x${tagged('draw', i).toString('hex')}`)),
		);
		expect(drawn.size).toBe(7);
	});

	it('signs the block it is drawn for, and stakes count from the next block on', () => {
		const chain = createSeededChain();
		for (let i = 0; i < 12; i++) {
			const drawn = drawProposer(chain.world(), chain.head().hash);
			chain.send('solution-engineer', 'stake', { amount: 5000 });
			expect(chain.seal().block.header.proposer).toBe(drawn);
		}
		const own = chain.blocks().filter(({ header }) => header.proposer === chain.address('solution-engineer'));
		expect(own.length).toBeGreaterThan(2);
	});
});

describe('the order inside a block', () => {
	const waits = fc.array(
		fc.record({ who: fc.constantFrom<Signer>(...SIGNERS), nonce: fc.integer({ min: 0, max: 5 }) }),
		{ maxLength: 30 },
	);

	it('is by the draw of each sender, then by nonce, however they came in', () => {
		fc.assert(
			fc.property(waits, hash, (list, parentHash) => {
				const transactions = list.map(({ who, nonce }) => ({
					transaction: { sender: addressIn(genesis, who), nonce } as never as {
						nonce: number;
						sender: string;
					},
				}));
				const ordered = orderTransactions(
					parentHash,
					transactions as never,
				) as unknown as typeof transactions;
				const keys = ordered.map(
					({ transaction: { sender, nonce } }) =>
						`${tagged('order', [parentHash, sender]).toString('hex')} ${nonce}`,
				);
				expect(keys).toEqual([...keys].sort());
				expect(new Set(ordered)).toEqual(new Set(transactions));
			}),
		);
	});
});

describe('time', () => {
	it.each([
		['goes on as the clock does', 5000, 5000],
		['goes on by one where the clock stands still', 0, 1],
		['goes on by one where the clock went back', -86_400_000, 1],
	])('%s', (_, clock, step) => {
		const chain = createSeededChain();
		const { timestamp } = chain.head().header;
		for (let i = 1; i <= 3; i++) {
			chain.send('fault-mapper', 'stake', { amount: 1 });
			const sealed = chain.seal({ now: timestamp + i * clock });
			expect(sealed.block.header.timestamp).toBe(timestamp + i * step);
		}
	});
});

describe('a block without transactions', () => {
	it('can be sealed up to the last block of a step, and is refused from then on', () => {
		const chain = createSeededChain();
		const verifies = () => {
			const [parent, world] = [chain.head(), chain.world()];
			return executeBlock(parent, world, chain.seal().block, protocolV1).ok;
		};
		expect(verifies()).toBe(false);
		const alert = { node: 'a', minute: '2026-01-01 00:00:00', signal: 'latency', priority: 'low' };
		chain.send('alert-receiver', 'open_incident', { incident: 'one', alert });
		expect(verifies()).toBe(true);
		const opened = chain.head().header.height;
		while (chain.head().header.height < opened + 20) expect(verifies()).toBe(true);
		expect(protocolV1.hasPendingDeadline(chain.world(), opened + 21)).toBe(false);
		expect(verifies()).toBe(false);
	});
});

describe('a block of very many transactions', () => {
	const NO_SIGNATURE = `0x${'0'.repeat(130)}` as Signature;
	const chain = createSeededChain({ 'gas-price': 0 });
	const data: JsonObject = { amount: 1 };

	/** So many transactions by each signer, not signed: sealing does not look at signatures. */
	function flood(each: number): readonly PreparedTransaction[] {
		return SIGNERS.flatMap((who) =>
			Array.from({ length: each }, (_, nonce) =>
				prepared(chain.world(), {
					chainId: chain.genesis.chainId,
					type: 'stake',
					sender: chain.address(who),
					nonce,
					gasPrice: 0,
					gasLimit: 300,
					timestamp: 0,
					data,
					signature: NO_SIGNATURE,
				}),
			),
		);
	}

	it('takes the first thousand in order, and leaves the rest waiting', () => {
		const waiting = flood(126);
		const parent = chain.head();
		const world = chain.world();
		const sealed = buildBlock({
			parent,
			world,
			waiting,
			now: parent.header.timestamp + 1,
			protocol: protocolV1,
			seal: chain.keyring.sign,
		});
		const { block } = sealed;
		expect([waiting.length, block.header.txCount, block.receipts.length]).toEqual([1008, 1000, 1000]);
		expect([sealed.dropped, new Set(sealed.txHashes).size]).toEqual([[], 1000]);
		expect(executeBlock(parent, world, block, protocolV1).ok).toBe(true);
		expect(blockSchema.parse(block).ok).toBe(true);

		const more = orderTransactions(parent.hash, waiting).slice(0, 1001);
		const transactions = more.map(({ transaction }) => transaction);
		const large = { ...block, transactions, receipts: [...block.receipts, block.receipts[0]!] };
		const refused = executeBlock(parent, world, large, protocolV1);
		expect(refused).toMatchObject({ ok: false, error: { field: 'txCount', actual: 1001 } });
		expect(blockSchema.parse(large).ok).toBe(false);
	});
});
