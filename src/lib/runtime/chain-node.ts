import type { InvalidTransaction, PreparedTransaction } from '../chain/admission.ts';
import type { Block, Header } from '../chain/block.ts';
import { buildBlock, type SealedBlock } from '../chain/build-block.ts';
import type { Genesis, ParameterValue } from '../chain/genesis.ts';
import { buildGenesisBlock } from '../chain/genesis-block.ts';
import {
	emptyMempool,
	mempoolSize,
	pendingOf,
	submitTransaction,
	withoutTransactions,
	type Mempool,
} from '../chain/mempool.ts';
import { createWorld, stateValue, type WorldState } from '../chain/world-state.ts';
import { incidentOfTransaction } from '../contracts/ops/incident-of.ts';
import { nobleEngine, type SignatureEngine } from '../crypto/keys.ts';
import { createSignerMemory } from '../crypto/signer.ts';
import type { MerkleLog } from '../crypto/merkle-log.ts';
import { emptyLog } from '../crypto/merkle-log.ts';
import { appendBlock, rootOfLog } from '../ledger/block-log.ts';
import { encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { createGenesis } from '../protocol/genesis.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import { createChainKeys, createKeyring, type Entropy, type Keyring } from './keyring.ts';
import type { Archive, ChainStore, Commit, CommitFailure, EvidenceEntry } from './ports.ts';

/** What the node knows of its chain: the head block, the world after it, and the log so far. */
type Tip = {
	readonly header: Header;
	readonly hash: Hash;
	readonly world: WorldState;
	readonly log: MerkleLog;
};

/** The one writer of a chain: admits, seals, commits. Reads are the store's. */
export type ChainNode = {
	readonly genesis: Genesis;
	readonly store: ChainStore;
	readonly keyring: Keyring;
	world(): WorldState;
	head(): { readonly header: Header; readonly hash: Hash };
	waiting(): readonly PreparedTransaction[];
	pending(sender: Parameters<typeof pendingOf>[1]): ReturnType<typeof pendingOf>;
	submit(transaction: unknown): Result<PreparedTransaction, InvalidTransaction>;
	/** Has a document stored with the next block, in the same scope as the transactions that point to it. */
	keep(hash: Hash, document: JsonValue): void;
	/** Seals what waits. Fails where the store does; the pool and the documents then stand as they were. */
	seal(now: number): Promise<Result<SealedBlock, CommitFailure>>;
	/** Whether an empty block may be sealed now. */
	mayWait(): boolean;
};

/** Founds a chain: keys, genesis, block 0, all kept before this answers. */
export async function foundChain(input: {
	readonly archive: Archive;
	readonly entropy: Entropy;
	readonly now: number;
	readonly parameters: { readonly [name: string]: ParameterValue };
	/** What signs and recovers; noble unless given. */
	readonly engine?: SignatureEngine;
}): Promise<Result<ChainNode, CommitFailure>> {
	const { identities, secrets } = createChainKeys(input.entropy);
	const chainId = encodeHex(input.entropy(32)) as Hash;
	const genesis = createGenesis({
		chainId,
		createdAt: input.now,
		parameters: input.parameters,
		agents: identities.slice(0, 7),
		operator: identities[7]!,
	});
	const { engine = nobleEngine } = input;
	const keyring = createKeyring(secrets, engine);
	const sealed = buildGenesisBlock(genesis, protocolV1, keyring.sign);
	const store = input.archive.chain(chainId);
	const kept = await input.archive.putKeys({ chainId, keys: secrets });
	if (!kept.ok) return kept;
	const log = appendBlock(emptyLog(), sealed.hash);
	const committed = await store.commit(null, { ...commitOf(sealed, log), genesis });
	if (!committed.ok) return committed;
	return ok(
		createNode(
			{ genesis, store, keyring, engine },
			{ header: sealed.block.header, hash: sealed.hash, world: sealed.world, log },
		),
	);
}

/** Takes up a chain that was kept before. `undefined` where there is none, or its keys are gone. */
export async function resumeChain(archive: Archive, chainId: Hash): Promise<ChainNode | undefined> {
	const store = archive.chain(chainId);
	const [summary, keys] = [await store.summary(), await archive.keys(chainId)];
	if (!summary || !keys) return undefined;
	const { genesis, head, log } = summary;
	const block = (await store.block(head.height)) as Block;
	const world = createWorld(genesis, await store.loadState(), protocolV1.watch);
	const tip = {
		header: block.header,
		hash: head.hash,
		world,
		log: { size: log.size, frontier: log.frontier.map(hashBytes) },
	};
	return createNode({ genesis, store, keyring: createKeyring(keys.keys), engine: nobleEngine }, tip);
}

function commitOf(sealed: SealedBlock, log: MerkleLog, evidence: readonly EvidenceEntry[] = []): Commit {
	const state = { get: (key: string) => stateValue(sealed.world, key) };
	return {
		block: sealed.block,
		blockHash: sealed.hash,
		txHashes: sealed.txHashes,
		changes: sealed.changes,
		incidents: sealed.block.transactions.map((transaction) => incidentOfTransaction(state, transaction)),
		evidence,
		log: { size: log.size, root: rootOfLog(log), frontier: log.frontier.map((hash) => encodeHex(hash)) },
	};
}

type NodeParts = Pick<ChainNode, 'genesis' | 'store' | 'keyring'> & { readonly engine: SignatureEngine };

function createNode({ genesis, store, keyring, engine }: NodeParts, start: Tip): ChainNode {
	let tip = start;
	let pool: Mempool = emptyMempool;
	const documents = new Map<Hash, JsonValue>();
	const checkSigner = createSignerMemory(engine);
	const waiting = () => [...pool.bySender.values()].flat();
	return {
		genesis,
		store,
		keyring,
		world: () => tip.world,
		head: () => ({ header: tip.header, hash: tip.hash }),
		waiting,
		pending: (sender) => pendingOf(pool, sender),
		submit(transaction) {
			const submitted = submitTransaction(pool, tip.world, transaction, checkSigner);
			if (!submitted.ok) return submitted;
			pool = submitted.value.pool;
			return ok(submitted.value.prepared);
		},
		keep: (hash, document) => void documents.set(hash, document),
		async seal(now) {
			const sealed = buildBlock({
				parent: tip,
				world: tip.world,
				waiting: waiting(),
				now,
				protocol: protocolV1,
				seal: keyring.sign,
			});
			const log = appendBlock(tip.log, sealed.hash);
			const evidence = [...documents].map(([hash, value]) => ({ hash, value }));
			const committed = await store.commit(tip.hash, commitOf(sealed, log, evidence));
			if (!committed.ok) return err(committed.error);
			for (const { hash } of evidence) documents.delete(hash);
			tip = { header: sealed.block.header, hash: sealed.hash, world: sealed.world, log };
			pool = withoutTransactions(
				pool,
				new Set([...sealed.txHashes, ...sealed.dropped.map((one) => one.hash)]),
			);
			return ok(sealed);
		},
		mayWait: () => mempoolSize(pool) > 0 || protocolV1.hasPendingDeadline(tip.world, tip.header.height + 1),
	};
}
