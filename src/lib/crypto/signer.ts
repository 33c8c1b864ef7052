import type { Address } from './address.ts';
import {
	nobleEngine,
	recoverSigner,
	type Signature,
	type SignatureEngine,
	type SignatureFault,
} from './keys.ts';

/**
 * A hash (32 bytes), its signature, and who is said to have signed it. `publicKey` (compressed or not) saves a
 * recovery where it is the key of `address`, and is ignored where it is not.
 */
export type SignedHash = {
	readonly hash: Uint8Array;
	readonly signature: Signature;
	readonly address: Address;
	readonly publicKey?: Uint8Array;
};

/** Why a hash does not carry its signer's signature. */
export type SignerFault =
	SignatureFault | { readonly code: 'wrong-signer'; readonly expected: Address; readonly actual: Address };

/** Why an item does not carry its signer's signature, or undefined. */
export type CheckSigner = (item: SignedHash) => SignerFault | undefined;

/** Recovers and compares: the recovered address must be the stated one (protocol.md §1). */
export const verifySigner: CheckSigner = (item) => faultOf(item, recoverSigner(item.hash, item.signature));

function faultOf(
	{ address }: SignedHash,
	signer: ReturnType<SignatureEngine['recover']>,
): SignerFault | undefined {
	if (!signer.ok) return signer.error;
	if (signer.value.address === address) return undefined;
	return { code: 'wrong-signer', expected: address, actual: signer.value.address };
}

/** Signatures of one signer after which its key is remembered; making ready for it costs about as many recoveries. */
export const USES_TO_REMEMBER = 8;

/** More signers than a chain has; beyond, all are forgotten and met anew. */
const MOST_SIGNERS = 64;

type Met = { uses: number; check?: (hash: Uint8Array, signature: Signature) => boolean };

/**
 * Says what {@link verifySigner} says, and remembers the keys of signers that come again and again: two to three times as
 * fast from then on. For one chain's node; public data only.
 */
export function createSignerMemory(engine: SignatureEngine = nobleEngine): CheckSigner {
	const signers = new Map<Address, Met>();
	return (item) => {
		const met = signers.get(item.address) ?? { uses: 0 };
		if (met.check?.(item.hash, item.signature)) return undefined;
		const signer = engine.recover(item.hash, item.signature);
		const fault = faultOf(item, signer);
		if (fault || !signer.ok) return fault;
		met.uses++;
		if (met.uses === USES_TO_REMEMBER) met.check = engine.remember?.(signer.value.publicKey);
		if (signers.size >= MOST_SIGNERS) signers.clear();
		signers.set(item.address, met);
		return undefined;
	};
}
