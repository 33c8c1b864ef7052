import { canonicalBytes } from '../crypto/hash.ts';
import { add, multiply } from '../primitives/integers.ts';
import type { JsonObject } from '../primitives/json.ts';
import type { Genesis } from './genesis.ts';
import { refuse } from './contract.ts';

/** A numeric protocol parameter of a chain. A missing one is our bug, so it throws. */
export function parameterOf(genesis: Genesis, name: string): number {
	const value = genesis.parameters[name];
	if (typeof value !== 'number') throw new Error(`no number parameter ${name}`);
	return value;
}

/** A parameter that is one of some words. */
export function wordParameterOf(genesis: Genesis, name: string): string {
	const value = genesis.parameters[name];
	if (typeof value !== 'string') throw new Error(`no word parameter ${name}`);
	return value;
}

/** Length of the canonical form of a transaction's `data`, in bytes. */
export function dataLength(data: JsonObject): number {
	return canonicalBytes(data).length;
}

/** 200 gas, and 1 per 32 bytes or part of `data` beyond 1,024 (protocol.md §2). */
export function intrinsicGas(genesis: Genesis, dataBytes: number): number {
	const beyond = Math.max(0, dataBytes - parameterOf(genesis, 'free-data-bytes'));
	return add(
		parameterOf(genesis, 'intrinsic-gas'),
		Math.ceil(beyond / parameterOf(genesis, 'bytes-per-gas')),
	);
}

/** Counts the gas of one execution; going past the limit reverts with `out-of-gas`. */
export type GasMeter = {
	chargeHashes(count: number): void;
	/** Bills the distinct state keys written and answers the total. */
	finish(writes: number): number;
};

/** A meter that starts at the intrinsic gas. */
export function createGasMeter(genesis: Genesis, intrinsic: number, limit: number): GasMeter {
	let used = intrinsic;
	const charge = (gas: number) => {
		used = add(used, gas);
		if (used > limit) refuse('out-of-gas', 'gas-limit', limit, used);
	};
	return {
		chargeHashes: (count) => charge(multiply(count, parameterOf(genesis, 'gas-per-hash'))),
		finish(writes) {
			const beyond = Math.max(0, writes - parameterOf(genesis, 'free-state-keys'));
			charge(multiply(beyond, parameterOf(genesis, 'gas-per-state-key')));
			return used;
		},
	};
}
