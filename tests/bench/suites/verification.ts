import { secp256k1 } from '@noble/curves/secp256k1.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { parseSignature, type SignatureEngine } from '../../../src/lib/crypto/keys.ts';
import { createSignerMemory } from '../../../src/lib/crypto/signer.ts';
import type { CheckSignatures, SignatureItem } from '../../../src/lib/ledger/check-signatures.ts';
import type { Ledger } from '../../../src/lib/ledger/format.ts';
import { verifyLedger } from '../../../src/lib/ledger/verify-ledger.ts';
import { hashBytes } from '../../../src/lib/primitives/bytes.ts';
import { unwrap } from '../../../src/lib/primitives/result.ts';
import type { VerifyPool } from '../../../src/lib/worker/verify-pool.ts';
import { figureOf, timesLonger } from '../figure.ts';
import {
	decodeEthereumChain,
	prepareDefault,
	prepareFastest,
	type EthereumRun,
} from '../peers/ethereumjs.ts';
import { libauthEngine, recoverRaw } from '../peers/libauth.ts';
import { interleave, median, ratiosOf, type Rates, type Task } from '../rounds.ts';
import type { Suite } from './suite.ts';

/** Rows 1–5 and 8: a ledger of transfers verified, beside raw recoveries and another chain's library. */
export const verification: Suite = async ({ environment, amounts, input, onStep }) => {
	const { ledger } = input;
	const items = await signaturesOf(ledger);
	const chain = decodeEthereumChain(input.ethereum);
	const measured = await interleave({
		rounds: amounts.rounds,
		onStep,
		control: rawNoble(items.slice(0, amounts.nobleOperations)),
		tasks: {
			wasm: rawWasm(items.slice(0, amounts.wasmOperations)),
			verify: verifying(ledger),
			verifySingle: verifying(ledger, oneByOne(libauthEngine)),
			verifyUnsigned: verifying(ledger, async () => []),
			oneWorker: pooled(items, environment.createPool, 1),
			twoWorkers: pooled(items, environment.createPool, 2),
			apart: sideBySide(items, environment.createPool),
			ethereum: prepared(() => prepareDefault(chain)),
			ethereumMerkle: prepared(() => prepareFastest(chain, 'merkle')),
			ethereumSimple: prepared(() => prepareFastest(chain, 'simple')),
		},
	});
	const { control, tasks, spread } = measured;
	const { wasm, verify } = tasks;
	const fastest = tasks.ethereumSimple.map((rate, round) => Math.max(rate, tasks.ethereumMerkle[round]!));
	return [
		figureOf('verifyNoble', verify, control, spread),
		figureOf('verifyWasmBatch', verify, wasm, spread),
		figureOf('verifyWasmSingle', tasks.verifySingle, wasm, spread),
		figureOf(
			'twoWorkers',
			tasks.twoWorkers,
			tasks.oneWorker,
			spread,
			machineOf(tasks.apart, tasks.oneWorker),
		),
		figureOf('twoWorkersNoble', tasks.twoWorkers, control, spread),
		figureOf('verifyEthereum', verify, tasks.ethereum, spread),
		figureOf('verifyEthereumFast', verify, fastest, spread),
		timesLonger('overhead', tasks.verifyUnsigned, wasm, spread, microseconds(tasks.verifyUnsigned)),
	];
};

/** What the machine's cores give two workers that share nothing: no pool gives more. */
function machineOf(apart: Rates, alone: Rates): string {
	return `two apart: ×${median(ratiosOf(apart, alone)).toFixed(2)}`;
}

function microseconds(rates: readonly number[]): string {
	return `${(1e6 / median(rates)).toFixed(1)} µs a transfer`;
}

/** Every signature of a ledger, as the verification asks for them. */
async function signaturesOf(ledger: Ledger): Promise<readonly SignatureItem[]> {
	let seen: readonly SignatureItem[] = [];
	const checkSignatures: CheckSignatures = async (items) => {
		seen = items;
		return [];
	};
	await verifyLedger(ledger, { checkSignatures });
	return seen;
}

/** Point recovery and nothing else, signatures read before. */
export function rawNoble(items: readonly SignatureItem[]): Task {
	const read = items.map(({ hash, signature }) => {
		const { r, s, v } = unwrap(parseSignature(signature));
		return { hash: hashBytes(hash), signature: new secp256k1.Signature(r, s, v) };
	});
	return {
		run() {
			for (const { hash, signature } of read) signature.recoverPublicKey(hash);
			return read.length;
		},
	};
}

function rawWasm(items: readonly SignatureItem[]): Task {
	const read = items.map(({ hash, signature }) => ({
		hash: hashBytes(hash),
		signature: hexToBytes(signature.slice(2)),
	}));
	return {
		run() {
			for (const { hash, signature } of read) recoverRaw(signature, hash);
			return read.length;
		},
	};
}

/** A whole verification; a unit is a transfer. Throws where it is not content, since then it would have been cut short. */
function verifying(ledger: Ledger, checkSignatures?: CheckSignatures): Task {
	return {
		async run() {
			const report = await verifyLedger(ledger, checkSignatures ? { checkSignatures } : {});
			if (!report.ok)
				throw new Error(`the ledger of the bench does not hold: ${JSON.stringify(report.first)}`);
			return report.transactions;
		},
	};
}

function oneByOne(engine: SignatureEngine): CheckSignatures {
	const check = createSignerMemory(engine);
	return async (items) =>
		items.flatMap(({ hash, signature, address }, index) => {
			const fault = check({ hash: hashBytes(hash), signature, address });
			return fault ? [{ index, expected: address, actual: fault.code }] : [];
		});
}

/** The signatures on so many workers that were started before, as they are while a file is being read. */
function pooled(
	items: readonly SignatureItem[],
	createPool: (size: number) => VerifyPool,
	size: number,
): Task {
	let pool: VerifyPool | undefined;
	return {
		async prepare() {
			pool = createPool(size);
			await pool.warm();
		},
		async run() {
			const problems = await pool!.check(items, async () => undefined);
			if (problems.length > 0) throw new Error('the signatures of the bench do not hold');
			return items.length;
		},
	};
}

/** Two pools of one worker each, with all the signatures each. */
function sideBySide(items: readonly SignatureItem[], createPool: (size: number) => VerifyPool): Task {
	const both = [pooled(items, createPool, 1), pooled(items, createPool, 1)];
	return {
		async prepare() {
			for (const one of both) await one.prepare?.();
		},
		async run() {
			const done = await Promise.all(both.map((one) => one.run()));
			return done.reduce((total, units) => total + units);
		},
	};
}

/** Runs what was made anew before, so that nothing is remembered from the last round. */
export function prepared(prepare: () => Promise<EthereumRun>): Task {
	let next: EthereumRun | undefined;
	return {
		async prepare() {
			next = await prepare();
		},
		run: () => next!(),
	};
}
