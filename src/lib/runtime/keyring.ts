import type { Address } from '../crypto/address.ts';
import { sha256 } from '../crypto/hash.ts';
import {
	addressOf,
	nobleEngine,
	publicKeyOf,
	secretFromEntropy,
	type Signature,
	type SignatureEngine,
} from '../crypto/keys.ts';
import { concatBytes, decodeHex, encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import { unwrap } from '../primitives/result.ts';
import type { Identity } from '../protocol/genesis.ts';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Random bytes: real ones from the platform, or repeatable ones from a seed. */
export type Entropy = (length: number) => Uint8Array;

/** What signs for the accounts of one chain. The secrets never leave it. */
export type Keyring = {
	has(address: Address): boolean;
	sign(address: Address, hash: Hash): Signature;
};

/** Repeatable bytes of a seed, for demonstrations and tests; never for keys that matter. */
export function seededEntropy(seed: string): Entropy {
	let counter = 0;
	return (length) => {
		const parts: Uint8Array[] = [];
		for (let have = 0; have < length; have += 32)
			parts.push(sha256(utf8ToBytes(`dao-gov/seed/${seed}/${counter++}`)));
		return concatBytes(...parts).subarray(0, length);
	};
}

/** A keyring over secrets by address (0x-hex). */
export function createKeyring(
	secrets: { readonly [address: string]: string },
	engine: SignatureEngine = nobleEngine,
): Keyring {
	const keys = new Map(
		Object.entries(secrets).map(([address, hex]) => [address as Address, unwrap(decodeHex(hex))]),
	);
	return {
		has: (address) => keys.has(address),
		sign(address, hash) {
			const secret = keys.get(address);
			if (!secret) throw new Error(`no key for ${address}`);
			return engine.sign(hashBytes(hash), secret);
		},
	};
}

/** New keys for the seven agents and the operator, in that order, with their secrets for the key store. */
export function createChainKeys(entropy: Entropy): {
	readonly identities: readonly Identity[];
	readonly secrets: { readonly [address: string]: string };
} {
	const secrets: Record<string, string> = {};
	const identities = Array.from({ length: 8 }, () => {
		const secret = secretFromEntropy(entropy(48));
		const address = addressOf(secret);
		secrets[address] = encodeHex(secret);
		return { address, publicKey: encodeHex(publicKeyOf(secret)) };
	});
	return { identities, secrets };
}
