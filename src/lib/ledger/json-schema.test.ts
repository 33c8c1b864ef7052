import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import {
	anyObject,
	array,
	boolean,
	finite,
	hash,
	identifier,
	literal,
	minute,
	natural,
	nullable,
	object,
	oneOf,
	optional,
	record,
	text,
	variant,
	type Schema,
} from '../primitives/schema.ts';
import { parseLedger } from './format.ts';
import { ledgerJsonSchema } from './json-schema.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
const validatorOf = (json: JsonObject) => new Ajv2020({ strict: true, allErrors: true }).compile(json);
const sample = readFileSync(pathOf('data/ledgers/train-ticket-sample.json'), 'utf8');

type Loose = { [key: string]: Loose };

/** Changes that the shape alone refuses: where, and what is put there. */
const MISSHAPEN: Record<string, readonly [at: readonly string[], change: Record<string, unknown>]> = {
	'a later version': [[], { version: 2 }],
	'no blocks': [[], { blocks: [] }],
	'an unknown key': [[], { note: 'x' }],
	'a key left out': [[], { exportedAt: undefined }],
	'a hash in capitals': [['checkpoint'], { root: `0x${'A'.repeat(64)}` }],
	'evidence under no hash': [['evidence'], { x: 1 }],
	'a parameter out of bounds': [['genesis', 'parameters'], { 'gas-price': 101 }],
	'an unknown status': [['blocks', '1', 'receipts', '0'], { status: 'pending' }],
	'a negative nonce': [['blocks', '1', 'transactions', '0'], { nonce: -1 }],
};

describe('the published schema of the ledger file', () => {
	it('is what the schemas in the code say (vitest -u writes it anew)', async () => {
		const published = `${JSON.stringify(ledgerJsonSchema(), null, '\t')}\n`;
		await expect(published).toMatchFileSnapshot(pathOf('static/ledger.schema.json'));
	});

	it('accepts the shipped ledger', () => {
		const validate = validatorOf(ledgerJsonSchema());
		expect(validate(JSON.parse(sample)) || validate.errors).toBe(true);
	});

	it.each(Object.keys(MISSHAPEN))('refuses %s, as the reader does', (name) => {
		const ledger = JSON.parse(sample) as Loose;
		const [at, change] = MISSHAPEN[name]!;
		Object.assign(
			at.reduce((inner, key) => inner[key]!, ledger),
			change,
		);
		const text = JSON.stringify(ledger);
		expect(validatorOf(ledgerJsonSchema())(JSON.parse(text))).toBe(false);
		expect(parseLedger(text).ok).toBe(false);
	});
});

/** One shape of every kind. */
const KINDS: Record<string, Schema<unknown>> = {
	natural: natural(),
	'natural in bounds': natural(2, 9),
	finite,
	text: text(5),
	'text of one length': text(4, 4),
	identifier,
	minute,
	hash,
	boolean,
	'one of': oneOf('a', 'b'),
	nullable: nullable(natural(0, 5)),
	array: array(natural(0, 3), 2, 1),
	object: object({ a: natural(0, 3), b: optional(boolean) }),
	record: record(natural(0, 3), 2),
	variant: variant<unknown>('kind', {
		one: object({ kind: literal('one'), a: natural(0, 3) }),
		two: object({ kind: literal('two') }),
	}),
	literal: literal(7),
	'any object': anyObject,
};

describe('every kind of shape, as JSON Schema', () => {
	const small = fc.oneof(
		fc.nat({ max: 10 }),
		fc.double({ noNaN: true }),
		fc.string({ unit: 'binary', maxLength: 6 }),
		fc.boolean(),
		fc.constantFrom<unknown>(null, 'a', `0x${'0f'.repeat(32)}`, '2025-01-01 00:00:00', 'two', 7),
	);
	const value = fc.oneof(
		small,
		fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
		fc.record({ a: fc.nat({ max: 4 }), b: fc.boolean() }, { requiredKeys: [] }),
		fc.record({ kind: fc.constantFrom('one', 'two', 'x'), a: fc.nat({ max: 4 }) }, { requiredKeys: [] }),
		fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.nat({ max: 4 })),
	) as fc.Arbitrary<JsonValue>;

	it.each(Object.keys(KINDS))('accepts all that the code accepts: %s', (name) => {
		const schema = KINDS[name] as Schema<unknown>;
		const validate = validatorOf(schema.json);
		let accepted = 0;
		fc.assert(
			fc.property(value, (one) => {
				if (!schema.parse(one).ok) return;
				accepted++;
				expect(validate(one), JSON.stringify(one)).toBe(true);
			}),
			{ numRuns: 2_000 },
		);
		expect(accepted).toBeGreaterThan(0);
	});
});
