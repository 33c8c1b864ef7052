import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../primitives/bytes.ts';
import { findBadMembers, verifyBatch, verifySigner, type SignedHash } from './batch-verify.ts';
import { sha256 } from './hash.ts';
import { addressOf, publicKeyOf, signHash, type Signature } from './keys.ts';

const SECRETS = [1, 2, 3].map((n) => sha256(new Uint8Array([n])));

function signedHash(number: number): SignedHash & { readonly publicKey: Uint8Array } {
	const secret = SECRETS[number % SECRETS.length] as Uint8Array;
	const hash = sha256(new Uint8Array([number, 99]));
	return {
		hash,
		signature: signHash(hash, secret),
		address: addressOf(secret),
		publicKey: publicKeyOf(secret),
	};
}

const GOOD = Array.from({ length: 24 }, (_, i) => signedHash(i));
const at = (index: number) => GOOD[index % GOOD.length] as (typeof GOOD)[number];

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
	const flipped = bytes.slice();
	flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
	return flipped;
}

function flipSignatureBit(signature: Signature, bit: number): Signature {
	return encodeHex(flipBit(new Uint8Array(Buffer.from(signature.slice(2), 'hex')), bit));
}

const ORDER = secp256k1.Point.Fn.ORDER;
const highS = (signature: Signature): Signature => {
	const s = (ORDER - BigInt(`0x${signature.slice(66, 130)}`)).toString(16).padStart(64, '0');
	return `${signature.slice(0, 66)}${s}0${1 - Number(signature.slice(131))}` as Signature;
};

type Tampering = (item: SignedHash, seed: number) => SignedHash;
const TAMPERINGS: Record<string, Tampering> = {
	'a bit of r': (item, seed) => ({ ...item, signature: flipSignatureBit(item.signature, seed % 256) }),
	'a bit of s': (item, seed) => ({
		...item,
		signature: flipSignatureBit(item.signature, 256 + (seed % 256)),
	}),
	'the bit v': (item) => ({ ...item, signature: flipSignatureBit(item.signature, 512) }),
	'a bit above v': (item, seed) => ({
		...item,
		signature: flipSignatureBit(item.signature, 513 + (seed % 7)),
	}),
	'a bit of the hash': (item, seed) => ({ ...item, hash: flipBit(item.hash, seed % 256) }),
	'the hash of another': (item, seed) => ({ ...item, hash: at(seed).hash }),
	'the signature of another': (item, seed) => ({ ...item, signature: at(seed).signature }),
	'another signer': (item, seed) => ({ ...item, address: at(seed).address, publicKey: at(seed).publicKey }),
	'another address only': (item, seed) => ({ ...item, address: at(seed).address }),
	'high s': (item) => ({ ...item, signature: highS(item.signature) }),
	'a cut signature': (item) => ({ ...item, signature: item.signature.slice(0, -2) as Signature }),
	// These two change nothing that counts: a wrong or missing key is found out or recovered.
	'another key': (item, seed) => ({ ...item, publicKey: at(seed).publicKey }),
	'a bit of the key': (item, seed) => ({
		...item,
		publicKey: item.publicKey && flipBit(item.publicKey, seed % 264),
	}),
	'no key': ({ hash, signature, address }) => ({ hash, signature, address }),
};

function findOneByOne(items: readonly SignedHash[]) {
	return items.flatMap((item, index) => {
		const fault = verifySigner(item);
		return fault ? [{ index, fault }] : [];
	});
}

function verifyOneByOne(items: readonly SignedHash[]) {
	const [first] = findOneByOne(items);
	return first ? { ok: false, ...first } : { ok: true };
}

const tampered = fc.record({
	size: fc.integer({ min: 0, max: GOOD.length }),
	changes: fc.array(
		fc.record({ place: fc.nat(), kind: fc.constantFrom(...Object.keys(TAMPERINGS)), seed: fc.nat() }),
		{
			maxLength: 3,
		},
	),
	duplicate: fc.boolean(),
});

describe('a batch', () => {
	it('says of any members what checking them one by one says', { timeout: 60_000 }, () => {
		fc.assert(
			fc.property(tampered, ({ size, changes, duplicate }) => {
				const items: SignedHash[] = GOOD.slice(0, size);
				for (const { place, kind, seed } of changes) {
					const index = place % Math.max(1, size);
					const item = items[index];
					if (item) items[index] = (TAMPERINGS[kind] as Tampering)(item, seed);
				}
				if (duplicate) items.push(...items.slice(0, 3));
				expect(verifyBatch(items)).toEqual(verifyOneByOne(items));
				expect(findBadMembers(items)).toEqual(findOneByOne(items));
			}),
			{ numRuns: 40 },
		);
	});

	it.each(Object.entries(TAMPERINGS))('sees %s in the middle', (_name, tamper) => {
		const items = GOOD.map((item, i) => (i === 13 ? tamper(item, 1) : item));
		expect(verifyBatch(items)).toEqual(verifyOneByOne(items));
	});

	it('is good when empty, alone, repeated, or without any key', () => {
		expect(verifyBatch([])).toEqual({ ok: true });
		expect(verifyBatch([at(0)])).toEqual({ ok: true });
		expect(verifyBatch(Array.from({ length: 40 }, () => at(0)))).toEqual({ ok: true });
		expect(verifyBatch(GOOD.map(({ hash, signature, address }) => ({ hash, signature, address })))).toEqual({
			ok: true,
		});
	});

	it('is not fooled by two faults that cancel out in a plain sum', () => {
		const sOf = (item: SignedHash) => BigInt(`0x${item.signature.slice(66, 130)}`);
		// z ± s in place of z moves u = z/s by one, so these two equations are wrong by G and by −G.
		const shifted = (item: SignedHash, times: bigint): SignedHash => {
			const z = BigInt(encodeHex(item.hash)) + times * sOf(item);
			const hex = (((z % ORDER) + ORDER) % ORDER).toString(16).padStart(64, '0');
			return { ...item, hash: new Uint8Array(Buffer.from(hex, 'hex')) };
		};
		const items = [...GOOD.slice(2), shifted(at(0), 1n), shifted(at(1), -1n)];
		expect(verifyBatch(items)).toMatchObject({ ok: false, index: 22, fault: { code: 'wrong-signer' } });
	});
});
