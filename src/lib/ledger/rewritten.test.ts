import { beforeAll, describe, expect, it } from 'vitest';
import type { Block, Header } from '../chain/block.ts';
import { drawProposer } from '../chain/block-order.ts';
import { genesisWorld } from '../chain/genesis-block.ts';
import { hashHeader, receiptRoot, transactionRoot } from '../chain/header.ts';
import { hashTransaction } from '../chain/parse-transaction.ts';
import type { Receipt } from '../chain/receipt.ts';
import type { Transaction } from '../chain/transaction.ts';
import type { JsonObject } from '../primitives/json.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import type { Keyring } from '../runtime/keyring.ts';
import { buildLedger } from './export-ledger.ts';
import type { Ledger } from './format.ts';
import { executeAgain } from './replay.ts';
import type { LedgerReport } from './report.ts';
import { createLedger, keyringOf, rememberSignatures, sampleIncident } from './testing/small-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = { header: Writable<Header>; transactions: Transaction[]; receipts: Writable<Receipt>[] };

const checkSignatures = rememberSignatures();
let ledger: Ledger;
let keyring: Keyring;

beforeAll(async () => {
	ledger = await createLedger({ incident: sampleIncident('few-nodes') });
	keyring = keyringOf();
}, 60_000);

const heightOf = (type: string) =>
	ledger.blocks.findIndex(({ transactions }) => transactions.some((one) => one.type === type));

/** The ledger up to some height with that block changed, and everything signed anew by whoever holds the keys. */
function rewrite(height: number, change: (draft: Draft) => void): Ledger {
	const { header, transactions, receipts } = JSON.parse(JSON.stringify(ledger.blocks[height])) as Block;
	const draft: Draft = { header: { ...header }, transactions: [...transactions], receipts: [...receipts] };
	change(draft);
	draft.header.txRoot = transactionRoot(draft.transactions);
	draft.header.receiptRoot = receiptRoot(draft.receipts);
	draft.header.txCount = draft.transactions.length;
	draft.header.gasUsed = draft.receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0);
	const signature = keyring.sign(draft.header.proposer, hashHeader(draft.header));
	return sealOf([...ledger.blocks.slice(0, height), { ...draft, signature }]);
}

/** A ledger of these blocks with a closing seal that fits. */
function sealOf(blocks: readonly Block[]): Ledger {
	const { genesis, evidence, exportedAt } = ledger;
	return buildLedger({ genesis, blocks, evidenceOf: (hash) => evidence[hash], exportedAt });
}

function signed(transaction: Transaction, data: JsonObject): Transaction {
	const changed = { ...transaction, data };
	return { ...changed, signature: keyring.sign(changed.sender, hashTransaction(changed)) };
}

const verify = (rewritten: Ledger) => verifyLedger(rewritten, { checkSignatures });

describe('whoever holds every key and rewrites the last block', () => {
	const brokenRules: [string, string, string, (draft: Draft) => void][] = [
		[
			'calls a vote refused',
			'vote',
			'receipt.status',
			({ receipts }) => void (receipts[0]!.status = 'reverted'),
		],
		['forgives a fee', 'vote', 'receipt.fee', ({ receipts }) => void (receipts[0]!.fee = 0)],
		['drops an event', 'close_vote', 'receipt.events', ({ receipts }) => void (receipts[0]!.events = [])],
		[
			'invents a pay-out',
			'close_vote',
			'receipt.calls',
			({ receipts }) => {
				const { calls } = ledger.blocks[heightOf('propose_root_cause')]!.receipts[0]!;
				receipts[0]!.calls = calls;
			},
		],
		[
			'gives the state another root',
			'vote',
			'stateRoot',
			({ header }) => void (header.stateRoot = header.txRoot),
		],
		[
			'orders the votes anew',
			'vote',
			'order',
			({ transactions, receipts }) => {
				transactions.reverse();
				receipts.reverse();
				receipts.forEach((receipt, index) => void (receipt.index = index));
			},
		],
		[
			'leaves a vote out',
			'vote',
			'stateRoot',
			({ transactions, receipts }) => {
				transactions.pop();
				receipts.pop();
			},
		],
		[
			'seals out of turn',
			'vote',
			'proposer',
			(draft) => {
				const other = ledger.genesis.agents.find(({ address }) => address !== draft.header.proposer)!;
				draft.header.proposer = other.address;
			},
		],
		[
			'turns the clock back',
			'vote',
			'timestamp',
			(draft) => {
				draft.header.timestamp = ledger.blocks[heightOf('vote') - 1]!.header.timestamp;
			},
		],
		['calls it another version', 'vote', 'version', ({ header }) => void header.version++],
		[
			'empties it',
			'open_incident',
			'txCount',
			(draft) => {
				draft.transactions = [];
				draft.receipts = [];
			},
		],
		[
			'lets a claim say another number',
			'propose_root_cause',
			'receipt.txHash',
			({ transactions }) => {
				const proposal = transactions[0]!;
				const text = JSON.stringify(proposal.data).replace('"value":100', '"value":99');
				transactions[0] = signed(proposal, JSON.parse(text) as JsonObject);
			},
		],
		[
			'lets a claim say another number and the receipt agree',
			'propose_root_cause',
			'receipt.status',
			(draft) => {
				const proposal = draft.transactions[0]!;
				const text = JSON.stringify(proposal.data).replace('"value":100', '"value":99');
				draft.transactions[0] = signed(proposal, JSON.parse(text) as JsonObject);
				draft.receipts[0]!.txHash = hashTransaction(draft.transactions[0]!);
			},
		],
	];

	it.each(brokenRules)(
		'and %s in a block of %s is found by running it again: %s',
		async (_, type, field, change) => {
			const height = heightOf(type);
			const report = await verify(rewrite(height, change));
			expect(report.answers).toMatchObject({ unchanged: 'yes', signed: 'yes', rules: 'no' });
			expect(report.first).toMatchObject({ question: 'rules', block: height });
			expect(report.first?.field).toBe(field);
			expect(report.answers.independent).toBe('not-relied-upon');
		},
	);

	it('and leaves a step out cannot have the next one accepted', async () => {
		const [web, proposed] = [heightOf('submit_fault_web'), heightOf('propose_root_cause')];
		const blocks = ledger.blocks.slice(0, web);
		const world = blocks.slice(1).reduce(executeAgain, genesisWorld(ledger.genesis, protocolV1));
		const parentHash = hashHeader(blocks.at(-1)!.header);
		const block = ledger.blocks[proposed]!;
		const header: Header = {
			...block.header,
			height: web,
			parentHash,
			proposer: drawProposer(world, parentHash),
		};
		const signature = keyring.sign(header.proposer, hashHeader(header));
		const report = await verify(sealOf([...blocks, { ...block, header, signature }]));
		expect(report.answers).toMatchObject({ unchanged: 'yes', signed: 'yes', rules: 'no' });
		expect(report.first).toMatchObject({ block: web, tx: 0, field: 'receipt.status', expected: 'reverted' });
	});
});

describe('a whole chain written again with the same keys', () => {
	let other: Ledger;
	beforeAll(async () => {
		const incident = { ...sampleIncident('few-nodes'), id: 'another-story' };
		other = await createLedger({ incident, drill: true });
	}, 60_000);

	it('holds alone: nothing in it can tell', async () => {
		const report = await verify(other);
		expect(other.genesis).toEqual(ledger.genesis);
		expect([report.ok, report.answers.complete, report.answers.independent]).toEqual([
			true,
			'cannot-tell',
			'cannot-tell',
		]);
	});

	it('is found out by any checkpoint of the first that somebody kept', async () => {
		const { size, root, headHash } = ledger.checkpoint;
		const against = (expect: Parameters<typeof verifyLedger>[1] & object) =>
			verifyLedger(other, { checkSignatures, ...expect });
		const whole = await against({ expect: { kind: 'checkpoint', size, root } });
		expect([whole.ok, whole.answers.complete, whole.expectation.kind]).toEqual([
			false,
			'no',
			'checkpoint-differs',
		]);
		expect(whole.first).toMatchObject({ code: 'another-history', question: 'complete' });
		const head = await against({ expect: { kind: 'head', head: headHash } });
		expect([head.ok, head.expectation.kind]).toEqual([false, 'head-unknown']);
		expect(head.first?.code).toBe('expected-head-not-found');
	});
});

describe('a ledger that was cut off', () => {
	const answersOf = ({ ok, answers, expectation, first }: LedgerReport) => [
		ok,
		answers.complete,
		answers.independent,
		expectation,
		first?.code,
	];

	it('is consistent and short against a checkpoint, and cannot be told alone', async () => {
		const { size, root, headHash } = ledger.checkpoint;
		const short = sealOf(ledger.blocks.slice(0, -3));
		expect(answersOf(await verify(short))).toEqual([
			true,
			'cannot-tell',
			'cannot-tell',
			{ kind: 'none' },
			undefined,
		]);
		const checked = await verifyLedger(short, {
			checkSignatures,
			expect: { kind: 'checkpoint', size, root },
		});
		expect(answersOf(checked)).toEqual([
			false,
			'no',
			'cannot-tell',
			{ kind: 'checkpoint-ahead', missing: 3 },
			'blocks-missing',
		]);
		const headed = await verifyLedger(short, { checkSignatures, expect: { kind: 'head', head: headHash } });
		expect(answersOf(headed).slice(0, 2)).toEqual([false, 'no']);
	});

	it('and not sealed anew does not even fit its own seal', async () => {
		const short = { ...ledger, blocks: ledger.blocks.slice(0, -3) };
		const report = await verify(short);
		expect(report.first).toMatchObject({
			code: 'seal-mismatch',
			field: 'checkpoint.size',
			question: 'complete',
		});
		expect(report.answers).toMatchObject({ unchanged: 'yes', signed: 'yes', rules: 'yes', complete: 'no' });
	});

	it('goes on from every checkpoint made of it before', async () => {
		for (let length = 1; length <= ledger.blocks.length; length++) {
			const { size, root, headHash } = sealOf(ledger.blocks.slice(0, length)).checkpoint;
			const newer = ledger.blocks.length - length;
			for (const head of [undefined, headHash]) {
				const expected = { kind: 'checkpoint', size, root, ...(head ? { head } : {}) } as const;
				const report = await verifyLedger(ledger, { checkSignatures, expect: expected });
				expect(answersOf(report)).toEqual([
					true,
					'yes',
					'yes',
					{ kind: 'checkpoint-consistent', newer },
					undefined,
				]);
			}
			const report = await verifyLedger(ledger, {
				checkSignatures,
				expect: { kind: 'head', head: headHash },
			});
			expect(report.expectation).toEqual(
				newer === 0 ? { kind: 'head-is-end' } : { kind: 'head-inside', newer },
			);
			expect(report.ok).toBe(true);
		}
	});
});
