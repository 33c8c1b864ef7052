import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';

const bytes = (...list: number[]) => new Uint8Array(list);
const text = (value: string) => new TextEncoder().encode(value);

describe('what is accepted', () => {
	it.each([
		['null', null],
		[' true ', true],
		['false\n', false],
		['0', 0],
		['-1', -1],
		['0.1', 0.1],
		['0e1', 0],
		['0E+2', 0],
		['1e-2', 0.01],
		['1.5E+2', 150],
		['123456789012345', 123456789012345],
		['9007199254740991', 9007199254740991],
		['-9007199254740991', -9007199254740991],
		['1e21', 1e21],
		['5e-324', 5e-324],
		['1e-400', 0],
		['1.7976931348623157e308', Number.MAX_VALUE],
		['""', ''],
		['"\\u0000\\"\\\\\\/\\b\\f\\n\\r\\t"', '\u0000"\\/\b\f\n\r\t'],
		['"\\uD834\\udd1e"', '𝄞'],
		['"𝄞"', '𝄞'],
		['"\u2028\u2029\u007f"', '\u2028\u2029\u007f'],
		['"\\u0060\\u012a\\u12AB"', '`Ī\u12ab'],
		['"\\uFFFF\\uFEFF"', '\uffff\ufeff'],
		['[]', []],
		['[ ]', []],
		['[[],{},[{}]]', [[], {}, [{}]]],
		['{}', {}],
		['{"":0}', { '': 0 }],
		['{"toString":1,"valueOf":2,"hasOwnProperty":3}', { toString: 1, valueOf: 2, hasOwnProperty: 3 }],
		['{"a":{"a":1},"b":{"a":1}}', { a: { a: 1 }, b: { a: 1 } }],
		['{"2":1,"1":2}', { '1': 2, '2': 1 }],
		['{"é":1,"e\u0301":2}', { é: 1, 'e\u0301': 2 }],
		['\t\r\n [1 , 2] \t\r\n', [1, 2]],
		['\ufeff{"a":1}', { a: 1 }],
	])('%j', (input, value) => {
		expect(parseJson(input)).toEqual({ ok: true, value });
		expect(parseJson(text(input))).toEqual({ ok: true, value });
	});

	it('gives ordinary objects', () => {
		const result = parseJson('{"a":{}}');
		expect(result.ok && Object.getPrototypeOf(result.value)).toBe(Object.prototype);
	});
});

describe('syntax faults', () => {
	it.each([
		['', 'value', 'end-of-text', 0],
		['  ', 'value', 'end-of-text', 2],
		['[1,]', 'value', ']', 3],
		['[1,,2]', 'value', ',', 3],
		['[,1]', 'value', ',', 1],
		['[1 2]', 'comma-or-bracket', '2', 3],
		['[1:2]', 'comma-or-bracket', ':', 2],
		['[1}', 'comma-or-bracket', '}', 2],
		['[', 'value', 'end-of-text', 1],
		['[1', 'comma-or-bracket', 'end-of-text', 2],
		['{', 'key', 'end-of-text', 1],
		['{"a":1,}', 'key', '}', 7],
		['{,"a":1}', 'key', ',', 1],
		['{a:1}', 'key', 'a', 1],
		["{'a':1}", 'key', "'", 1],
		['{1:1}', 'key', '1', 1],
		['{"a"}', 'colon', '}', 4],
		['{"a" 1}', 'colon', '1', 5],
		['{"a"::1}', 'value', ':', 5],
		['{"a":1 "b":2}', 'comma-or-brace', '"', 7],
		['{"a":1', 'comma-or-brace', 'end-of-text', 6],
		['1 2', 'end-of-text', '2', 2],
		['{}}', 'end-of-text', '}', 2],
		['[]x', 'end-of-text', 'x', 2],
		['nul', 'value', 'n', 0],
		['True', 'value', 'T', 0],
		['truex', 'end-of-text', 'x', 4],
		['NaN', 'value', 'N', 0],
		['Infinity', 'value', 'I', 0],
		['-Infinity', 'digit', 'I', 1],
		['undefined', 'value', 'u', 0],
		['+1', 'value', '+', 0],
		['-', 'digit', 'end-of-text', 1],
		['--1', 'digit', '-', 1],
		['- 1', 'digit', ' ', 1],
		['01', 'end-of-text', '1', 1],
		['-10x', 'end-of-text', 'x', 3],
		['.5', 'value', '.', 0],
		['1.', 'digit', 'end-of-text', 2],
		['1.e1', 'digit', 'e', 2],
		['1e', 'digit', 'end-of-text', 2],
		['1e+', 'digit', 'end-of-text', 3],
		['1e1.5', 'end-of-text', '.', 3],
		['0x1F', 'end-of-text', 'x', 1],
		['1_000', 'end-of-text', '_', 1],
		['１', 'value', '１', 0],
		['"a', 'closing-quote', 'end-of-text', 2],
		['"\\', 'escape', 'end-of-text', 2],
		['"\\a"', 'escape', 'a', 2],
		['"\\x00"', 'escape', 'x', 2],
		['"\\U0041"', 'escape', 'U', 2],
		['"\\u00G0"', 'hex-digit', 'G', 5],
		['"\\u 123"', 'hex-digit', ' ', 3],
		['"\\u12', 'hex-digit', 'end-of-text', 5],
		['"\t"', 'no-control-character', '\t', 1],
		['"a\nb"', 'no-control-character', '\n', 2],
		['"\u0000"', 'no-control-character', '\u0000', 1],
		['// a\n1', 'value', '/', 0],
		['1 /* a */', 'end-of-text', '/', 2],
		['\u00a01', 'value', '\u00a0', 0],
		['\f1', 'value', '\f', 0],
		['\ufeff\ufeff1', 'value', '\ufeff', 1],
		['[\ufeff1]', 'value', '\ufeff', 1],
		['😀', 'value', '😀', 0],
	])('%j', (input, expected, found, offset) => {
		expect(parseJson(input)).toMatchObject({ ok: false, error: { code: 'syntax', expected, found, offset } });
	});

	it('names line and column', () => {
		const result = parseJson('{\r\n\t"a": 1,\n\t"b": x\n}');
		expect(result).toMatchObject({ ok: false, error: { code: 'syntax', line: 3, column: 7, found: 'x' } });
	});
});

describe('what RFC 8259 leaves open and this parser refuses', () => {
	it.each([
		['{"a":1,"a":1}', 'a', 7],
		['{"a":null,"b":0,"a":0}', 'a', 16],
		['{"a":1,"\\u0061":2}', 'a', 7],
		['[{"toString":1,"toString":2}]', 'toString', 15],
		['{"":1,"":2}', '', 6],
	])('duplicate key in %s', (input, key, offset) => {
		expect(parseJson(input)).toMatchObject({ ok: false, error: { code: 'duplicate-key', key, offset } });
	});

	it.each(['__proto__', 'constructor', 'prototype'])('the key %s, plain, nested or escaped', (key) => {
		const escaped = `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}`;
		for (const input of [`{"${key}":{"x":1}}`, `[{"a":{"${key}":1}}]`, `{"${escaped}":1}`]) {
			expect(parseJson(input)).toMatchObject({ ok: false, error: { code: 'forbidden-key', key } });
		}
		expect(({} as { x?: unknown }).x).toBeUndefined();
		expect(parseJson(`["${key}"]`).ok).toBe(true);
	});

	it.each([
		['-0', 'negative-zero'],
		['[-0.0]', 'negative-zero'],
		['-0e9', 'negative-zero'],
		['-1e-400', 'negative-zero'],
		['1e400', 'not-finite'],
		['-1e400', 'not-finite'],
		[`1${'0'.repeat(400)}`, 'not-finite'],
		['9007199254740992', 'unsafe-integer'],
		['9007199254740993', 'unsafe-integer'],
		['-9007199254740992', 'unsafe-integer'],
		['100000000000000000000', 'unsafe-integer'],
	])('the number %s', (input, reason) => {
		expect(parseJson(input)).toMatchObject({ ok: false, error: { code: 'bad-number', reason } });
	});

	it.each([
		'"\\ud800"',
		'"\\udc00"',
		'"\\ud800\\ud800"',
		'"\\ud800x"',
		'"\\udc00\\ud800"',
		'"\ud800"',
		'"\udc00"',
		'"\ud800\\udc00"',
	])('the lone surrogate in %j', (input) => {
		expect(parseJson(input)).toMatchObject({ ok: false, error: { code: 'lone-surrogate', offset: 1 } });
	});

	it('a lone surrogate in a key', () => {
		expect(parseJson('{"\\udead":1}')).toMatchObject({ ok: false, error: { code: 'lone-surrogate' } });
	});
});

describe('bytes that are not UTF-8', () => {
	it.each([
		['a cut sequence', bytes(0x22, 0xe2, 0x82), 1],
		['a cut sequence inside', bytes(0x22, 0xe2, 0x82, 0x22), 1],
		['an overlong slash', bytes(0x22, 0xc0, 0xaf, 0x22), 1],
		['an overlong three-byte form', bytes(0x22, 0xe0, 0x80, 0xaf, 0x22), 1],
		['an overlong four-byte form', bytes(0x22, 0xf0, 0x80, 0x80, 0xaf, 0x22), 1],
		['an encoded surrogate', bytes(0x22, 0xed, 0xa0, 0x80, 0x22), 1],
		['beyond U+10FFFF', bytes(0x22, 0xf4, 0x90, 0x80, 0x80, 0x22), 1],
		['a lead byte F5', bytes(0x22, 0xf5, 0x80, 0x80, 0x80, 0x22), 1],
		['a lone continuation', bytes(0x22, 0xc3, 0xa9, 0x80, 0x22), 3],
		['latin-1', bytes(0x22, 0xe9, 0x22), 1],
		['UTF-16', bytes(0xff, 0xfe, 0x31, 0x00), 0],
	])('%s', (_name, input, offset) => {
		expect(parseJson(input)).toMatchObject({ ok: false, error: { code: 'bad-utf8', offset, line: 1 } });
	});

	it('names the line', () => {
		expect(parseJson(bytes(0x5b, 0x0a, 0x20, 0xff))).toMatchObject({
			ok: false,
			error: { code: 'bad-utf8', offset: 3, line: 2, column: 2 },
		});
	});
});

describe('caps', () => {
	it('refuses 100,000 brackets without running out of stack', () => {
		for (const open of ['[', '{"a":']) {
			const input = open.repeat(100_000);
			expect(parseJson(input)).toMatchObject({ ok: false, error: { code: 'too-deep', limit: 64 } });
			expect(parseJson(input, { maxDepth: 1e9 })).toMatchObject({
				ok: false,
				error: { code: 'too-deep', limit: 1000 },
			});
		}
	});

	it('takes the depth that canonical JSON takes, and no more', () => {
		const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
		expect(parseJson(nested(64)).ok).toBe(true);
		expect(parseJson(nested(65))).toMatchObject({ ok: false, error: { code: 'too-deep', offset: 64 } });
		expect(parseJson('[[1]]', { maxDepth: 1 })).toMatchObject({
			ok: false,
			error: { code: 'too-deep', limit: 1 },
		});
		expect(parseJson('1', { maxDepth: 0 }).ok).toBe(true);
	});

	it('counts bytes and nodes', () => {
		expect(parseJson('[1,2]', { maxBytes: 4 })).toMatchObject({
			ok: false,
			error: { code: 'too-large', limit: 4 },
		});
		expect(parseJson(text('"é"'), { maxBytes: 3 })).toMatchObject({
			ok: false,
			error: { code: 'too-large' },
		});
		expect(parseJson('[1,2]', { maxBytes: 5, maxNodes: 3 }).ok).toBe(true);
		expect(parseJson('[1,{"a":2}]', { maxNodes: 3 })).toMatchObject({
			ok: false,
			error: { code: 'too-many-nodes', limit: 3, offset: 8 },
		});
		expect(parseJson('[1]', { maxBytes: undefined, maxDepth: undefined, maxNodes: undefined }).ok).toBe(true);
	});

	it('reads a long line of one string, and one of white space', () => {
		expect(parseJson(`"${'a\\n'.repeat(100_000)}"`).ok).toBe(true);
		expect(parseJson(`${' '.repeat(1_000_000)}1`)).toEqual({ ok: true, value: 1 });
	});

	it('reads measured numbers as they come when it is told they are telemetry', () => {
		expect(parseJson('[-0,1674999178912000001,1e3]', { numbers: 'telemetry' })).toEqual({
			ok: true,
			value: [0, Number('1674999178912000001'), 1000],
		});
		expect(parseJson('1e999', { numbers: 'telemetry' })).toMatchObject({
			ok: false,
			error: { code: 'bad-number', reason: 'not-finite' },
		});
	});
});
