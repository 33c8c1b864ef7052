import { mulAddUnsafe } from '@noble/curves/abstract/curve.js';
import { FpInvertBatch } from '@noble/curves/abstract/modular.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { concatBytes } from '../primitives/bytes.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { addressOfPublicKey, type Address } from './address.ts';
import { sha256 } from './hash.ts';
import { parseSignature, recoverSigner } from './keys.ts';
import {
	COEFFICIENT_BYTES,
	coefficientOf,
	sumOfMultiples,
	type AffinePoint,
	type Point,
} from './point-sum.ts';
import { verifySigner, type SignedHash, type SignerFault } from './signer.ts';

export { verifySigner, type SignedHash, type SignerFault };

/** A member that fails, by its place in the batch. */
export type BadMember = { readonly index: number; readonly fault: SignerFault };

/** All good, or the first member that is not. */
export type BatchResult = { readonly ok: true } | ({ readonly ok: false } & BadMember);

/** A signer's key Q. */
type Key = { readonly point: Point; readonly bytes: Uint8Array };

/** A member read: the point R whose x is r and whose parity is v. */
type Member = {
	readonly index: number;
	readonly item: SignedHash;
	readonly r: bigint;
	readonly s: bigint;
	readonly R: AffinePoint;
	readonly key: Key;
};

/** What a good member satisfies: R = u·G + w·Q with u = z/s and w = r/s. Source: SEC 1 §4.1.6, solved for R. */
type Equation = Member & { readonly u: bigint; readonly w: bigint };

const { BASE: G, Fp, Fn } = secp256k1.Point;
const BATCH_TAG = utf8ToBytes('dao-gov/v1/batch\n');

/** Up to here, checking one by one is as cheap as a batch. */
const SMALL = 8;

/**
 * What {@link verifySigner} says of every member, several times faster: the equations of all members are multiplied
 * by 128-bit numbers hashed from the whole batch and added up, and the sum of false ones is zero once in 2^128
 * batches. A batch that fails is halved until the bad members stand alone. Best at 1,024 members or more of a few
 * signers. Source: Bellare, Garay, Rabin, "Fast batch verification" (1998), small exponents test.
 */
export function verifyBatch(items: readonly SignedHash[]): BatchResult {
	const { members, unread } = readMembers(items);
	const [stop] = unread;
	const before = stop ? members.filter(({ index }) => index < stop.index) : members;
	const first = faultsAmong(equationsOf(before)).next().value ?? stop;
	return first ? { ok: false, ...first } : { ok: true };
}

/** Every member that fails, in order; none where {@link verifyBatch} is content. */
export function findBadMembers(items: readonly SignedHash[]): readonly BadMember[] {
	const { members, unread } = readMembers(items);
	return [...unread, ...faultsAmong(equationsOf(members))].sort((a, b) => a.index - b.index);
}

function* faultsAmong(equations: readonly Equation[]): Generator<BadMember, undefined> {
	if (equations.length > SMALL) {
		if (holdTogether(equations)) return;
		const middle = equations.length >> 1;
		yield* faultsAmong(equations.slice(0, middle));
		yield* faultsAmong(equations.slice(middle));
		return;
	}
	for (const { index, item } of equations) {
		const fault = verifySigner(item);
		if (fault) yield { index, fault };
	}
}

function readMembers(items: readonly SignedHash[]): {
	readonly members: readonly Member[];
	readonly unread: readonly BadMember[];
} {
	const keys = new Map<Address, Key>();
	const members: Member[] = [];
	const unread: BadMember[] = [];
	items.forEach((item, index) => {
		const member = readMember(item, index, keys);
		if (member.ok) members.push(member.value);
		else unread.push({ index, fault: member.error });
	});
	return { members, unread };
}

function readMember(item: SignedHash, index: number, keys: Map<Address, Key>): Result<Member, SignerFault> {
	const signature = parseSignature(item.signature);
	if (!signature.ok) return signature;
	const { r, s, v } = signature.value;
	const R = liftX(r, v);
	if (!R) return err({ code: 'bad-signature', reason: 'no-point' });
	const key = keys.get(item.address) ?? statedKey(item);
	if (key) {
		keys.set(item.address, key);
		return ok({ index, item, r, s, R, key });
	}
	const recovered = recoveredKey(item);
	if (!recovered.ok) return recovered;
	keys.set(item.address, recovered.value);
	return ok({ index, item, r, s, R, key: recovered.value });
}

/** The key of a signer met for the first time. */
function recoveredKey(item: SignedHash): Result<Key, SignerFault> {
	const signer = recoverSigner(item.hash, item.signature);
	if (!signer.ok) return signer;
	const { address, publicKey } = signer.value;
	if (address !== item.address) return err({ code: 'wrong-signer', expected: item.address, actual: address });
	return ok({ point: secp256k1.Point.fromBytes(publicKey), bytes: publicKey });
}

/** The point with this x and the parity of its y. Source: SEC 1 §2.3.4. */
function liftX(x: bigint, parity: number): AffinePoint | undefined {
	try {
		const y = Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), 7n));
		return { x, y: Number(y & 1n) === parity ? y : Fp.neg(y) };
	} catch {
		return undefined;
	}
}

function statedKey(item: SignedHash): Key | undefined {
	if (!item.publicKey) return undefined;
	try {
		const point = secp256k1.Point.fromBytes(item.publicKey);
		if (addressOfPublicKey(point.toBytes(false)) !== item.address) return undefined;
		return { point, bytes: point.toBytes(true) };
	} catch {
		return undefined;
	}
}

function equationsOf(members: readonly Member[]): Equation[] {
	const inverses = FpInvertBatch(
		Fn,
		members.map(({ s }) => s),
		true,
	);
	return members.map((member, i) => {
		const inverse = inverses[i] as bigint;
		const z = Fn.create(BigInt(`0x${bytesToHex(member.item.hash)}`));
		return { ...member, u: Fn.mul(z, inverse), w: Fn.mul(member.r, inverse) };
	});
}

/** Whether Σ aᵢ·Rᵢ = (Σ aᵢ·uᵢ)·G + Σ over keys of (Σ aᵢ·wᵢ)·Q. */
function holdTogether(equations: readonly Equation[]): boolean {
	const digits = coefficientDigits(equations);
	const scalars = new Map<Point, bigint>([[G, 0n]]);
	const addTo = (point: Point, scalar: bigint) => scalars.set(point, (scalars.get(point) ?? 0n) + scalar);
	equations.forEach(({ u, w, key }, i) => {
		const a = coefficientOf(digits.subarray(i * COEFFICIENT_BYTES, (i + 1) * COEFFICIENT_BYTES));
		addTo(G, a * u);
		addTo(key.point, a * w);
	});
	const left = sumOfMultiples(
		equations.map(({ R }) => R),
		digits,
	);
	const right = mulAddUnsafe(
		secp256k1.Point,
		[...scalars.keys()],
		[...scalars.values()].map((n) => Fn.create(n)),
	);
	return left.equals(right);
}

/**
 * 128 bits for each member, drawn by SHA-256 from the hash of all members: nobody can choose a member knowing its
 * coefficient, and the same batch is always checked in the same way.
 */
function coefficientDigits(equations: readonly Equation[]): Uint8Array {
	const parts = equations.flatMap(({ item, key }) => [
		item.hash,
		hexToBytes(item.signature.slice(2)),
		key.bytes,
	]);
	const seed = sha256(concatBytes(BATCH_TAG, ...parts));
	const input = new Uint8Array(36);
	input.set(seed);
	const digits = new Uint8Array(32 * Math.ceil(equations.length / 2));
	for (let block = 0; block * 32 < digits.length; block++) {
		new DataView(input.buffer).setUint32(32, block);
		digits.set(sha256(input), block * 32);
	}
	return digits;
}
