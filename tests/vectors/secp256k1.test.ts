import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/lib/crypto/hash.ts';
import { publicKeyOf, recoverSigner, signHash } from '../../src/lib/crypto/keys.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { vectorFolder } from './shared-folder.ts';

type Signed = {
	readonly description: string;
	readonly d: string;
	readonly m: string;
	readonly signature: string;
};
type Ecdsa = { readonly valid: Signed[]; readonly invalid: { readonly sign: Omit<Signed, 'signature'>[] } };
type Nonce = { readonly message: string; readonly d: string; readonly k0: string };

const folder = vectorFolder('secp256k1-rfc6979');
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const textOf = (name: string) => readFileSync(join(folder ?? '', name), 'utf8');

describe.skipIf(!folder)('secp256k1 and RFC 6979 vectors (bitcoinjs, noble)', () => {
	const ecdsa = folder ? (JSON.parse(textOf('ecdsa.json')) as Ecdsa) : { valid: [], invalid: { sign: [] } };
	const nonces = folder ? (JSON.parse(textOf('rfc6979.json')) as Nonce[]) : [];
	const keys = folder ? textOf('privates-2.txt').trim().split('\n') : [];

	it('signs to the byte and recovers the signer', { timeout: 60_000 }, () => {
		expect(ecdsa.valid.length).toBeGreaterThan(2000);
		ecdsa.valid.forEach(({ d, m, signature }, i) => {
			const made = signHash(hex(m), hex(d));
			expect(made.slice(2, 130)).toBe(signature);
			// Recovery is slow, so one in eight; the property test of batches recovers more.
			if (i % 8 === 0) expect(unwrap(recoverSigner(hex(m), made)).publicKey).toEqual(publicKeyOf(hex(d)));
		});
	});

	it.each(ecdsa.invalid.sign)('signs nothing with a key out of range: $d', ({ d, m }) => {
		expect(() => signHash(hex(m), hex(d))).toThrow();
	});

	it('derives the published public keys', () => {
		expect(keys.length).toBe(45);
		for (const line of keys) {
			const [secret, x, y] = line.split(':') as [string, string, string];
			const sign = Number(BigInt(`0x${y}`) % 2n) + 2;
			const publicKey = publicKeyOf(hex(BigInt(secret).toString(16).padStart(64, '0')));
			expect(Buffer.from(publicKey).toString('hex')).toBe(`0${sign}${x}`);
		}
	});

	it.each(nonces)('draws the nonce of RFC 6979 for "$message"', ({ message, d, k0 }) => {
		const made = signHash(sha256(new TextEncoder().encode(message)), hex(d));
		const r = secp256k1.Point.BASE.multiply(BigInt(`0x${k0}`)).x % secp256k1.Point.Fn.ORDER;
		expect(BigInt(made.slice(0, 66))).toBe(r);
	});
});
