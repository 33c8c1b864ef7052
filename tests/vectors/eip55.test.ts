import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeAddress, isAddress } from '../../src/lib/crypto/address.ts';
import { addressOf, recoverSigner, signHash } from '../../src/lib/crypto/keys.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { vectorFolder } from './shared-folder.ts';

type Casings = { readonly allCaps: string[]; readonly allLower: string[]; readonly normal: string[] };
type Example = {
	readonly signingHash: string;
	readonly privateKey: string;
	readonly r: string;
	readonly s: string;
};

const folder = vectorFolder('eip55');
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const readVector = (name: string): unknown => JSON.parse(readFileSync(join(folder ?? '', name), 'utf8'));

describe.skipIf(!folder)('EIP-55 and EIP-155 vectors', () => {
	const casings = folder ? (readVector('erc55.json') as Casings) : { allCaps: [], allLower: [], normal: [] };

	it.each([...casings.allCaps, ...casings.allLower, ...casings.normal])('%s is the one casing', (address) => {
		expect(encodeAddress(hex(address.slice(2)))).toBe(address);
		expect(isAddress(address)).toBe(true);
		for (let i = 2; i < 42; i++) {
			const letter = address.charAt(i);
			const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
			if (other === letter) continue;
			expect(isAddress(address.slice(0, i) + other + address.slice(i + 1))).toBe(false);
		}
	});

	it.each(casings.normal)('%s in one case only is refused', (address) => {
		expect(isAddress(address.toLowerCase())).toBe(false);
		expect(isAddress(`0x${address.slice(2).toUpperCase()}`)).toBe(false);
		expect(isAddress(address.slice(2))).toBe(false);
		expect(isAddress(address.slice(0, -1))).toBe(false);
		expect(isAddress(`0X${address.slice(2)}`)).toBe(false);
	});

	it('signs the hash of EIP-155 as any Ethereum wallet does', () => {
		const { signingHash, privateKey, r, s } = readVector('eip155-example.json') as Example;
		const signature = signHash(hex(signingHash), hex(privateKey));
		expect(BigInt(signature.slice(0, 66))).toBe(BigInt(r));
		expect(BigInt(`0x${signature.slice(66, 130)}`)).toBe(BigInt(s));
		expect(signature.slice(130)).toBe('00'); // v = 37 = 2 · chain 1 + 35 + 0
		expect(unwrap(recoverSigner(hex(signingHash), signature)).address).toBe(addressOf(hex(privateKey)));
		expect(addressOf(hex(privateKey))).toBe('0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F');
	});
});
