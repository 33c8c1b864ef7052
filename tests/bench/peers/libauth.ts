import { secp256k1, type RecoveryId } from '@bitauth/libauth';
import { addressOfPublicKey } from '../../../src/lib/crypto/address.ts';
import { parseSignature, type SignatureEngine } from '../../../src/lib/crypto/keys.ts';
import { concatBytes, encodeHex } from '../../../src/lib/primitives/bytes.ts';
import { hexToBytes } from '@noble/hashes/utils.js';
import { err, ok } from '../../../src/lib/primitives/result.ts';

/** libsecp256k1 in WebAssembly behind the product's interface: the peer that noble is measured against. */
export const libauthEngine: SignatureEngine = {
	name: 'libauth',
	sign(hash, secret) {
		const signed = secp256k1.signMessageHashRecoverableCompact(secret, hash);
		if (typeof signed === 'string') throw new Error(signed);
		return encodeHex(concatBytes(signed.signature, Uint8Array.of(signed.recoveryId)));
	},
	recover(hash, signature) {
		const parsed = parseSignature(signature);
		if (!parsed.ok) return parsed;
		const bytes = hexToBytes(signature.slice(2));
		const publicKey = recoverRaw(bytes, hash);
		if (!publicKey) return err({ code: 'bad-signature', reason: 'no-point' });
		const odd = (publicKey[64] as number) & 1;
		const compressed = concatBytes(Uint8Array.of(2 + odd), publicKey.subarray(1, 33));
		return ok({ address: addressOfPublicKey(publicKey), publicKey: compressed });
	},
};

/** Recovery alone: the uncompressed key of 65 signature bytes. */
export function recoverRaw(signature: Uint8Array, hash: Uint8Array): Uint8Array | undefined {
	const key = secp256k1.recoverPublicKeyUncompressed(
		signature.subarray(0, 64),
		signature[64] as RecoveryId,
		hash,
	);
	return typeof key === 'string' ? undefined : key;
}
