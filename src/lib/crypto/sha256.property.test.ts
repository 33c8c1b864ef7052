import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../primitives/bytes.ts';
import { sha256 } from './sha256.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('SHA-256', () => {
	it.each([
		['nothing', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
		['one block', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
		[
			'two blocks',
			'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
			'248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
		],
		[
			'a million letters',
			'a'.repeat(1_000_000),
			'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
		],
	])('of %s is what FIPS 180 gives as an example', (_name, text, digest) => {
		expect(encodeHex(sha256(utf8(text)))).toBe(`0x${digest}`);
	});

	it('is that of the hash library at every length up to some blocks', () => {
		for (let length = 0; length <= 300; length++) {
			const bytes = new Uint8Array(length).map((_, i) => i * 31 + length);
			expect(sha256(bytes)).toEqual(nobleSha256(bytes));
		}
	});

	it('is that of the hash library for any bytes, also those of a part of a buffer', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.nat({ max: 70 }), (bytes, from) => {
				const part = bytes.subarray(from);
				const before = part.slice();
				expect(sha256(part)).toEqual(nobleSha256(part));
				expect(part).toEqual(before);
			}),
			{ numRuns: 500 },
		);
	});

	it('gives each call a result of its own', () => {
		const first = sha256(utf8('first'));
		const kept = first.slice();
		sha256(utf8('second'));
		expect(first).toEqual(kept);
	});
});
