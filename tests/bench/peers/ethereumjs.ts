import { createBlock, createBlockFromRLP, type Block } from '@ethereumjs/block';
import { createBlockchain } from '@ethereumjs/blockchain';
import { createCustomCommon, Hardfork, Mainnet } from '@ethereumjs/common';
import { MerkleStateManager, SimpleStateManager } from '@ethereumjs/statemanager';
import { createLegacyTx, createTxFromRLP, type LegacyTx } from '@ethereumjs/tx';
import {
	Account,
	bytesToHex,
	createAddressFromPrivateKey,
	createAddressFromString,
	hexToBytes,
	type Address,
} from '@ethereumjs/util';
import { buildBlock, createVM, runBlock, runTx, type VM } from '@ethereumjs/vm';

/** More in a block makes this peer slower per transaction. */
const PER_BLOCK = 10;
const GAS_LIMIT = 30_000_000n;
const TRANSFER_GAS = 21_000n;
/** Well above what the base fee rises to. */
const GAS_PRICE = 10_000_000_000n;
const FUNDS = 10n ** 24n;

const PAST_FORKS = [
	Hardfork.Chainstart,
	Hardfork.Homestead,
	Hardfork.TangerineWhistle,
	Hardfork.SpuriousDragon,
	Hardfork.Byzantium,
	Hardfork.Constantinople,
	Hardfork.Petersburg,
	Hardfork.Istanbul,
	Hardfork.Berlin,
	Hardfork.London,
	Hardfork.Paris,
];

/** A chain of signed transfers as bytes, and what it takes to run it again. */
export type EthereumChain = {
	readonly genesis: Block;
	readonly owners: readonly Address[];
	readonly blocks: readonly Uint8Array[];
	readonly transactions: readonly Uint8Array[];
};

/** A chain of its own that is past the merge from its first block on, so that no block needs work. */
const common = createCustomCommon(
	{
		chainId: 1337,
		name: 'bench',
		consensus: { type: 'pos', algorithm: 'casper' },
		hardforks: PAST_FORKS.map((name) => ({ name, block: 0 })),
	},
	Mainnet,
	{ hardfork: Hardfork.Paris },
);

/** A machine with the funded accounts: `merkle` keeps roots, `simple` none. */
async function createMachine(
	state: 'merkle' | 'simple',
	owners: readonly Address[],
	genesis?: Block,
): Promise<VM> {
	const stateManager =
		state === 'simple' ? new SimpleStateManager({ common }) : new MerkleStateManager({ common });
	const blockchain =
		genesis && (await createBlockchain({ common, genesisBlock: genesis, validateBlocks: true }));
	const vm = await createVM({ common, stateManager, ...(blockchain ? { blockchain } : {}) });
	for (const owner of owners) await stateManager.putAccount(owner, new Account(0n, FUNDS));
	return vm;
}

function nextHeader({ header }: Block) {
	return { number: header.number + 1n, gasLimit: GAS_LIMIT, timestamp: header.timestamp + 12n };
}

/** Makes a chain of transfers among some owners of secrets. */
export async function createEthereumChain(
	secrets: readonly Uint8Array[],
	transfers: number,
): Promise<EthereumChain> {
	const owners = secrets.map(createAddressFromPrivateKey);
	const vm = await createMachine('merkle', owners);
	const stateRoot = await vm.stateManager.getStateRoot();
	const header = { gasLimit: GAS_LIMIT, baseFeePerGas: 7n, stateRoot, timestamp: 1n };
	const genesis = createBlock({ header }, { common });
	const blocks: Uint8Array[] = [];
	const transactions: Uint8Array[] = [];
	let parentBlock = genesis;
	for (let made = 0; made < transfers;) {
		const builder = await buildBlock(vm, {
			parentBlock,
			headerData: nextHeader(parentBlock),
			blockOpts: { putBlockIntoBlockchain: false },
		});
		for (let i = 0; i < PER_BLOCK && made < transfers; i++, made++) {
			const from = made % owners.length;
			const transaction = createLegacyTx(
				{
					nonce: BigInt(Math.floor(made / owners.length)),
					gasLimit: TRANSFER_GAS,
					gasPrice: GAS_PRICE,
					value: 1n,
					to: owners[(from + 1) % owners.length] as Address,
				},
				{ common },
			).sign(secrets[from] as Uint8Array);
			transactions.push(transaction.serialize());
			await builder.addTransaction(transaction);
		}
		parentBlock = (await builder.build()).block;
		blocks.push(parentBlock.serialize());
	}
	return { genesis, owners, blocks, transactions };
}

/** A chain as JSON. */
export type EncodedEthereumChain = {
	readonly genesis: string;
	readonly owners: readonly string[];
	readonly blocks: readonly string[];
	readonly transactions: readonly string[];
};

export function encodeEthereumChain(chain: EthereumChain): EncodedEthereumChain {
	return {
		genesis: bytesToHex(chain.genesis.serialize()),
		owners: chain.owners.map(String),
		blocks: chain.blocks.map(bytesToHex),
		transactions: chain.transactions.map(bytesToHex),
	};
}

export function decodeEthereumChain(encoded: EncodedEthereumChain): EthereumChain {
	const bytes = (hex: string) => hexToBytes(hex as `0x${string}`);
	return {
		genesis: createBlockFromRLP(bytes(encoded.genesis), { common }),
		owners: encoded.owners.map(createAddressFromString),
		blocks: encoded.blocks.map(bytes),
		transactions: encoded.transactions.map(bytes),
	};
}

/** What is timed: a run on objects read before, so that no sender is known yet. Answers how many transfers it ran. */
export type EthereumRun = () => Promise<number>;

/** Blocks validated, run, compared with their roots and put into the blockchain: what the library does unless told. */
export async function prepareDefault(chain: EthereumChain): Promise<EthereumRun> {
	const vm = await createMachine('merkle', chain.owners, chain.genesis);
	const blocks = chain.blocks.map((bytes) => createBlockFromRLP(bytes, { common }));
	return async () => {
		for (const block of blocks) {
			await runBlock(vm, { block });
			await vm.blockchain.putBlock(block);
		}
		return chain.transactions.length;
	};
}

/** Blocks built of signed transactions and put into the blockchain, in memory: what a node does that makes blocks. */
export async function prepareSealing(chain: EthereumChain): Promise<EthereumRun> {
	const vm = await createMachine('merkle', chain.owners, chain.genesis);
	const transactions = chain.transactions.map((bytes) => createTxFromRLP(bytes, { common }));
	return async () => {
		let parentBlock = chain.genesis;
		for (let done = 0; done < transactions.length; done += PER_BLOCK) {
			const builder = await buildBlock(vm, {
				parentBlock,
				headerData: nextHeader(parentBlock),
				blockOpts: { putBlockIntoBlockchain: true },
			});
			for (const tx of transactions.slice(done, done + PER_BLOCK)) await builder.addTransaction(tx);
			parentBlock = (await builder.build()).block;
		}
		return transactions.length;
	};
}

/** Transactions alone, without blocks and roots: its fastest setting. */
export async function prepareFastest(chain: EthereumChain, state: 'merkle' | 'simple'): Promise<EthereumRun> {
	const vm = await createMachine(state, chain.owners);
	const transactions = chain.transactions.map((bytes) => createTxFromRLP(bytes, { common }) as LegacyTx);
	const block = createBlock({ header: { gasLimit: GAS_LIMIT, baseFeePerGas: 7n, number: 1n } }, { common });
	return async () => {
		for (const tx of transactions) await runTx(vm, { tx, block, skipHardForkValidation: true });
		return transactions.length;
	};
}
