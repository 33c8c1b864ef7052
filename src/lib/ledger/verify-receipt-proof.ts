import { hashHeader, receiptLeaf, transactionLeaf } from '../chain/header.ts';
import { hashTransaction } from '../chain/parse-transaction.ts';
import type { Receipt } from '../chain/receipt.ts';
import type { Address } from '../crypto/address.ts';
import { addressOfKeyBytes, recoverSigner, type Signature } from '../crypto/keys.ts';
import { verifyInclusion } from '../crypto/merkle.ts';
import { decodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { ReceiptProof } from './receipt-proof.ts';
import type { Answer, Expectation } from './report.ts';

/** What a receipt proof answers alone, and what only an outside checkpoint answers. */
export const PROOF_QUESTIONS = ['in-block', 'signed', 'in-log', 'independent'] as const;
export type ProofQuestion = (typeof PROOF_QUESTIONS)[number];

/** One thing that does not fit. */
export type ProofFinding = {
	readonly question: ProofQuestion;
	readonly code:
		| 'other-chain'
		| 'wrong-block-hash'
		| 'wrong-transaction-hash'
		| 'wrong-index'
		| 'transaction-not-in-block'
		| 'receipt-not-in-block'
		| 'missing-key'
		| 'wrong-key'
		| 'bad-sender-signature'
		| 'bad-proposer-signature'
		| 'block-not-in-log'
		| 'head-not-in-log'
		| 'another-size'
		| 'another-root'
		| 'another-head';
	readonly field: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** The four answers about one receipt. */
export type ProofReport = {
	/** No answer is no. */
	readonly ok: boolean;
	readonly chainId: Hash;
	readonly height: number;
	readonly blockHash: Hash;
	readonly txHash: Hash;
	readonly status: Receipt['status'];
	readonly checkpoint: { readonly size: number; readonly root: Hash };
	readonly answers: { readonly [Q in ProofQuestion]: Answer };
	readonly findings: readonly ProofFinding[];
};

/**
 * Checks a receipt proof that was read before, with nothing but itself: that transaction and receipt stand at one place of
 * the block, that sender and proposer signed, and that the block is in the log of the stated size and root. That this log
 * is the chain's, only `expect` can say. No rule is run again.
 */
export function verifyReceiptProof(proof: ReceiptProof, expect?: Expectation): ProofReport {
	const txHash = hashTransaction(proof.transaction);
	const findings = [
		...checkBlock(proof, txHash),
		...checkSigners(proof, txHash),
		...checkLog(proof),
		...checkOutside(proof, expect),
	];
	const fails = (question: ProofQuestion) => findings.some((one) => one.question === question);
	const sound = !findings.some((one) => one.question !== 'independent');
	const answerOf = (question: ProofQuestion): Answer => (fails(question) ? 'no' : 'yes');
	const outside: Answer = expect === undefined ? 'cannot-tell' : answerOf('independent');
	return {
		ok: findings.length === 0,
		chainId: proof.chainId,
		height: proof.header.height,
		blockHash: proof.blockHash,
		txHash,
		status: proof.receipt.status,
		checkpoint: { size: proof.log.size, root: proof.log.root },
		answers: {
			'in-block': answerOf('in-block'),
			signed: answerOf('signed'),
			'in-log': answerOf('in-log'),
			independent: sound ? outside : 'not-relied-upon',
		},
		findings,
	};
}

type Check = readonly [boolean, ProofFinding['code'], string, JsonValue, JsonValue];

/** The findings of those checks that do not hold. */
function failuresOf(question: ProofQuestion, checks: readonly Check[]): readonly ProofFinding[] {
	return checks
		.filter(([holds]) => !holds)
		.map(([, code, field, expected, actual]) => ({ question, code, field, expected, actual }));
}

function checkBlock(proof: ReceiptProof, txHash: Hash): readonly ProofFinding[] {
	const { chainId, header, transaction, receipt, index } = proof;
	const blockHash = hashHeader(header);
	const isIn = (leaf: Uint8Array, path: readonly Hash[], root: Hash) =>
		isIncluded(leaf, index, header.txCount, path, root);
	return failuresOf('in-block', [
		[header.chainId === chainId, 'other-chain', 'header.chainId', chainId, header.chainId],
		[transaction.chainId === chainId, 'other-chain', 'transaction.chainId', chainId, transaction.chainId],
		[blockHash === proof.blockHash, 'wrong-block-hash', 'blockHash', blockHash, proof.blockHash],
		[receipt.txHash === txHash, 'wrong-transaction-hash', 'receipt.txHash', txHash, receipt.txHash],
		[receipt.index === index, 'wrong-index', 'receipt.index', index, receipt.index],
		[
			isIn(transactionLeaf(transaction), proof.txProof, header.txRoot),
			'transaction-not-in-block',
			'txProof',
			header.txRoot,
			txHash,
		],
		[
			isIn(receiptLeaf(receipt), proof.receiptProof, header.receiptRoot),
			'receipt-not-in-block',
			'receiptProof',
			header.receiptRoot,
			receipt.txHash,
		],
	]);
}

function isIncluded(
	leaf: Uint8Array,
	index: number,
	size: number,
	path: readonly Hash[],
	root: Hash,
): boolean {
	return verifyInclusion({ leaf, index, size, proof: path.map(hashBytes), root: hashBytes(root) });
}

function checkSigners(proof: ReceiptProof, txHash: Hash): readonly ProofFinding[] {
	const { header, transaction, signature, genesisKeys } = proof;
	const sent = checkSigner(txHash, transaction.signature, transaction.sender, 'sender');
	const sealed = checkSigner(hashHeader(header), signature, header.proposer, 'proposer');
	const stated = genesisKeys.map(({ address }) => address);
	const keys = genesisKeys.map(({ address, publicKey }, i): Check => {
		const bytes = decodeHex(publicKey);
		const derived = (bytes.ok && addressOfKeyBytes(bytes.value)) || null;
		return [derived === address, 'wrong-key', `genesisKeys/${i}`, address, derived];
	});
	return failuresOf('signed', [
		[stated.includes(transaction.sender), 'missing-key', 'genesisKeys', transaction.sender, stated],
		[stated.includes(header.proposer), 'missing-key', 'genesisKeys', header.proposer, stated],
		...keys,
		...sent,
		...sealed,
	]);
}

function checkSigner(
	hash: Hash,
	signature: Signature,
	expected: Address,
	who: 'sender' | 'proposer',
): readonly Check[] {
	const signer = recoverSigner(hashBytes(hash), signature);
	const actual = signer.ok ? signer.value.address : signer.error.reason;
	return [[actual === expected, `bad-${who}-signature`, who, expected, actual]];
}

function checkLog({ header, blockHash, log }: ReceiptProof): readonly ProofFinding[] {
	const isIn = (hash: Hash, index: number, path: readonly Hash[]) =>
		isIncluded(hashBytes(hash), index, log.size, path, log.root);
	const head = log.head ?? { hash: blockHash, proof: log.proof };
	const headFits = !log.head || isIn(head.hash, log.size - 1, head.proof);
	return failuresOf('in-log', [
		[isIn(blockHash, header.height, log.proof), 'block-not-in-log', 'log.proof', log.root, blockHash],
		[headFits, 'head-not-in-log', 'log.head', log.root, head.hash],
	]);
}

/**
 * Against what somebody noted elsewhere. A bare head vouches for its own block only: a log says which blocks it holds, not
 * which of them follow one another.
 */
function checkOutside(proof: ReceiptProof, expect: Expectation | undefined): readonly ProofFinding[] {
	if (!expect) return [];
	const { log, blockHash } = proof;
	if (expect.kind === 'head')
		return failuresOf('independent', [
			[expect.head === blockHash, 'another-head', 'blockHash', expect.head, blockHash],
		]);
	if (expect.size !== log.size)
		return failuresOf('independent', [[false, 'another-size', 'log.size', expect.size, log.size]]);
	const head = log.head?.hash ?? null;
	return failuresOf('independent', [
		[expect.root === log.root, 'another-root', 'log.root', expect.root, log.root],
		[
			expect.head === undefined || head === null || expect.head === head,
			'another-head',
			'log.head',
			expect.head ?? null,
			head,
		],
	]);
}
