import { createChainKeys, createKeyring, seededEntropy, type Keyring } from '../../runtime/keyring.ts';
import type { Address } from '../../crypto/address.ts';
import type { Hash } from '../../primitives/bytes.ts';
import type { JsonObject } from '../../primitives/json.ts';
import { unwrap, type Result } from '../../primitives/result.ts';
import { createGenesis } from '../../protocol/genesis.ts';
import { standardParameters } from '../../protocol/parameters.ts';
import { protocolV1 } from '../../protocol/protocol.ts';
import { prepareTransaction, type InvalidTransaction, type PreparedTransaction } from '../admission.ts';
import { readAccount } from '../accounts.ts';
import type { Block, Header } from '../block.ts';
import { buildBlock, type SealedBlock } from '../build-block.ts';
import type { Protocol } from '../contract.ts';
import { AGENT_ROLES, type AgentRole, type Genesis, type ParameterValue } from '../genesis.ts';
import { buildGenesisBlock } from '../genesis-block.ts';
import { emptyMempool, pendingOf, submitTransaction, withoutTransactions } from '../mempool.ts';
import { hashTransaction } from '../parse-transaction.ts';
import type { Account } from '../state-entries.ts';
import type { Transaction, UnsignedTransaction } from '../transaction.ts';
import { stateValue, type WorldState } from '../world-state.ts';

/** Whoever has a key. */
export type Signer = AgentRole | 'operator';

/** Everybody who has a key, in genesis order. */
export const SIGNERS: readonly Signer[] = [...AGENT_ROLES, 'operator'];

export const FOUNDED_AT = 1_760_000_000_000;

/** A chain from a seed: it signs like its eight owners, admits like a node and seals, all in memory. */
export type SeededChain = {
	readonly genesis: Genesis;
	readonly keyring: Keyring;
	address(who: Signer): Address;
	account(who: Signer | 'treasury'): Account;
	world(): WorldState;
	head(): { readonly header: Header; readonly hash: Hash };
	blocks(): readonly Block[];
	waiting(): readonly PreparedTransaction[];
	/** A signed transaction with the sender's next nonce; any field can be set otherwise before it is signed. */
	sign(who: Signer, type: string, data: JsonObject, fields?: Partial<UnsignedTransaction>): Transaction;
	submit(transaction: unknown): Result<PreparedTransaction, InvalidTransaction>;
	/** Signs and submits what must be admitted. */
	send(who: Signer, type: string, data: JsonObject, fields?: Partial<UnsignedTransaction>): Hash;
	/** Seals what waits, or `only` these; a second after the head unless said otherwise. */
	seal(options?: { readonly now?: number; readonly only?: readonly PreparedTransaction[] }): SealedBlock;
};

const keysOfSeed = new Map<string, ReturnType<typeof createChainKeys>>();

function keysOf(seed: string): ReturnType<typeof createChainKeys> {
	let keys = keysOfSeed.get(seed);
	if (!keys) keysOfSeed.set(seed, (keys = createChainKeys(seededEntropy(seed))));
	return keys;
}

/** The genesis a seed and some parameters give. */
export function seededGenesis(
	parameters: { readonly [name: string]: ParameterValue } = {},
	seed = 'chain',
): Genesis {
	const keys = keysOf(seed);
	return createGenesis({
		chainId: `0x${'c'.repeat(64)}`,
		createdAt: FOUNDED_AT,
		parameters: { ...standardParameters(), ...parameters },
		agents: keys.identities.slice(0, 7),
		operator: keys.identities[7]!,
	});
}

/** The address of somebody in a genesis. */
export function addressIn(genesis: Genesis, who: Signer | 'treasury'): Address {
	if (who === 'treasury') return genesis.treasury.address;
	if (who === 'operator') return genesis.operator.address;
	return genesis.agents.find((agent) => agent.role === who)!.address;
}

/** Founds a chain. */
export function createSeededChain(
	parameters: { readonly [name: string]: ParameterValue } = {},
	options: { readonly seed?: string; readonly protocol?: Protocol; readonly genesis?: Genesis } = {},
): SeededChain {
	const { seed = 'chain', protocol = protocolV1 } = options;
	const genesis = options.genesis ?? seededGenesis(parameters, seed);
	const keyring = createKeyring(keysOf(seed).secrets);
	const first = buildGenesisBlock(genesis, protocol, keyring.sign);
	const blocks: Block[] = [first.block];
	let tip = { header: first.block.header, hash: first.hash, world: first.world };
	let pool = emptyMempool;
	const account = (who: Signer | 'treasury') =>
		readAccount({ get: (key) => stateValue(tip.world, key) }, addressIn(genesis, who)) as Account;
	const sign: SeededChain['sign'] = (who, type, data, fields = {}) => {
		const sender = addressIn(genesis, who);
		const unsigned: UnsignedTransaction = {
			chainId: genesis.chainId,
			type,
			sender,
			nonce: account(who).nonce + pendingOf(pool, sender).count,
			gasPrice: genesis.parameters['gas-price'] as number,
			gasLimit: 2000,
			timestamp: tip.header.timestamp,
			data,
			...fields,
		};
		return { ...unsigned, signature: keyring.sign(sender, hashTransaction(unsigned)) };
	};
	const submit: SeededChain['submit'] = (transaction) => {
		const submitted = submitTransaction(pool, tip.world, transaction);
		if (!submitted.ok) return submitted;
		({ pool } = submitted.value);
		return { ok: true, value: submitted.value.prepared };
	};
	const waiting = () => [...pool.bySender.values()].flat();
	return {
		genesis,
		keyring,
		account,
		sign,
		submit,
		waiting,
		address: (who) => addressIn(genesis, who),
		world: () => tip.world,
		head: () => ({ header: tip.header, hash: tip.hash }),
		blocks: () => blocks,
		send: (...transaction) => unwrap(submit(sign(...transaction))).hash,
		seal({ now = tip.header.timestamp + 1000, only } = {}) {
			const sealed = buildBlock({
				parent: tip,
				world: tip.world,
				waiting: only ?? waiting(),
				now,
				protocol,
				seal: keyring.sign,
			});
			blocks.push(sealed.block);
			tip = { header: sealed.block.header, hash: sealed.hash, world: sealed.world };
			pool = withoutTransactions(
				pool,
				new Set([...sealed.txHashes, ...sealed.dropped.map((one) => one.hash)]),
			);
			return sealed;
		},
	};
}

/** Reads an envelope that must be one. */
export function prepared(world: WorldState, transaction: Transaction): PreparedTransaction {
	return unwrap(prepareTransaction(world, transaction));
}
