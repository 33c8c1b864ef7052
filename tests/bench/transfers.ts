import { buildBlock } from '../../src/lib/chain/build-block.ts';
import { prepareTransaction } from '../../src/lib/chain/admission.ts';
import { readAccount } from '../../src/lib/chain/accounts.ts';
import type { Block } from '../../src/lib/chain/block.ts';
import type { Genesis } from '../../src/lib/chain/genesis.ts';
import { buildGenesisBlock } from '../../src/lib/chain/genesis-block.ts';
import { hashTransaction } from '../../src/lib/chain/parse-transaction.ts';
import type { Transaction, UnsignedTransaction } from '../../src/lib/chain/transaction.ts';
import { stateValue, type WorldState } from '../../src/lib/chain/world-state.ts';
import type { SignatureEngine } from '../../src/lib/crypto/keys.ts';
import type { Address } from '../../src/lib/crypto/address.ts';
import { buildLedger } from '../../src/lib/ledger/export-ledger.ts';
import type { Ledger } from '../../src/lib/ledger/format.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { createGenesis } from '../../src/lib/protocol/genesis.ts';
import { standardParameters } from '../../src/lib/protocol/parameters.ts';
import { protocolV1 } from '../../src/lib/protocol/protocol.ts';
import {
	createChainKeys,
	createKeyring,
	seededEntropy,
	type Keyring,
} from '../../src/lib/runtime/keyring.ts';

const FOUNDED_AT = 1_760_000_000_000;

/** The least fee there is, so that the tokens of a genesis last for tens of thousands of transfers. */
export const PARAMETERS = { ...standardParameters(), 'intrinsic-gas': 1 };

/** Everyone who can send a transfer. */
export function ownersOf(genesis: Genesis): readonly Address[] {
	return [...genesis.agents.map(({ address }) => address), genesis.operator.address];
}

/** Transfer number `n` of a round robin among the owners: one token to the next one. */
export function transferOf(genesis: Genesis, world: WorldState, n: number): UnsignedTransaction {
	const owners = ownersOf(genesis);
	const sender = owners[n % owners.length] as Address;
	const account = readAccount({ get: (key) => stateValue(world, key) }, sender)!;
	return {
		chainId: genesis.chainId,
		type: 'transfer',
		sender,
		nonce: account.nonce + Math.floor(n / owners.length),
		gasPrice: 1,
		gasLimit: 100,
		timestamp: FOUNDED_AT,
		data: { to: owners[(n + 1) % owners.length] as Address, amount: 1 },
	};
}

/** Signs a transfer. */
export function signTransfer(transfer: UnsignedTransaction, keyring: Keyring): Transaction {
	return { ...transfer, signature: keyring.sign(transfer.sender, hashTransaction(transfer)) };
}

/** A ledger of so many signed transfers, without evidence. */
export function createTransferLedger(input: {
	readonly transfers: number;
	readonly perBlock: number;
	readonly engine: SignatureEngine;
	readonly onStep: (step: string) => void;
}): Ledger {
	const { identities, secrets } = createChainKeys(seededEntropy('bench'));
	const keyring = createKeyring(secrets, input.engine);
	const genesis = createGenesis({
		chainId: `0x${'be'.repeat(32)}`,
		createdAt: FOUNDED_AT,
		parameters: PARAMETERS,
		agents: identities.slice(0, 7),
		operator: identities[7]!,
	});
	const first = buildGenesisBlock(genesis, protocolV1, keyring.sign);
	const blocks: Block[] = [first.block];
	let parent = { header: first.block.header, hash: first.hash };
	let { world } = first;
	for (let made = 0; made < input.transfers;) {
		const count = Math.min(input.perBlock, input.transfers - made);
		const base = world;
		const waiting = Array.from({ length: count }, (_, n) =>
			unwrap(prepareTransaction(base, signTransfer(transferOf(genesis, base, n), keyring))),
		);
		const now = parent.header.timestamp + 1000;
		const sealed = buildBlock({ parent, world, waiting, now, protocol: protocolV1, seal: keyring.sign });
		blocks.push(sealed.block);
		parent = { header: sealed.block.header, hash: sealed.hash };
		({ world } = sealed);
		made += count;
		input.onStep(`${made}/${input.transfers} transfers signed`);
	}
	return buildLedger({ genesis, blocks, evidenceOf: () => null, exportedAt: FOUNDED_AT });
}
