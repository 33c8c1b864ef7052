import type { Block } from '../chain/block.ts';
import type { Transaction } from '../chain/transaction.ts';
import { isHash, type Hash } from '../primitives/bytes.ts';
import { isNatural } from '../primitives/integers.ts';
import { isJsonObject, type JsonValue } from '../primitives/json.ts';

/** A hash that a transaction points to, and how the thing is to be read. */
export type EvidenceReference = {
	readonly hash: Hash;
	readonly kind: 'rows' | 'document';
	/** For rows: what the chain committed to. */
	readonly root?: Hash;
	readonly size?: number;
	readonly height: number;
	readonly tx: number;
};

const DOCUMENT_FIELDS = ['graph', 'ranking', 'faultWeb', 'transcript'] as const;

/** Every off-chain content that one transaction points to. */
export function referencesOf(
	transaction: Transaction,
	height: number,
	tx: number,
): readonly EvidenceReference[] {
	const { data } = transaction;
	const found: EvidenceReference[] = [];
	const evidence = data['evidence'] as JsonValue | undefined;
	if (transaction.type === 'submit_data' && isJsonObject(evidence ?? null)) {
		const { hash, root, size } = evidence as { readonly [key: string]: JsonValue };
		if (isHash(hash) && isHash(root) && isNatural(size))
			found.push({ hash, kind: 'rows', root, size, height, tx });
	}
	if (transaction.type === 'verify_outcome' && isHash(evidence))
		found.push({ hash: evidence, kind: 'document', height, tx });
	for (const field of DOCUMENT_FIELDS) {
		const hash = data[field];
		if (isHash(hash)) found.push({ hash, kind: 'document', height, tx });
	}
	return found;
}

/** Every off-chain content the accepted transactions of a block point to. */
export function referencesOfBlock(block: Block): readonly EvidenceReference[] {
	return block.transactions.flatMap((transaction, tx) =>
		block.receipts[tx]?.status === 'success' ? referencesOf(transaction, block.header.height, tx) : [],
	);
}
