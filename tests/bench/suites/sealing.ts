import type { Transaction } from '../../../src/lib/chain/transaction.ts';
import type { WorldState } from '../../../src/lib/chain/world-state.ts';
import { nobleEngine, publicKeyOf, type SignatureEngine } from '../../../src/lib/crypto/keys.ts';
import { sha256 } from '../../../src/lib/crypto/hash.ts';
import { unwrap } from '../../../src/lib/primitives/result.ts';
import { foundChain, type ChainNode } from '../../../src/lib/runtime/chain-node.ts';
import { seededEntropy } from '../../../src/lib/runtime/keyring.ts';
import { figureOf } from '../figure.ts';
import { decodeEthereumChain, prepareSealing } from '../peers/ethereumjs.ts';
import { libauthEngine } from '../peers/libauth.ts';
import { interleave, type Task } from '../rounds.ts';
import { PARAMETERS, signTransfer, transferOf } from '../transfers.ts';
import type { Suite, SuiteInput } from './suite.ts';
import { prepared } from './verification.ts';

/** Rows 6 and 7: from a wish to a block that is stored, with noble and with WASM, in blocks of a hundred. */
export const sealing: Suite = async (given) => {
	const { amounts, environment, onStep } = given;
	const chain = decodeEthereumChain(given.input.ethereum);
	const noble = await foundNode(given, nobleEngine);
	const wasm = await foundNode(given, libauthEngine);
	const { control, tasks, spread } = await interleave({
		rounds: amounts.rounds,
		onStep,
		control: signAndRecover(nobleEngine, amounts.nobleOperations),
		tasks: {
			rawWasm: signAndRecover(libauthEngine, amounts.wasmOperations),
			noble: sealingFrom('unsigned', noble, given),
			wasm: sealingFrom('unsigned', wasm, given),
			signedNoble: sealingFrom('signed', noble, given),
			signedWasm: sealingFrom('signed', wasm, given),
			ethereum: prepared(() => prepareSealing(chain)),
		},
	});
	const where = environment.indexedDB ? 'IndexedDB' : 'memory store';
	return [
		figureOf('commitNoble', tasks.noble, control, spread, where),
		figureOf('commitWasm', tasks.wasm, tasks.rawWasm, spread, where),
		figureOf('commitEthereum', tasks.signedNoble, tasks.ethereum, spread, where),
		figureOf('commitWasmEthereum', tasks.signedWasm, tasks.ethereum, spread, where),
	];
};

async function foundNode({ environment }: SuiteInput, engine: SignatureEngine): Promise<ChainNode> {
	const archive = await environment.openArchive(`sealing-${engine.name}`);
	const entropy = seededEntropy(`sealing ${engine.name}`);
	return unwrap(
		await foundChain({ archive, entropy, now: 1_760_000_000_000, parameters: PARAMETERS, engine }),
	);
}

/** One signature made and one recovered a unit: the least that a transaction costs its chain. */
function signAndRecover(engine: SignatureEngine, count: number): Task {
	const secret = new Uint8Array(32).fill(7);
	publicKeyOf(secret);
	const hashes = Array.from({ length: count }, (_, i) => sha256(Uint8Array.of(i & 255, i >> 8)));
	return {
		run() {
			for (const hash of hashes) engine.recover(hash, engine.sign(hash, secret));
			return count;
		},
	};
}

/**
 * Transfers through admission, sealing and the store; a unit is a transfer. While a block is being stored the next one's
 * transfers are signed and admitted, as the node allows.
 */
function sealingFrom(start: 'unsigned' | 'signed', node: ChainNode, { amounts }: SuiteInput): Task {
	const perBlock = amounts.transfersPerBlock;
	const sign = (world: WorldState, n: number): Transaction =>
		signTransfer(transferOf(node.genesis, world, n), node.keyring);
	let signed: Transaction[] = [];
	return {
		prepare() {
			const world = node.world();
			if (start === 'signed') signed = Array.from({ length: amounts.sealed }, (_, n) => sign(world, n));
		},
		async run() {
			const world = node.world();
			let stored = 0;
			let storing: ReturnType<ChainNode['seal']> | undefined;
			const finish = async () => {
				if (storing) stored += unwrap(await storing).block.transactions.length;
			};
			for (let done = 0; done < amounts.sealed; done += perBlock) {
				const end = Math.min(done + perBlock, amounts.sealed);
				for (let n = done; n < end; n++) unwrap(node.submit(start === 'signed' ? signed[n] : sign(world, n)));
				await finish();
				storing = node.seal(node.head().header.timestamp + 1);
			}
			await finish();
			if (stored !== amounts.sealed) throw new Error('a transfer of the bench was dropped');
			return stored;
		},
	};
}
