import { hashJson } from '../../src/lib/crypto/hash.ts';
import { encodeHex, hashBytes, type Hash } from '../../src/lib/primitives/bytes.ts';
import type { JsonValue } from '../../src/lib/primitives/json.ts';
import type { Genesis } from '../../src/lib/chain/genesis.ts';
import type { Header } from '../../src/lib/chain/block.ts';
import type { Signature } from '../../src/lib/crypto/keys.ts';
import type { Commit } from '../../src/lib/runtime/ports.ts';
import { ownersOf } from './transfers.ts';

const NO_SIGNATURE = `0x${'00'.repeat(65)}` as Signature;
const TX_STRIDE = 1_000;

/** What the blocks of a chain made for its size alone look like. */
export type PlainChain = {
	readonly genesis: Genesis;
	readonly perBlock: number;
	/** New state entries a block. */
	readonly entriesPerBlock: number;
};

/** A hash of no content, told by a number. */
export function plainHash(chain: Hash, kind: number, n: number): Hash {
	const bytes = hashBytes(chain).slice();
	const view = new DataView(bytes.buffer);
	view.setUint32(0, Math.imul(n + 1, 0x9e3779b1) ^ kind);
	view.setUint32(4, n);
	view.setUint32(8, kind);
	return encodeHex(bytes);
}

export const blockHashAt = ({ genesis }: PlainChain, height: number) => plainHash(genesis.chainId, 1, height);
export const txHashAt = ({ genesis }: PlainChain, height: number, index: number) =>
	plainHash(genesis.chainId, 2, height * TX_STRIDE + index);
export const entryKeyAt = ({ entriesPerBlock }: PlainChain, n: number) =>
	`row/${String(Math.floor(n / entriesPerBlock)).padStart(8, '0')}/${n % entriesPerBlock}`;

/** The commit of a block that has the shape of a real one; nothing in it is signed or executed. Stores do not judge. */
export function plainCommit(chain: PlainChain, height: number): Commit {
	const { genesis, perBlock, entriesPerBlock } = chain;
	const owners = ownersOf(genesis);
	const count = height === 0 ? 0 : perBlock;
	const transactions = Array.from({ length: count }, (_, index) => ({
		chainId: genesis.chainId,
		type: 'transfer',
		sender: owners[index % owners.length]!,
		nonce: height * count + index,
		gasPrice: 1,
		gasLimit: 300,
		timestamp: genesis.createdAt + height,
		data: { to: owners[(index + 1) % owners.length]!, amount: 1 },
		signature: NO_SIGNATURE,
	}));
	const txHashes = transactions.map((_, index) => txHashAt(chain, height, index));
	const receipts = txHashes.map((txHash, index) => ({
		txHash,
		index,
		status: 'success' as const,
		gasUsed: 200,
		fee: 200,
		events: [],
		calls: [],
	}));
	const changes = Array.from({ length: height === 0 ? 0 : entriesPerBlock }, (_, i) => ({
		key: entryKeyAt(chain, (height - 1) * entriesPerBlock + i),
		value: { height, stake: 300, option: 'For', weight: 1300 } as JsonValue,
	}));
	const blockHash = blockHashAt(chain, height);
	return {
		...(height === 0 ? { genesis } : {}),
		block: { header: headerAt(chain, height, count), signature: NO_SIGNATURE, transactions, receipts },
		blockHash,
		txHashes,
		changes,
		incidents: transactions.map(() => null),
		log: { size: height + 1, root: blockHash, frontier: [blockHash] },
	};
}

function headerAt(chain: PlainChain, height: number, txCount: number): Header {
	const { genesis } = chain;
	const root = plainHash(genesis.chainId, 3, height);
	return {
		version: 1,
		chainId: genesis.chainId,
		height,
		timestamp: genesis.createdAt + height,
		parentHash: height === 0 ? hashJson('genesis', genesis as never) : blockHashAt(chain, height - 1),
		txRoot: root,
		receiptRoot: root,
		stateRoot: root,
		gasUsed: 200 * txCount,
		txCount,
		proposer: genesis.operator.address,
	};
}
