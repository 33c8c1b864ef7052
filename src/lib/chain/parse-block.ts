import {
	array,
	hash,
	natural,
	object,
	record,
	anyObject,
	anyValue,
	nullable,
	oneOf,
	optional,
	text,
	type Schema,
} from '../primitives/schema.ts';
import type { Block, Header } from './block.ts';
import { addressSchema, signatureSchema, transactionSchema } from './parse-transaction.ts';
import { CALL_KINDS, RECEIPT_STATUSES, type Receipt } from './receipt.ts';

/** The shape of a header (protocol.md §3). */
export const headerSchema: Schema<Header> = object({
	version: natural(),
	chainId: hash,
	height: natural(),
	timestamp: natural(),
	parentHash: hash,
	txRoot: hash,
	receiptRoot: hash,
	stateRoot: hash,
	gasUsed: natural(),
	txCount: natural(),
	proposer: addressSchema,
});

const signedInteger: Schema<number> = {
	description: 'integer',
	json: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
	parse: (value, path = '') =>
		Number.isSafeInteger(value) && !Object.is(value, -0)
			? { ok: true, value: value as number }
			: { ok: false, error: { path, expected: 'integer', actual: typeof value } },
};

/** The shape of a receipt (protocol.md §2). */
export const receiptSchema: Schema<Receipt> = object({
	txHash: hash,
	index: natural(),
	status: oneOf(...RECEIPT_STATUSES),
	gasUsed: natural(),
	fee: natural(),
	error: optional(object({ code: text(64), guard: text(1024, 0), expected: anyValue, actual: anyValue })),
	events: array(object({ name: text(64), data: anyObject }), 256),
	calls: array(
		object({
			kind: oneOf(...CALL_KINDS),
			from: nullable(addressSchema),
			to: nullable(addressSchema),
			amount: natural(),
			reputation: signedInteger,
			reason: text(128),
		}),
		256,
	),
});

/** The shape of a block as it travels; the most transactions the protocol allows is a cap here. */
export const blockSchema: Schema<Block> = object({
	header: headerSchema,
	signature: signatureSchema,
	transactions: array(transactionSchema, 1000),
	receipts: array(receiptSchema, 1000),
});

/** A record of evidence by hash, each value or null. */
export const evidenceRecordSchema = record(nullable(anyValue), 100_000, hash);
