import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashHeader } from '../chain/header.ts';
import { hashTransaction } from '../chain/parse-transaction.ts';
import { encodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { parseLedger, type Ledger } from './format.ts';
import { receiptProofJsonSchema } from './json-schema.ts';
import { parseReceiptProof, proveReceipt, type ReceiptProof } from './receipt-proof.ts';
import type { Expectation } from './report.ts';
import { changeCharacter, leavesOf, withValue } from './testing/change-value.ts';
import { verifyReceiptProof, type ProofFinding } from './verify-receipt-proof.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
const ledger: Ledger = unwrap(
	parseLedger(new Uint8Array(readFileSync(pathOf('data/ledgers/train-ticket-sample.json')))),
);
const { blocks } = ledger;
const fullest = blocks.reduce((most, one) =>
	one.transactions.length > most.transactions.length ? one : most,
);
const proofOf = (height: number, index: number) =>
	unwrap(proveReceipt(ledger, hashTransaction(blocks[height]!.transactions[index]!)));
const proof = proofOf(fullest.header.height, 1);
const other = proofOf(fullest.header.height, 0);
const far = proofOf(1, 0);
const document = JSON.parse(JSON.stringify(proof)) as JsonValue;

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Changed = Mutable<Omit<ReceiptProof, 'transaction' | 'receipt'>> & {
	transaction: Mutable<Omit<ReceiptProof['transaction'], 'data'>> & { data: Record<string, JsonValue> };
	receipt: Mutable<Pick<ReceiptProof['receipt'], 'txHash' | 'index' | 'status' | 'fee'>>;
};
const read = (value: unknown) => parseReceiptProof(JSON.stringify(value));
const flipped = (hash: Hash) => {
	const bytes = hashBytes(hash);
	bytes[31]! ^= 1;
	return encodeHex(bytes);
};

/** Changes of a proof that still has its shape, and the first thing that no longer fits. */
const MUTATIONS: Record<string, [ProofFinding['code'], (proof: Changed) => void]> = {
	'another chain': ['other-chain', (one) => void (one.chainId = flipped(one.chainId as Hash))],
	'a transaction of another chain': [
		'other-chain',
		(one) => void (one.transaction.chainId = flipped(one.chainId as Hash)),
	],
	'another block hash': ['wrong-block-hash', (one) => void (one.blockHash = far.blockHash)],
	'a header field': ['wrong-block-hash', (one) => void one.header.gasUsed++],
	'a later block time': ['wrong-block-hash', (one) => void one.header.timestamp++],
	'another transaction of the block': [
		'wrong-transaction-hash',
		(one) => void (one.transaction = structuredClone(other.transaction) as never),
	],
	'the data of the transaction': [
		'wrong-transaction-hash',
		(one) => void Object.assign(one.transaction.data, { added: 1 }),
	],
	'another receipt of the block': [
		'wrong-transaction-hash',
		(one) => void (one.receipt = structuredClone(other.receipt) as never),
	],
	'a cheaper receipt': ['receipt-not-in-block', (one) => void one.receipt.fee--],
	'a refusal posed as a success': [
		'receipt-not-in-block',
		(one) => void (one.receipt.status = one.receipt.status === 'success' ? 'reverted' : 'success'),
	],
	'the place in the block': ['wrong-index', (one) => void one.index++],
	'a place the receipt agrees with': [
		'transaction-not-in-block',
		(one) => void (one.index = one.receipt.index = 0),
	],
	'a hash of the transaction path': [
		'transaction-not-in-block',
		(one) => void (one.txProof[0] = flipped(one.txProof[0] as Hash)),
	],
	'a shorter receipt path': ['receipt-not-in-block', (one) => void one.receiptProof.pop()],
	'the path of another tree': ['receipt-not-in-block', (one) => void (one.receiptProof = one.txProof)],
	'the sender’s signature': [
		'bad-sender-signature',
		(one) => void (one.transaction.signature = other.transaction.signature),
	],
	'the proposer’s signature': ['bad-proposer-signature', (one) => void (one.signature = far.signature)],
	'a signature over nothing': [
		'bad-proposer-signature',
		(one) => void (one.signature = `0x${'0'.repeat(130)}`),
	],
	'a key that was left out': ['missing-key', (one) => void one.genesisKeys.shift()],
	'a key of somebody else': [
		'wrong-key',
		(one) => void (one.genesisKeys[0]!.publicKey = ledger.genesis.operator.publicKey),
	],
	'the log’s root': ['block-not-in-log', (one) => void (one.log.root = flipped(one.log.root as Hash))],
	'a log it does not reach into': ['block-not-in-log', (one) => void (one.log.size = one.header.height)],
	'a longer log path': ['block-not-in-log', (one) => void one.log.proof.push(one.log.root)],
	'another head': ['head-not-in-log', (one) => void (one.log.head!.hash = far.blockHash)],
};

describe('the proof of one receipt', () => {
	it('verifies alone, for every receipt of a ledger, refusals among them', () => {
		const statuses = new Set<string>();
		for (const { header, transactions } of blocks)
			transactions.forEach((_, index) => {
				const one = unwrap(read(proofOf(header.height, index)));
				const report = verifyReceiptProof(one);
				expect(report.findings).toEqual([]);
				expect(report.answers).toEqual({
					'in-block': 'yes',
					signed: 'yes',
					'in-log': 'yes',
					independent: 'cannot-tell',
				});
				statuses.add(report.status);
			});
		expect([...statuses].sort()).toEqual(['reverted', 'success']);
	});

	it.each(Object.keys(MUTATIONS))('fails with %s changed', (name) => {
		const [code, mutate] = MUTATIONS[name]!;
		const changed = structuredClone(proof) as unknown as Changed;
		mutate(changed);
		const report = verifyReceiptProof(unwrap(read(changed)));
		expect(report.ok).toBe(false);
		expect(report.findings.map((one) => one.code)).toContain(code);
		expect(report.answers.independent).toBe('not-relied-upon');
	});

	it('fails with any value changed, but for the size, which only the checkpoint vouches for', () => {
		const leaves = leavesOf(document).filter(({ path }) => path.join('/') !== 'log/size');
		expect(leaves.length).toBeGreaterThan(40);
		leaves.forEach(({ path, value }, number) => {
			const parsed = parseReceiptProof(withValue(document, path, changeCharacter(value, number * 7919)));
			expect(parsed.ok && verifyReceiptProof(parsed.value).ok, path.join('/')).toBe(false);
		});
	});

	it('names a transaction that is not there', () => {
		const hash = hashHeader(blocks[0]!.header);
		expect(proveReceipt(ledger, hash)).toEqual({
			ok: false,
			error: { code: 'unknown-transaction', actual: hash },
		});
	});
});

describe('a receipt proof and what somebody noted elsewhere', () => {
	const { size, root, headHash } = ledger.checkpoint;
	const independent = (expected: Expectation) => {
		const { ok, answers, findings } = verifyReceiptProof(proof, expected);
		return [ok, answers.independent, ...findings.map(({ code }) => code)];
	};

	it('holds under the checkpoint it was made for, or the head that is its own block', () => {
		expect(independent({ kind: 'checkpoint', size, root })).toEqual([true, 'yes']);
		expect(independent({ kind: 'checkpoint', size, root, head: headHash })).toEqual([true, 'yes']);
		expect(independent({ kind: 'head', head: proof.blockHash })).toEqual([true, 'yes']);
	});

	it('does not hold under any other', () => {
		const elsewhere = flipped(root);
		expect(independent({ kind: 'checkpoint', size: size + 1, root })).toEqual([false, 'no', 'another-size']);
		expect(independent({ kind: 'checkpoint', size, root: elsewhere })).toEqual([false, 'no', 'another-root']);
		expect(independent({ kind: 'checkpoint', size, root, head: elsewhere })).toEqual([
			false,
			'no',
			'another-head',
		]);
		expect(independent({ kind: 'head', head: headHash })).toEqual([false, 'no', 'another-head']);
	});
});

describe('a file', () => {
	it.each([
		['no JSON', '{', 'broken-json'],
		['something else', '[]', 'not-a-receipt-proof'],
		['a ledger', '{"format":"dao-gov-ledger"}', 'not-a-receipt-proof'],
		['a later version', JSON.stringify({ ...proof, version: 2 }), 'newer-version'],
		['an unknown key', JSON.stringify({ ...proof, note: '' }), 'bad-shape'],
		['a path too long', JSON.stringify({ ...proof, txProof: Array(54).fill(proof.blockHash) }), 'bad-shape'],
	])('that is %s is refused by name', (_name, text, code) => {
		expect(parseReceiptProof(text)).toMatchObject({ ok: false, error: { code } });
	});

	it('of any JSON is answered, never thrown at', () => {
		fc.assert(
			fc.property(fc.json(), fc.constantFrom(...leavesOf(document)), (json, { path }) => {
				expect(parseReceiptProof(json).ok).toBe(false);
				const parsed = parseReceiptProof(withValue(document, path, JSON.parse(json) as JsonValue));
				if (parsed.ok) verifyReceiptProof(parsed.value);
			}),
			{ numRuns: 300 },
		);
	});

	it('has the published shape (vitest -u writes it anew)', async () => {
		const published = `${JSON.stringify(receiptProofJsonSchema(), null, '\t')}\n`;
		await expect(published).toMatchFileSnapshot(pathOf('static/receipt-proof.schema.json'));
	});
});
