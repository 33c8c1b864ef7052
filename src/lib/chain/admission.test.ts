import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAddress } from '../crypto/address.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { INVALID_CODES, type InvalidCode } from './invalid-codes.ts';
import { jsonOfTransaction } from './parse-transaction.ts';
import { createSeededChain, type SeededChain, type Signer } from './testing/seeded-chain.ts';
import type { Transaction } from './transaction.ts';

const SENDER: Signer = 'data-detective';
const STAKE: readonly [Signer, string, JsonObject] = [SENDER, 'stake', { amount: 1 }];

/** What a chain answers to a transaction; `admitted` where nothing is wrong with it. */
function answer(chain: SeededChain, transaction: unknown): string {
	const submitted = chain.submit(transaction);
	return submitted.ok ? 'admitted' : `${submitted.error.code} ${submitted.error.field}`;
}

/** A transaction for each code, made to fail with it alone. */
const CASES: { readonly [code in InvalidCode]: readonly [string, (chain: SeededChain) => unknown][] } = {
	'bad-envelope': [
		['/note', (chain) => ({ ...chain.sign(...STAKE), note: 'more' })],
		['/signature', (chain) => ({ ...chain.sign(...STAKE), signature: undefined })],
		['/sender', (chain) => ({ ...chain.sign(...STAKE), sender: chain.address(SENDER).toLowerCase() })],
		['/nonce', (chain) => chain.sign(SENDER, 'stake', {}, { nonce: -1 })],
		['/gasLimit', (chain) => chain.sign(SENDER, 'stake', {}, { gasLimit: 200.5 })],
		['/type', (chain) => chain.sign(SENDER, '', {})],
		['/data/a', (chain) => ({ ...chain.sign(...STAKE), data: { a: NaN } })],
		['/data/a', (chain) => ({ ...chain.sign(...STAKE), data: { a: '\ud800' } })],
		['/data/a', (chain) => ({ ...chain.sign(...STAKE), data: { a: undefined } })],
		['/data/a', (chain) => ({ ...chain.sign(...STAKE), data: { a: 1e20 } })],
		['/data/__proto__', (chain) => ({ ...chain.sign(...STAKE), data: JSON.parse('{"__proto__":1}') })],
	],
	'wrong-chain': [['chainId', (chain) => chain.sign(...STAKE, { chainId: `0x${'d'.repeat(64)}` })]],
	'data-too-large': [['data', (chain) => chain.sign(SENDER, 'stake', { amount: 'x'.repeat(65_536) })]],
	'bad-signature': [
		['signature', (chain) => ({ ...chain.sign(...STAKE), signature: `0x${'0'.repeat(130)}` })],
		['sender', (chain) => ({ ...chain.sign(...STAKE), data: { amount: 2 } })],
		['sender', (chain) => ({ ...chain.sign(...STAKE), sender: chain.address('fault-mapper') })],
	],
	'unknown-sender': [
		['sender', (chain) => ({ ...chain.sign(...STAKE), sender: encodeAddress(new Uint8Array(20)) })],
		['sender', (chain) => ({ ...chain.sign(...STAKE), sender: chain.genesis.treasury.address })],
	],
	'bad-nonce': [
		['nonce', (chain) => chain.sign(...STAKE, { nonce: 1 })],
		[
			'nonce',
			(chain) => {
				chain.send(...STAKE);
				chain.seal();
				return chain.sign(...STAKE, { nonce: 0 });
			},
		],
	],
	'gas-limit-too-low': [['gasLimit', (chain) => chain.sign(...STAKE, { gasLimit: 199 })]],
	'wrong-gas-price': [
		['gasPrice', (chain) => chain.sign(...STAKE, { gasPrice: 2 })],
		['gasPrice', (chain) => chain.sign(...STAKE, { gasPrice: 0 })],
	],
	'cannot-pay': [
		['gasLimit', (chain) => chain.sign(...STAKE, { gasLimit: 100_001 })],
		['gasLimit', (chain) => chain.sign(...STAKE, { gasLimit: Number.MAX_SAFE_INTEGER })],
	],
	'pool-full': [
		[
			'sender',
			(chain) => {
				for (let i = 0; i < 64; i++) chain.send(...STAKE, { gasLimit: 200 });
				return chain.sign(...STAKE);
			},
		],
	],
};

describe('an invalid transaction', () => {
	it.each(INVALID_CODES)('is refused with %s, and nothing of it is kept', (code) => {
		expect(CASES[code].length).toBeGreaterThan(0);
		for (const [field, make] of CASES[code]) {
			const chain = createSeededChain();
			const transaction = make(chain);
			const waiting = chain.waiting();
			const world = chain.world();
			expect(answer(chain, transaction)).toBe(`${code} ${field}`);
			expect([chain.waiting(), chain.world()]).toEqual([waiting, world]);
		}
	});

	it('is one whose gas times price leaves the integers', () => {
		const chain = createSeededChain({ 'gas-price': 100 });
		const transaction = chain.sign(...STAKE, { gasLimit: Number.MAX_SAFE_INTEGER });
		expect(answer(chain, transaction)).toBe('cannot-pay gasLimit');
	});

	it('is one made before a reset, for the chain then', () => {
		const [before, after] = [createSeededChain(), createSeededChain({}, { seed: 'reset' })];
		const genesis = { ...after.genesis, chainId: `0x${'e'.repeat(64)}` as const };
		const chain = createSeededChain({}, { seed: 'reset', genesis });
		expect(answer(chain, before.sign(...STAKE))).toBe('wrong-chain chainId');
	});

	it('can be anything at all', () => {
		const chain = createSeededChain();
		fc.assert(
			fc.property(fc.anything(), (value) => {
				expect(answer(chain, value)).toMatch(/^bad-envelope/);
			}),
		);
	});
});

describe('data', () => {
	/** Data that were admitted can be written into a file and read back as they are; all others are refused. */
	function check(chain: SeededChain, data: unknown, signed = chain.sign(...STAKE)): void {
		const changed = { ...signed, data } as Transaction;
		const said = answer(chain, changed);
		if (said.startsWith('bad-envelope')) return;
		expect(said).toMatch(/^(bad-signature|data-too-large)/);
		const file = { blocks: [{ transactions: [jsonOfTransaction(changed)] }] };
		const text = encodeCanonicalJson(file as unknown as JsonValue);
		expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as JsonValue });
	}

	it('of any kind are refused, or can be read back from a ledger', () => {
		const chain = createSeededChain();
		const key = fc.constantFrom('a', 'b', '__proto__', 'constructor', '\ud800');
		const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(1e20, 2 ** 53, 1e21, -0));
		const leaf = fc.oneof(
			number,
			fc.string({ unit: 'binary' }),
			fc.constantFrom('\udc00', null, undefined, true),
		);
		const { value } = fc.letrec((tie) => ({
			value: fc.oneof(
				{ depthSize: 'small' },
				leaf,
				fc.array(tie('value')),
				fc.dictionary(key, tie('value'), { noNullPrototype: true }),
			),
		}));
		const signed = chain.sign(...STAKE);
		fc.assert(fc.property(fc.dictionary(key, value), (data) => check(chain, data, signed)));
	});

	it('nest as deep as every reader goes, and no deeper', () => {
		const chain = createSeededChain();
		const nested = (levels: number): JsonObject => {
			let data: JsonObject = {};
			for (let i = 1; i < levels; i++) data = { a: data };
			return data;
		};
		expect(answer(chain, chain.sign(SENDER, 'stake', nested(32)))).toBe('admitted');
		expect(answer(chain, chain.sign(SENDER, 'stake', nested(33)))).toMatch(/^bad-envelope \/data\/a/);
		const sealed = chain.seal();
		expect(sealed.block.receipts[0]?.error?.code).toBe('bad-data');
		check(chain, nested(32));
	});
});

describe('transactions that wait', () => {
	it('take their place in the nonces of their sender: two of one nonce are never both there', () => {
		const chain = createSeededChain();
		const first = chain.sign(...STAKE);
		const second = chain.sign(SENDER, 'stake', { amount: 2 });
		expect(second.nonce).toBe(first.nonce);
		expect(answer(chain, first)).toBe('admitted');
		expect(answer(chain, second)).toBe('bad-nonce nonce');
		expect(answer(chain, first)).toBe('bad-nonce nonce');
		const { block } = chain.seal();
		expect(block.transactions).toEqual([first]);
		expect(answer(chain, first)).toBe('bad-nonce nonce');
	});

	it('reserve their gas, so that together they never promise more than there is', () => {
		const chain = createSeededChain();
		const share = { gasLimit: 33_333 };
		for (let i = 0; i < 3; i++) expect(answer(chain, chain.sign(...STAKE, share))).toBe('admitted');
		expect(answer(chain, chain.sign(...STAKE, { gasLimit: 200 }))).toBe('cannot-pay gasLimit');
		const other = chain.sign('fault-mapper', 'stake', { amount: 1 }, { gasLimit: 100_000 });
		expect(answer(chain, other)).toBe('admitted');
		const { block, dropped } = chain.seal();
		expect([block.transactions.length, dropped]).toEqual([4, []]);
	});

	it('are dropped with all later ones of their sender where an earlier one spends what they need', () => {
		const chain = createSeededChain();
		const spends = chain.send(SENDER, 'stake', { amount: 99_700 }, { gasLimit: 300 });
		const poor = chain.send(SENDER, 'unstake', { amount: 1 }, { gasLimit: 5000 });
		const late = chain.send(SENDER, 'unstake', { amount: 1 }, { gasLimit: 200 });
		const other = chain.send('fault-mapper', 'stake', { amount: 1 });
		const sealed = chain.seal();
		expect([...sealed.txHashes].sort()).toEqual([spends, other].sort());
		expect(sealed.dropped.map(({ hash, fault }) => [hash, fault.code])).toEqual([
			[poor, 'cannot-pay'],
			[late, 'bad-nonce'],
		]);
		expect(chain.waiting()).toEqual([]);
		expect(chain.account(SENDER).nonce).toBe(1);
	});
});
