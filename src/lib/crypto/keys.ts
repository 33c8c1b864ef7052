import { secp256k1 } from '@noble/curves/secp256k1.js';
import { decodeHex, encodeHex } from '../primitives/bytes.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { addressOfPublicKey, type Address } from './address.ts';

/** 65 bytes r ‖ s ‖ v as `0x` and 130 lower-case hex digits; low s; v is 0 or 1. */
export type Signature = `0x${string}`;

/** Why a signature names no signer. */
export type SignatureFault = {
	readonly code: 'bad-signature';
	readonly reason: 'encoding' | 'recovery-bit' | 'range' | 'high-s' | 'no-point';
};

/** Who signed: the recovered key (compressed, 33 bytes) and its address. */
export type Signer = { readonly address: Address; readonly publicKey: Uint8Array };

/** What signs and recovers. The default is noble; a faster engine must agree with it on every vector. */
export type SignatureEngine = {
	readonly name: string;
	sign(hash: Uint8Array, secret: Uint8Array): Signature;
	recover(hash: Uint8Array, signature: Signature): Result<Signer, SignatureFault>;
	/** A quicker check for a key (compressed) that signs often: true exactly where `recover` answers that key. */
	remember?(publicKey: Uint8Array): (hash: Uint8Array, signature: Signature) => boolean;
};

const HALF_ORDER = secp256k1.Point.Fn.ORDER >> 1n;

/** The compressed public key (33 bytes) of a 32-byte secret. */
export function publicKeyOf(secret: Uint8Array): Uint8Array {
	return secp256k1.getPublicKey(secret, true);
}

/** The address of a 32-byte secret. */
export function addressOf(secret: Uint8Array): Address {
	return addressOfPublicKey(secp256k1.getPublicKey(secret, false));
}

/** The address of a compressed or uncompressed public key; undefined where the bytes are no point. */
export function addressOfKeyBytes(publicKey: Uint8Array): Address | undefined {
	try {
		return addressOfPublicKey(secp256k1.Point.fromBytes(publicKey).toBytes(false));
	} catch {
		return undefined;
	}
}

/** A valid secp256k1 secret made of at least 48 random (or seed-derived) bytes. */
export function secretFromEntropy(entropy: Uint8Array): Uint8Array {
	return secp256k1.utils.randomSecretKey(entropy);
}

/** The recoverable signature over the 32 hash bytes themselves: ECDSA, RFC 6979 nonce, low s (protocol.md §1). */
export function signHash(hash: Uint8Array, secret: Uint8Array): Signature {
	const recovered = secp256k1.sign(hash, secret, { prehash: false, lowS: true, format: 'recovered' });
	const bytes = new Uint8Array(65);
	bytes.set(recovered.subarray(1), 0);
	bytes[64] = recovered[0] as number;
	return encodeHex(bytes);
}

/**
 * The signer of a hash. Fails with `bad-signature` where the encoding is not 65 bytes of lower-case hex, v is not 0 or
 * 1, r or s is zero or not below the group order, s is high, or no key fits. Source: SEC 1 §4.1.6, BIP 62 (low s).
 */
export function recoverSigner(hash: Uint8Array, signature: string): Result<Signer, SignatureFault> {
	const parsed = parseSignature(signature);
	if (!parsed.ok) return parsed;
	try {
		const { r, s, v } = parsed.value;
		const point = new secp256k1.Signature(r, s, v).recoverPublicKey(hash);
		return ok({ address: addressOfPublicKey(point.toBytes(false)), publicKey: point.toBytes(true) });
	} catch {
		return err({ code: 'bad-signature', reason: 'no-point' });
	}
}

/** The numbers r, s and v of a signature in its one accepted form. Fails with `bad-signature`. */
export function parseSignature(
	signature: string,
): Result<{ readonly r: bigint; readonly s: bigint; readonly v: number }, SignatureFault> {
	const bytes = decodeHex(signature);
	if (!bytes.ok || bytes.value.length !== 65) return err({ code: 'bad-signature', reason: 'encoding' });
	const v = bytes.value[64] as number;
	if (v > 1) return err({ code: 'bad-signature', reason: 'recovery-bit' });
	const r = BigInt(`0x${signature.slice(2, 66)}`);
	const s = BigInt(`0x${signature.slice(66, 130)}`);
	const order = secp256k1.Point.Fn.ORDER;
	if (r === 0n || s === 0n || r >= order || s >= order)
		return err({ code: 'bad-signature', reason: 'range' });
	if (s > HALF_ORDER) return err({ code: 'bad-signature', reason: 'high-s' });
	return ok({ r, s, v });
}

/** Bits of a digit in the tables of remembered keys: wider ones take longer to make than they save. */
const TABLE_WINDOW = 5;

/**
 * A check against one key with its multiples worked out beforehand. Recovery solves s·R = z·G + r·Q for Q; here Q is known
 * and R is worked out, which must be the point that r and v name. So v counts, as in recovery, unlike in plain verification.
 */
export function rememberKey(publicKey: Uint8Array): (hash: Uint8Array, signature: string) => boolean {
	const { BASE, Fn } = secp256k1.Point;
	const key = secp256k1.Point.fromBytes(publicKey).precompute(TABLE_WINDOW);
	return (hash, signature) => {
		const parsed = parseSignature(signature);
		if (!parsed.ok) return false;
		const { r, s, v } = parsed.value;
		const inverse = Fn.inv(s);
		const z = Fn.create(BigInt(encodeHex(hash)));
		const R = BASE.multiplyUnsafe(Fn.mul(z, inverse)).add(key.multiplyUnsafe(Fn.mul(r, inverse)));
		const { x, y } = R.toAffine();
		return !R.is0() && x === r && Number(y & 1n) === v;
	};
}

/** The reference engine. */
export const nobleEngine: SignatureEngine = {
	name: 'noble',
	sign: signHash,
	recover: recoverSigner,
	remember: rememberKey,
};
