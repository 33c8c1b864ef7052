import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { KeyRecord } from '../runtime/ports.ts';

/** The key that opens the sealed keys of this browser. It is used in place: its bytes cannot be read out. */
export type WrappingKeyRow = { readonly name: 'wrapping-key'; readonly id: string; readonly key: CryptoKey };

/** The secret keys of one chain, sealed. `wrappingKeyId` names the key that opens them. */
export type SealedKeys = {
	readonly chainId: Hash;
	readonly wrappingKeyId: string;
	readonly iv: Uint8Array<ArrayBuffer>;
	readonly bytes: ArrayBuffer;
};

/** How secret keys are sealed before they reach a table. */
export type KeyWrapping = {
	/** A fresh wrapping key, of a kind IndexedDB can hold. */
	createKey(): Promise<CryptoKey>;
	seal(row: WrappingKeyRow, record: KeyRecord): Promise<SealedKeys>;
	/** Throws where the sealed bytes were changed, or moved from another chain. */
	open(row: WrappingKeyRow, sealed: SealedKeys): Promise<KeyRecord>;
};

/**
 * AES-GCM with a 256-bit key that cannot be extracted (security.md K6). The chain's id is authenticated beside the keys.
 * It keeps keys out of exports, backups and a look into the tables; code running in this origin can still use the key.
 * Undefined where the page is no secure context (plain http on another machine): then keys cannot be kept.
 */
export function createKeyWrapping(crypto: Crypto | undefined = globalThis.crypto): KeyWrapping | undefined {
	const subtle: SubtleCrypto | undefined = crypto?.subtle;
	if (crypto === undefined || subtle === undefined) return undefined;
	return {
		createKey: () => subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
		seal: async (row, record) => {
			const iv = crypto.getRandomValues(new Uint8Array(12));
			const text = new TextEncoder().encode(JSON.stringify(record.keys));
			const bytes = await subtle.encrypt(algorithm(iv, record.chainId), row.key, text);
			return { chainId: record.chainId, wrappingKeyId: row.id, iv, bytes };
		},
		open: async (row, sealed) => {
			const bytes = await subtle.decrypt(algorithm(sealed.iv, sealed.chainId), row.key, sealed.bytes);
			const keys = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
			return { chainId: sealed.chainId, keys: keys as KeyRecord['keys'] };
		},
	};
}

function algorithm(iv: Uint8Array<ArrayBuffer>, chainId: Hash): AesGcmParams {
	return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`dao-gov/keys/${chainId}`) };
}
