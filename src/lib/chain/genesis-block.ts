import { hashJson } from '../crypto/hash.ts';
import type { Hash } from '../primitives/bytes.ts';
import { sum } from '../primitives/integers.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { accountKey } from './accounts.ts';
import type { Block, Header } from './block.ts';
import type { SealBlock, SealedBlock } from './build-block.ts';
import type { Protocol } from './contract.ts';
import type { Genesis } from './genesis.ts';
import { hashHeader, receiptRoot, transactionRoot } from './header.ts';
import type { Account } from './state-entries.ts';
import { createWorld, stateEntries, stateRoot, type WorldState } from './world-state.ts';

/** `H("genesis", genesis)`: the parent hash of block 0. */
export function hashGenesis(genesis: Genesis): Hash {
	return hashJson('genesis', genesis as unknown as JsonObject);
}

/** All tokens there are: balances and stakes of the genesis. */
export function genesisSupply(genesis: Genesis): number {
	return sum([
		...genesis.agents.map((agent) => agent.balance + agent.staked),
		genesis.operator.balance,
		genesis.treasury.balance,
	]);
}

/** The world of block 0: accounts, parameters, supply (protocol.md §4). */
export function genesisWorld(genesis: Genesis, protocol: Protocol): WorldState {
	const accounts: Account[] = genesis.agents.map((agent) => ({
		...freshAccount(agent.address, agent.name, agent.role, agent.balance),
		staked: agent.staked,
		reputation: agent.reputation,
	}));
	const { operator, treasury } = genesis;
	accounts.push(freshAccount(operator.address, operator.name, 'operator', operator.balance));
	accounts.push(freshAccount(treasury.address, 'treasury', 'treasury', treasury.balance));
	const entries: { key: string; value: JsonValue }[] = accounts.map((account) => ({
		key: accountKey(account.address),
		value: account as unknown as JsonValue,
	}));
	for (const [name, value] of Object.entries(genesis.parameters))
		entries.push({ key: `parameter/${name}`, value });
	entries.push({ key: 'supply', value: { genesis: genesisSupply(genesis), burned: 0 } });
	return createWorld(genesis, entries, protocol.watch);
}

function freshAccount(
	address: Account['address'],
	name: string,
	role: Account['role'],
	balance: number,
): Account {
	return {
		address,
		name,
		role,
		balance,
		staked: 0,
		reputation: 0,
		nonce: 0,
		generation: 0,
		proposals: 0,
		votes: 0,
	};
}

/** The header every verifier expects of block 0. */
export function genesisHeader(genesis: Genesis, world: WorldState, protocol: Protocol): Header {
	return {
		version: protocol.version,
		chainId: genesis.chainId,
		height: 0,
		timestamp: genesis.createdAt,
		parentHash: hashGenesis(genesis),
		txRoot: transactionRoot([]),
		receiptRoot: receiptRoot([]),
		stateRoot: stateRoot(world),
		gasUsed: 0,
		txCount: 0,
		proposer: genesis.operator.address,
	};
}

/** Block 0, signed by the operator. */
export function buildGenesisBlock(genesis: Genesis, protocol: Protocol, seal: SealBlock): SealedBlock {
	const world = genesisWorld(genesis, protocol);
	const header = genesisHeader(genesis, world, protocol);
	const hash = hashHeader(header);
	const block: Block = { header, signature: seal(header.proposer, hash), transactions: [], receipts: [] };
	return { block, hash, txHashes: [], world, changes: [...stateEntries(world)], dropped: [] };
}
