import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../primitives/json.ts';
import { parseGenesis } from '../protocol/genesis.ts';
import { parseLedger } from './format.ts';
import { parseExpectation } from './parse-expectation.ts';
import { leavesOf, withValue, type Path } from './testing/change-value.ts';
import { verifyLedger } from './verify-ledger.ts';

const sample = new Uint8Array(
	readFileSync(fileURLToPath(new URL('../../../data/ledgers/train-ticket-sample.json', import.meta.url))),
);
const document = JSON.parse(new TextDecoder().decode(sample)) as { [key: string]: JsonValue };

/** Every place of the document, also those that hold others. */
const places: readonly Path[] = [
	...new Set(
		leavesOf(document).flatMap(({ path }) => path.map((_, end) => JSON.stringify(path.slice(0, end + 1)))),
	),
].map((path) => JSON.parse(path) as Path);

const CODES = ['broken-json', 'not-a-ledger', 'newer-version', 'bad-shape', 'no-blocks'];

/** What reading answers: nothing for a ledger, else the code. Anything thrown fails the property. */
function outcomeOf(input: string | Uint8Array): string | undefined {
	const parsed = parseLedger(input);
	if (parsed.ok) return undefined;
	expect(CODES).toContain(parsed.error.code);
	expect(typeof parsed.error.where).toBe('string');
	expect(() => JSON.stringify(parsed.error)).not.toThrow();
	return parsed.error.code;
}

/** JSON that borders refuse in other ways than schemas do. */
const awkward = fc.constantFrom(
	'{"__proto__":1}',
	'{"a":1,"a":2}',
	'-0',
	'1e999',
	'9007199254740993',
	'"\\ud800"',
	'['.repeat(100) + ']'.repeat(100),
	'{"constructor":{"prototype":null}}',
);
const anyText = fc.oneof(fc.json(), fc.json({ stringUnit: 'binary' }), awkward);

describe('reading a ledger never throws', () => {
	it('at any bytes', () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void outcomeOf(bytes)));
	});

	it('at any text or JSON', () => {
		fc.assert(
			fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
				expect(outcomeOf(text)).toBeDefined();
			}),
			{ numRuns: 500 },
		);
	});

	it('at any JSON that says it is one', () => {
		const given = fc.dictionary(fc.constantFrom(...Object.keys(document)), fc.jsonValue());
		fc.assert(
			fc.property(given, (fields) => {
				const text = JSON.stringify({ ...fields, format: 'dao-gov-ledger', version: 1 });
				expect(['bad-shape', 'broken-json']).toContain(outcomeOf(text));
			}),
		);
	});

	it('at a real one with bytes cut out, doubled or changed', () => {
		const at = fc.nat({ max: sample.length - 1 });
		fc.assert(
			fc.property(at, fc.nat({ max: 60 }), fc.uint8Array({ maxLength: 8 }), (start, cut, put) => {
				const parts = [sample.subarray(0, start), put, sample.subarray(start + cut)];
				outcomeOf(new Uint8Array(Buffer.concat(parts)));
			}),
			{ numRuns: 150 },
		);
	});

	it('at a real one with any place taken by any JSON, nor does verifying what is still one', async () => {
		const scramble = fc.tuple(fc.constantFrom(...places), fc.oneof(fc.json(), awkward));
		await fc.assert(
			fc.asyncProperty(scramble, async ([path, json]) => {
				const marked = withValue(document, path, '\u0001');
				const text = marked.replace('"\\u0001"', () => json);
				if (outcomeOf(text) !== undefined) return;
				const parsed = parseLedger(text);
				if (parsed.ok) await verifyLedger(parsed.value, { checkSignatures: async () => [] });
			}),
			{ numRuns: 120 },
		);
	});

	it('at a real one with a part under another name', () => {
		fc.assert(
			fc.property(fc.constantFrom(...places), fc.string({ unit: 'binary' }), (path, name) => {
				const marked = withValue(document, path, { [`\u0001${name}`]: null });
				outcomeOf(marked.replace('\\u0001', ''));
			}),
			{ numRuns: 100 },
		);
	});
});

describe('reading the parts of a ledger never throws', () => {
	it('at any genesis', () => {
		const genesis = document['genesis'] as JsonValue;
		const inner = leavesOf(genesis).map(({ path }) => path);
		fc.assert(
			fc.property(fc.constantFrom(...inner), fc.jsonValue(), (path, value) => {
				expect(parseGenesis(value as JsonValue).ok).toBe(false);
				parseGenesis(JSON.parse(withValue(genesis, path, value as JsonValue)) as JsonValue);
			}),
			{ numRuns: 300 },
		);
	});

	it('at any expectation', () => {
		const lines = fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }).map((all) => all.join('\n'));
		fc.assert(fc.property(fc.oneof(lines, anyText), (text) => void parseExpectation(text)));
	});
});
