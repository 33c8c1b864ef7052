import type { Genesis } from '../../chain/genesis.ts';
import type { Receipt } from '../../chain/receipt.ts';
import type { Transaction } from '../../chain/transaction.ts';
import { encodeAddress, type Address } from '../../crypto/address.ts';
import { hashJson } from '../../crypto/hash.ts';
import { hashBytes, type Hash } from '../../primitives/bytes.ts';
import type { Commit } from '../../runtime/ports.ts';

/** What a hand-made transaction is about; everything else is filled in. */
export type SampleTransaction = {
	readonly sender?: number;
	readonly type?: string;
	readonly refused?: boolean;
	readonly incident?: string | null;
};

/** A chain of blocks made by hand: linked and shaped like real ones, but signed by nobody. Stores do not judge. */
export type SampleChain = {
	readonly chainId: Hash;
	readonly genesis: Genesis;
	/** Hash of the newest block made; null before block 0. */
	head(): Hash | null;
	/** The next block; block 0 at first. `fork` makes another block of the same height and does not advance. */
	next(
		transactions?: readonly SampleTransaction[],
		changes?: Commit['changes'],
		options?: { readonly fork?: string; readonly evidence?: Commit['evidence'] },
	): Commit;
	/** Goes on after a fork that won. */
	adopt(commit: Commit): void;
};

/** One of a few addresses. */
export function sampleAddress(index: number): Address {
	return encodeAddress(hashBytes(hashJson('order', `sample ${index}`)).subarray(12));
}

/** A chain of its own for each name. */
export function createSampleChain(name: string, createdAt = 1_700_000_000_000): SampleChain {
	const chainId = hashJson('genesis', `chain ${name}`);
	const genesis = sampleGenesis(chainId, createdAt);
	let height = 0;
	let head: Hash | null = null;
	const adopt = (commit: Commit) => {
		height = commit.block.header.height + 1;
		head = commit.blockHash;
	};
	return {
		chainId,
		genesis,
		adopt,
		head: () => head,
		next(samples = [], changes = [], options = {}) {
			const parentHash = head ?? hashJson('genesis', genesis);
			const commit = sampleCommit({
				genesis,
				height,
				parentHash,
				samples,
				changes,
				fork: options.fork ?? '',
				evidence: options.evidence ?? [],
			});
			if (options.fork === undefined) adopt(commit);
			return commit;
		},
	};
}

type Plan = {
	readonly genesis: Genesis;
	readonly height: number;
	readonly parentHash: Hash;
	readonly samples: readonly SampleTransaction[];
	readonly changes: Commit['changes'];
	readonly fork: string;
	readonly evidence: NonNullable<Commit['evidence']>;
};

function sampleCommit({ genesis, height, parentHash, samples, changes, fork, evidence }: Plan): Commit {
	const { chainId, createdAt } = genesis;
	const transactions = samples.map((sample, index) =>
		sampleTransaction(chainId, sample, [height, index, fork]),
	);
	const txHashes = transactions.map((tx) => hashJson('tx', tx));
	const receipts = samples.map((sample, index) => sampleReceipt(txHashes[index] as Hash, index, sample));
	const header = {
		version: 1,
		chainId,
		height,
		timestamp: createdAt + height,
		parentHash,
		txRoot: hashJson('tx', ['root', ...txHashes]),
		receiptRoot: hashJson('tx', ['receipts', fork]),
		stateRoot: hashJson('tx', ['state', fork]),
		gasUsed: 200 * samples.length,
		txCount: samples.length,
		proposer: genesis.operator.address,
	};
	const blockHash = hashJson('header', header);
	return {
		...(height === 0 ? { genesis } : {}),
		block: { header, signature: '0x00', transactions, receipts },
		blockHash,
		txHashes,
		changes,
		incidents: samples.map((sample) => sample.incident ?? null),
		evidence,
		log: { size: height + 1, root: hashJson('header', ['log', blockHash]), frontier: [blockHash] },
	};
}

function sampleTransaction(
	chainId: Hash,
	sample: SampleTransaction,
	place: [number, number, string],
): Transaction {
	return {
		chainId,
		type: sample.type ?? 'castVote',
		sender: sampleAddress(sample.sender ?? 0),
		nonce: place[0] * 1000 + place[1],
		gasPrice: 1,
		gasLimit: 1000,
		timestamp: 0,
		data: { place: [...place], text: '根因 \u2028 "quoted"' },
		signature: '0x00',
	};
}

function sampleReceipt(txHash: Hash, index: number, sample: SampleTransaction): Receipt {
	const common = { txHash, index, gasUsed: 200, fee: 200, events: [], calls: [] };
	if (!sample.refused) return { ...common, status: 'success' };
	const error = { code: 'wrong-phase', guard: 'phase', expected: 'Open', actual: null };
	return { ...common, status: 'reverted', error };
}

function sampleGenesis(chainId: Hash, createdAt: number): Genesis {
	const operator = { name: 'operator', address: sampleAddress(100), publicKey: '0x02', balance: 100_000 };
	const treasury = { address: sampleAddress(101), balance: 200_000 };
	return {
		chainId,
		protocolVersion: 1,
		parameters: { gasPrice: 1 },
		agents: [],
		operator,
		treasury,
		createdAt,
	};
}
