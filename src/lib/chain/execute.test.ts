import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../crypto/hash.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { executeTransaction, type Execution } from './execute.ts';
import { receiptSchema } from './parse-block.ts';
import { createSeededChain, prepared, type SeededChain } from './testing/seeded-chain.ts';
import { scribblerProtocol } from './testing/scribbler.ts';
import { stateEntries, stateRoot } from './world-state.ts';

const chain = createSeededChain({}, { protocol: scribblerProtocol });
const BLOCK = { height: 1, timestamp: chain.head().header.timestamp + 1 };
const IDLE = { writes: 0, hashes: 0, calls: 0 };

function scribble(data: JsonObject, gasLimit = 5000, on: SeededChain = chain): Execution {
	const transaction = on.sign('fault-mapper', 'scribble', { ...IDLE, ...data }, { gasLimit });
	const run = executeTransaction(on.world(), prepared(on.world(), transaction), BLOCK, 0, scribblerProtocol);
	return unwrap(run);
}

const entriesOf = ({ world }: Execution) =>
	new Map([...stateEntries(world)].map(({ key, value }) => [key, encodeCanonicalJson(value)]));

/** The world with a fee moved to the treasury and one nonce used, entry by entry. */
function entriesAfterFee(fee: number): ReadonlyMap<string, string> {
	const sender = chain.account('fault-mapper');
	const treasury = chain.account('treasury');
	const changed: JsonValue[] = [
		{ ...sender, balance: sender.balance - fee, nonce: sender.nonce + 1 },
		{ ...treasury, balance: treasury.balance + fee },
	];
	const entries = new Map(
		[...stateEntries(chain.world())].map(({ key, value }) => [key, encodeCanonicalJson(value)]),
	);
	for (const account of changed as readonly JsonObject[])
		entries.set(`account/${String(account['address'])}`, encodeCanonicalJson(account));
	return entries;
}

/** A padding that brings the canonical data to so many bytes. */
function padding(bytes: number): JsonObject {
	const empty = canonicalBytes({ ...IDLE, padding: '' }).length;
	return { padding: 'x'.repeat(bytes - empty) };
}

describe('gas', () => {
	it('is 200 for a transaction that writes little and proves nothing', () => {
		expect(scribble({}).receipt).toMatchObject({ status: 'success', gasUsed: 200, fee: 200 });
	});

	it.each([
		[1024, 200],
		[1025, 201],
		[1056, 201],
		[1057, 202],
		[65_536, 2216],
	])('of %i bytes of data is %i', (bytes, gas) => {
		expect(scribble(padding(bytes)).receipt).toMatchObject({ status: 'success', gasUsed: gas });
	});

	it.each([
		[0, 0, 200],
		[8, 0, 200],
		[9, 0, 205],
		[28, 0, 300],
		[0, 1, 202],
		[0, 50, 300],
		[10, 7, 224],
	])('of %i keys and %i proof hashes is %i', (writes, hashes, gas) => {
		expect(scribble({ writes, hashes }).receipt).toMatchObject({ status: 'success', gasUsed: gas });
	});

	it('counts the keys that internal calls write, each once', () => {
		// Eight keys of its own, then sender and treasury by three calls.
		expect(scribble({ writes: 8, calls: 3 }).receipt.gasUsed).toBe(210);
	});

	it.each([
		['hashes', { hashes: 50 }, 300],
		['keys', { writes: 28 }, 300],
		['both', { writes: 10, hashes: 7, ...padding(1057) }, 226],
	])('runs out one below what the %s cost, and then only the intrinsic part is paid', (_, data, gas) => {
		expect(scribble(data, gas).receipt).toMatchObject({ status: 'success', gasUsed: gas });
		const { receipt } = scribble(data, gas - 1);
		const intrinsic = 'padding' in data ? 202 : 200;
		expect(receipt).toMatchObject({
			status: 'reverted',
			gasUsed: intrinsic,
			error: { code: 'out-of-gas', guard: 'gas-limit', expected: gas - 1 },
		});
	});

	it('is paid to the treasury at the price of the chain', () => {
		const dear = createSeededChain({ 'gas-price': 3 }, { protocol: scribblerProtocol });
		const { receipt, world } = scribble({ writes: 9 }, 1000, dear);
		expect([receipt.gasUsed, receipt.fee]).toEqual([205, 615]);
		const account = (who: 'fault-mapper' | 'treasury') => dear.account(who);
		const entries = new Map([...stateEntries(world)].map(({ key, value }) => [key, value]));
		const balance = (address: string) => (entries.get(`account/${address}`) as { balance: number }).balance;
		expect(balance(dear.address('fault-mapper'))).toBe(account('fault-mapper').balance - 615);
		expect(balance(dear.genesis.treasury.address)).toBe(account('treasury').balance + 615);
	});
});

describe('a refused transaction', () => {
	const attempts: [string, JsonObject, string][] = [
		...Array.from({ length: 13 }, (_, at): [string, JsonObject, string] => [
			`after ${at} of 12 writes`,
			{ writes: 12, calls: 2, refuseAfter: at },
			'told-to-refuse',
		]),
		...Array.from({ length: 4 }, (_, at): [string, JsonObject, string] => [
			`in internal call ${at} of 4`,
			{ writes: 3, calls: 4, unpayable: at },
			'insufficient-balance',
		]),
		['by its proofs', { writes: 3, hashes: 3000 }, 'out-of-gas'],
		['by its keys', { writes: 100, calls: 1, hashes: 2290 }, 'out-of-gas'],
		['by its shape', { writes: -1 }, 'bad-data'],
	];

	it.each(attempts)('%s leaves nothing but its fee and its nonce', (_, data, code) => {
		const execution = scribble(data);
		expect(execution.receipt).toMatchObject({
			status: 'reverted',
			gasUsed: 200,
			fee: 200,
			events: [],
			calls: [],
		});
		expect(execution.receipt.error?.code).toBe(code);
		expect(entriesOf(execution)).toEqual(entriesAfterFee(200));
		expect(execution.world.pending).toEqual(chain.world().pending);
		expect(execution.changes.map(({ key }) => key).sort()).toEqual(
			[`account/${chain.address('fault-mapper')}`, `account/${chain.genesis.treasury.address}`].sort(),
		);
	});

	it('can be one of a type nobody knows, or named after a part of every object', () => {
		for (const type of ['steal', 'constructor', '__proto__', 'toString']) {
			const transaction = chain.sign('fault-mapper', type, {});
			const run = executeTransaction(
				chain.world(),
				prepared(chain.world(), transaction),
				BLOCK,
				7,
				scribblerProtocol,
			);
			expect(unwrap(run).receipt).toMatchObject({
				index: 7,
				status: 'reverted',
				error: { code: 'unknown-type', guard: 'type', actual: type },
			});
		}
	});

	it('leaves the world before it as it was', () => {
		const before = stateRoot(chain.world());
		scribble({ writes: 50 });
		scribble({ writes: 50, refuseAfter: 20 });
		expect(stateRoot(chain.world())).toBe(before);
	});

	it('has a receipt that can be written and read, whatever was in the field it was refused for', () => {
		const real = createSeededChain();
		for (const to of [`0x${'a'.repeat(61)}\u{1f525}`, 'x'.repeat(5000), '\u202e', '']) {
			real.send('fault-mapper', 'transfer', { to, amount: 1 });
			const [receipt] = real.seal().block.receipts;
			expect(receipt?.error).toMatchObject({ code: 'bad-data', guard: '/to' });
			const text = encodeCanonicalJson(receipt as unknown as JsonValue);
			expect(receiptSchema.parse(JSON.parse(text))).toEqual({ ok: true, value: receipt });
		}
	});
});

it('a broken invariant is no refusal: it stops the producer', () => {
	const transaction = chain.sign('fault-mapper', 'break', {});
	const run = () =>
		executeTransaction(chain.world(), prepared(chain.world(), transaction), BLOCK, 0, scribblerProtocol);
	expect(run).toThrow('our bug');
});
