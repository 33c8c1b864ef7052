import { describe, expect, it } from 'vitest';
import { hashJson } from '../../src/lib/crypto/hash.ts';
import {
	addressOf,
	publicKeyOf,
	recoverSigner,
	signHash,
	type Signature,
} from '../../src/lib/crypto/keys.ts';
import { verifyConsistency, verifyInclusion } from '../../src/lib/crypto/merkle.ts';
import { decodeHex, encodeHex } from '../../src/lib/primitives/bytes.ts';
import { encodeCanonicalJson, CanonicalJsonError } from '../../src/lib/primitives/canonical-json.ts';
import type { JsonValue } from '../../src/lib/primitives/json.ts';
import { parseJson } from '../../src/lib/primitives/parse-json.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import canonicalJson from './canonical-json.json';
import consistencyProof from './consistency-proof.json';
import inclusionProof from './inclusion-proof.json';
import signatureVectors from './signature.json';

const hex = (text: string) => unwrap(decodeHex(text as `0x${string}`));

type Inclusion = (typeof inclusionProof.cases)[number]['happy'];
type Consistency = (typeof consistencyProof.cases)[number]['happy'];

function isIncluded({ leaf, index, size, proof, root }: Inclusion): boolean {
	const bytes = new TextEncoder().encode(leaf);
	return verifyInclusion({ leaf: bytes, index, size, proof: proof.map(hex), root: hex(root) });
}

function isConsistent({ size1, root1, size2, root2, proof }: Consistency): boolean {
	return verifyConsistency({ size1, root1: hex(root1), size2, root2: hex(root2), proof: proof.map(hex) });
}

describe.each(inclusionProof.cases)('inclusion of $name', ({ happy, mutations }) => {
	it('holds', () => expect(isIncluded(happy)).toBe(true));
	it.each(mutations)('fails with $name', ({ change }) => {
		expect(isIncluded({ ...happy, ...(change as Partial<Inclusion>) })).toBe(false);
	});
});

describe.each(consistencyProof.cases)('consistency of $name', ({ happy, mutations }) => {
	it('holds', () => expect(isConsistent(happy)).toBe(true));
	it.each(mutations)('fails with $name', ({ change }) => {
		expect(isConsistent({ ...happy, ...(change as Partial<Consistency>) })).toBe(false);
	});
});

describe.each(signatureVectors.cases)('$name', ({ happy, mutations }) => {
	it('is what the key signs, and names its signer', () => {
		expect(signHash(hex(happy.hash), hex(happy.secret))).toBe(happy.signature);
		expect(addressOf(hex(happy.secret))).toBe(happy.address);
		const signer = unwrap(recoverSigner(hex(happy.hash), happy.signature as Signature));
		expect(signer.address).toBe(happy.address);
		expect(encodeHex(signer.publicKey)).toBe(happy.publicKey);
		expect(publicKeyOf(hex(happy.secret))).toEqual(signer.publicKey);
	});

	it.each(mutations)('fails with $name', ({ change, reason }) => {
		const { hash, signature } = { ...happy, ...(change as Partial<typeof happy>) };
		const result = recoverSigner(hex(hash), signature as Signature);
		if (reason !== 'other-signer')
			expect(result).toEqual({ ok: false, error: { code: 'bad-signature', reason } });
		else expect(result.ok && result.value.address).not.toBe(happy.address);
	});
});

type Written = { readonly text?: string; readonly bytesHex?: string };
const inputOf = ({ text, bytesHex }: Written) => text ?? new Uint8Array(Buffer.from(bytesHex ?? '', 'hex'));

describe.each(canonicalJson.cases)('canonical JSON: $name', ({ happy, same, differs, refused }) => {
	it('has its canonical form and hash', () => {
		const value = unwrap(parseJson(happy.text));
		expect(encodeCanonicalJson(value)).toBe(happy.canonical);
		expect(hashJson('evidence', value)).toBe(happy.evidenceHash);
		expect(parseJson(happy.canonical)).toEqual({ ok: true, value });
	});
	it.each(same)('is the same with $name', (written) => {
		expect(hashJson('evidence', unwrap(parseJson(inputOf(written))))).toBe(happy.evidenceHash);
	});
	it.each(differs)('differs with $name', (written) => {
		expect(hashJson('evidence', unwrap(parseJson(inputOf(written))))).not.toBe(happy.evidenceHash);
	});
	it.each(refused as (Written & { name: string; code: string })[])('refuses $name', (written) => {
		expect(parseJson(inputOf(written))).toMatchObject({ ok: false, error: { code: written.code } });
	});
});

describe('values that no text can give', () => {
	it.each([
		['undefined', undefined, 'unsupported-type'],
		['undefined in an object', { a: undefined }, 'unsupported-type'],
		['a hole in a list', [, 1], 'unsupported-type'], // eslint-disable-line no-sparse-arrays
		['a function', () => 1, 'unsupported-type'],
		['a symbol', Symbol('a'), 'unsupported-type'],
		['a bigint', 1n, 'unsupported-type'],
		['a date', new Date(0), 'unsupported-type'],
		['a map', new Map([['a', 1]]), 'unsupported-type'],
		['bytes', new Uint8Array(1), 'unsupported-type'],
		['NaN', NaN, 'not-finite'],
		['Infinity', -Infinity, 'not-finite'],
		['minus zero', [-0], 'negative-zero'],
		['a lone surrogate', '\ud800', 'lone-surrogate'],
		['a lone surrogate in a key', { '\udc00': 1 }, 'lone-surrogate'],
		['an own key __proto__', JSON.parse('{"__proto__":1}'), 'forbidden-key'],
		['a key constructor', { constructor: 1 }, 'forbidden-key'],
	])('refuses %s', (_name, value, reason) => {
		const encode = () => encodeCanonicalJson(value as JsonValue);
		expect(encode).toThrow(CanonicalJsonError);
		expect(encode).toThrow(expect.objectContaining({ fault: expect.objectContaining({ reason }) }));
	});
});
