import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import { sha256 } from './hash.ts';
import { addressOf, nobleEngine, signHash, type Signature, type SignatureEngine } from './keys.ts';
import { createSignerMemory, USES_TO_REMEMBER, verifySigner, type SignedHash } from './signer.ts';

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const secrets = [1, 2, 3].map((n) => new Uint8Array(32).fill(n));
const hashOf = (n: number) => sha256(Uint8Array.of(n & 255, n >> 8));
const signed = (secret: Uint8Array, n: number): SignedHash => {
	const hash = hashOf(n);
	return { hash, signature: signHash(hash, secret), address: addressOf(secret) };
};

/** A memory that knows all three signers, and how often it had to recover since. */
function experienced() {
	let recovered = 0;
	const counting: SignatureEngine = {
		...nobleEngine,
		recover: (hash, signature) => {
			recovered++;
			return nobleEngine.recover(hash, signature);
		},
	};
	const check = createSignerMemory(counting);
	for (const secret of secrets)
		for (let n = 0; n < USES_TO_REMEMBER; n++) expect(check(signed(secret, n))).toBeUndefined();
	expect(recovered).toBe(secrets.length * USES_TO_REMEMBER);
	return { check, recoveredSince: () => recovered - secrets.length * USES_TO_REMEMBER };
}

const part = (signature: Signature, at: number) => BigInt(`0x${signature.slice(2 + 64 * at, 66 + 64 * at)}`);
const written = (r: bigint, s: bigint, v: number) =>
	`0x${[r, s].map((n) => n.toString(16).padStart(64, '0')).join('')}0${v}` as Signature;

/** What may be wrong with a signature or its statement. */
const TAMPERINGS: Record<string, (item: SignedHash, other: SignedHash) => Partial<SignedHash>> = {
	nothing: () => ({}),
	'another hash': (_, other) => ({ hash: other.hash }),
	'another signer': (_, other) => ({ address: other.address }),
	'the signature of another': (_, other) => ({ signature: other.signature }),
	'the other recovery bit': ({ signature }) => ({
		signature: `${signature.slice(0, -1)}${signature.endsWith('0') ? 1 : 0}` as Signature,
	}),
	'a recovery bit of 2': ({ signature }) => ({ signature: `${signature.slice(0, -1)}2` as Signature }),
	'a high s': ({ signature }) => ({
		signature: written(part(signature, 0), ORDER - part(signature, 1), signature.endsWith('0') ? 1 : 0),
	}),
	'an r of zero': ({ signature }) => ({ signature: written(0n, part(signature, 1), 0) }),
	'an s of zero': ({ signature }) => ({ signature: written(part(signature, 0), 0n, 0) }),
	'an r that is no x': ({ signature }) => ({ signature: written(5n, part(signature, 1), 0) }),
	'capital hex': ({ signature }) => ({ signature: `0x${signature.slice(2).toUpperCase()}` as Signature }),
	'a changed bit': ({ signature }) => {
		const bytes = hashBytes(signature as Hash);
		bytes[40]! ^= 4;
		return { signature: encodeHex(bytes) as Signature };
	},
};

describe('a memory of signers', () => {
	it.each(Object.keys(TAMPERINGS))('says what recovering says: %s', (name) => {
		const { check } = experienced();
		const index = fc.integer({ min: 0, max: secrets.length - 1 });
		fc.assert(
			fc.property(index, index, fc.nat({ max: 9_999 }), (one, two, n) => {
				const item = signed(secrets[one]!, n);
				const changed = { ...item, ...TAMPERINGS[name]!(item, signed(secrets[two]!, n + 1)) };
				const expected = verifySigner(changed);
				expect(check(changed)).toEqual(expected);
				if (name === 'nothing') expect(expected).toBeUndefined();
			}),
			{ numRuns: 12 },
		);
	});

	it('recovers no more once it knows a key, but for what it refuses', () => {
		const { check, recoveredSince } = experienced();
		for (const secret of secrets) expect(check(signed(secret, 500))).toBeUndefined();
		expect(recoveredSince()).toBe(0);
		const forged = { ...signed(secrets[0]!, 1), address: addressOf(secrets[1]!) };
		expect(check(forged)).toMatchObject({ code: 'wrong-signer' });
		expect(recoveredSince()).toBe(1);
	});

	it('works with an engine that has nothing quicker than recovering', () => {
		const { remember: _, ...plain } = nobleEngine;
		const check = createSignerMemory(plain);
		for (let n = 0; n <= USES_TO_REMEMBER; n++) expect(check(signed(secrets[0]!, n))).toBeUndefined();
		expect(check({ ...signed(secrets[0]!, 1), hash: hashOf(2) })).toMatchObject({ code: 'wrong-signer' });
	});
});
