import { describe, expect, it } from 'vitest';
import { changeCharacter, leavesOf, withValue } from '../ledger/testing/change-value.ts';
import type { JsonValue } from '../primitives/json.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import { checkSignature, prepareTransaction } from './admission.ts';
import type { Block, Header } from './block.ts';
import { drawProposer } from './block-order.ts';
import { hashHeader, receiptRoot, transactionRoot } from './header.ts';
import { blockSchema } from './parse-block.ts';
import type { Receipt } from './receipt.ts';
import { createSeededChain, type SeededChain } from './testing/seeded-chain.ts';
import type { Transaction } from './transaction.ts';
import { checkBody, checkLink, checkSeal, executeBlock } from './verify-block.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = {
	header: Writable<Header>;
	signature: Block['signature'];
	transactions: Transaction[];
	receipts: Writable<Receipt>[];
};

/** A chain whose third block holds a success of two senders each and a refusal with every kind of error data. */
function createCase() {
	const chain = createSeededChain();
	chain.send('fault-mapper', 'stake', { amount: 7 });
	chain.seal();
	chain.send('fault-mapper', 'stake', { amount: 8 });
	chain.send('fault-mapper', 'unstake', { amount: 10 ** 9 });
	chain.send('data-detective', 'transfer', { to: chain.address('operator'), amount: 9 });
	const alert = { node: 'a', minute: '2026-01-01 00:00:00', signal: 'latency', priority: 'low' };
	chain.send('alert-receiver', 'open_incident', { incident: 'one', alert });
	const [parent, world] = [chain.head(), chain.world()];
	return { chain, parent, world, block: chain.seal().block };
}

const { chain, parent, world, block } = createCase();

/** The first thing a verifier finds wrong with a block after `parent`, signatures of its transactions included. */
function faultOf(given: Block): string {
	for (const transaction of given.transactions) {
		const prepared = prepareTransaction(world, transaction);
		const signed = prepared.ok ? checkSignature(prepared.value) : prepared;
		if (!signed.ok) return `${signed.error.code} ${signed.error.field}`;
	}
	for (const check of [
		checkBody(given),
		checkLink(parent, given.header),
		checkSeal(given, hashHeader(given.header)),
		executeBlock(parent, world, given, protocolV1),
	])
		if (!check.ok) {
			const { code, field, tx } = check.error;
			return `${code} ${field}${tx === undefined ? '' : ` of ${tx}`}`;
		}
	return 'accepted';
}

/** A copy with some change, its body roots and counts put right unless told otherwise, signed by its proposer anew. */
function resealed(
	change: (block: Draft) => void,
	options: { readonly keepBody?: boolean; readonly on?: SeededChain } = {},
): Block {
	const copy = JSON.parse(JSON.stringify(block)) as Draft;
	change(copy);
	const { header, transactions, receipts } = copy;
	if (!options.keepBody) {
		header.txRoot = transactionRoot(transactions);
		header.receiptRoot = receiptRoot(receipts);
		header.txCount = transactions.length;
		header.gasUsed = receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0);
	}
	const keyring = (options.on ?? chain).keyring;
	if (keyring.has(header.proposer)) copy.signature = keyring.sign(header.proposer, hashHeader(header));
	return copy;
}

describe('a block as it was sealed', () => {
	it('is accepted', () => {
		expect([faultOf(block), faultOf(resealed(() => undefined))]).toEqual(['accepted', 'accepted']);
	});

	it('is refused with any value changed by whoever has no key', () => {
		const document = JSON.parse(JSON.stringify(block)) as Record<string, JsonValue>;
		const accepted = leavesOf(document).filter(({ path, value }, number) => {
			const text = withValue(document, path, changeCharacter(value, number * 31));
			const parsed = blockSchema.parse(JSON.parse(text));
			return parsed.ok && faultOf(parsed.value) === 'accepted';
		});
		expect(accepted).toEqual([]);
	});

	it('is refused with any value changed and signed anew by its proposer, but for a later time', () => {
		const document = JSON.parse(JSON.stringify(block)) as Record<string, JsonValue>;
		const accepted = leavesOf(document).filter(({ path, value }, number) => {
			if (path[0] === 'signature') return false;
			const text = withValue(document, path, changeCharacter(value, number * 31 + 5));
			const parsed = blockSchema.parse(JSON.parse(text));
			if (!parsed.ok) return false;
			const copy = resealed((one) => void Object.assign(one, parsed.value), {
				keepBody: path[0] === 'header',
			});
			return faultOf(copy) === 'accepted';
		});
		expect(accepted.map(({ path }) => path)).toEqual([['header', 'timestamp']]);
	});
});

describe('a block signed by its proposer', () => {
	const other = chain.genesis.agents.find(({ address }) => address !== block.header.proposer)!.address;
	const changes: [string, string, (block: Draft) => void][] = [
		['another version', 'mismatch version', ({ header }) => void header.version++],
		['another chain', 'mismatch chainId', ({ header }) => void (header.chainId = `0x${'d'.repeat(64)}`)],
		['another height', 'mismatch height', ({ header }) => void header.height++],
		['another parent', 'mismatch parentHash', ({ header }) => void (header.parentHash = header.txRoot)],
		[
			'the time of its parent',
			'mismatch timestamp',
			(one) => {
				one.header.timestamp = parent.header.timestamp;
			},
		],
		['another state', 'mismatch stateRoot', ({ header }) => void (header.stateRoot = header.txRoot)],
		['a proposer that was not drawn', 'mismatch proposer', ({ header }) => void (header.proposer = other)],
		[
			'two transactions swapped',
			'mismatch order of 0',
			({ transactions, receipts }) => {
				transactions.push(transactions.shift()!);
				receipts.push(receipts.shift()!);
			},
		],
		[
			'a transaction left out',
			'mismatch receipt.index of 0',
			({ transactions, receipts }) => {
				transactions.shift();
				receipts.shift();
			},
		],
		['a receipt left out', 'mismatch receipts', ({ receipts }) => void receipts.pop()],
		['a receipt too many', 'mismatch receipts', ({ receipts }) => void receipts.push(receipts[0]!)],
		[
			'nothing in it',
			'mismatch txCount',
			(one) => {
				one.transactions = [];
				one.receipts = [];
			},
		],
		[
			'one transaction twice',
			'bad-nonce nonce of 1',
			({ transactions, receipts }) => {
				transactions.splice(0, transactions.length, transactions[0]!, transactions[0]!);
				receipts.splice(0, receipts.length, receipts[0]!, { ...receipts[0]!, index: 1 });
			},
		],
	];

	it.each(changes)('with %s is refused: %s', (_, fault, change) => {
		expect(faultOf(resealed(change))).toBe(fault);
	});

	it('with a transaction that cannot be paid is refused, and so is one with a gap in the nonces', () => {
		for (const [fields, fault] of [
			[{ gasLimit: 10 ** 8, nonce: 0 }, 'cannot-pay gasLimit of 0'],
			[{ nonce: 3 }, 'bad-nonce nonce of 0'],
		] as const) {
			const transaction = chain.sign('process-scheduler', 'stake', { amount: 1 }, fields);
			const copy = resealed((one) => {
				one.transactions = [transaction];
				one.receipts = [one.receipts[0]!];
			});
			expect(faultOf(copy)).toBe(fault);
		}
	});

	it.each([
		['txRoot', 'mismatch txRoot'],
		['receiptRoot', 'mismatch receiptRoot'],
		['txCount', 'mismatch txCount'],
		['gasUsed', 'mismatch gasUsed'],
	] as const)('with another %s than its body has is refused', (field, fault) => {
		const copy = resealed(
			({ header }) => {
				if (field === 'txCount' || field === 'gasUsed') header[field]++;
				else header[field] = header.stateRoot;
			},
			{ keepBody: true },
		);
		expect(faultOf(copy)).toBe(fault);
	});

	const at = (holds: (receipt: Block['receipts'][number]) => boolean) => block.receipts.findIndex(holds);
	const moved = at(({ calls }) => calls.length > 0);
	const receiptChanges: [string, number, object][] = [
		['txHash', moved, { txHash: block.header.txRoot }],
		['index', moved, { index: 9 }],
		['status', moved, { status: 'reverted' }],
		['gasUsed', moved, { gasUsed: 201 }],
		['fee', moved, { fee: 1 }],
		[
			'error',
			at(({ error }) => error !== undefined),
			{ error: { code: 'milder', guard: '', expected: 0, actual: 0 } },
		],
		['events', moved, { events: [] }],
		['calls', moved, { calls: [] }],
	];

	it.each(receiptChanges)(
		'with another %s in a receipt is refused, and both are named',
		(field, index, change) => {
			const copy = resealed(({ receipts }) => void Object.assign(receipts[index]!, change));
			expect(faultOf(copy)).toBe(`mismatch receipt.${field} of ${index}`);
		},
	);
});

it('the seal of somebody else is refused, and so is none', () => {
	const { proposer } = block.header;
	const other = chain.genesis.agents.find(({ address }) => address !== proposer)!.address;
	const hash = hashHeader(block.header);
	expect(faultOf({ ...block, signature: chain.keyring.sign(other, hash) })).toBe('bad-signature signature');
	expect(faultOf({ ...block, signature: `0x${'0'.repeat(130)}` })).toBe('bad-signature signature');
});

it('every block is drawn from the state before it', () => {
	expect(block.header.proposer).toBe(drawProposer(world, parent.hash));
});
