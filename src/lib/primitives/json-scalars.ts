/** What stood in the text where JSON asks for something else. */
export type Expected =
	| 'value'
	| 'key'
	| 'colon'
	| 'comma-or-bracket'
	| 'comma-or-brace'
	| 'digit'
	| 'escape'
	| 'hex-digit'
	| 'closing-quote'
	| 'no-control-character'
	| 'end-of-text';

/** What is wrong, without where. */
export type JsonProblem =
	| { readonly code: 'syntax'; readonly expected: Expected; readonly found: string }
	| { readonly code: 'duplicate-key' | 'forbidden-key'; readonly key: string }
	| { readonly code: 'too-deep' | 'too-many-nodes'; readonly limit: number }
	| { readonly code: 'lone-surrogate'; readonly found: string }
	| {
			readonly code: 'bad-number';
			readonly reason: 'negative-zero' | 'not-finite' | 'unsafe-integer';
			readonly found: string;
	  };

/** Thrown while reading and caught in `parse-json.ts`. */
export class JsonHalt extends Error {
	constructor(
		readonly problem: JsonProblem,
		readonly offset: number,
	) {
		super(problem.code);
	}
}

/** A text and how far it is read. The only mutable thing here; it lives for one call. */
export type Reader = {
	readonly text: string;
	at: number;
	nodes: number;
	readonly maxDepth: number;
	readonly maxNodes: number;
	/** Whether −0 and integers beyond ±(2^53 − 1) are refused; else read as 0 and as the nearest binary64. */
	readonly exactNumbers: boolean;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;

/**
 * The string at the cursor, which stands on its quote: slices of the text with what escapes stand for between
 * them.
 */
export function readString(reader: Reader): string {
	let start = ++reader.at;
	let parts: string[] | undefined;
	for (;;) {
		const code = skipPlain(reader);
		if (code === QUOTE) break;
		if (code === BACKSLASH) {
			(parts ??= []).push(reader.text.slice(start, reader.at), readEscape(reader));
			start = reader.at;
		} else passPair(reader, code);
	}
	const last = reader.text.slice(start, reader.at++);
	return parts ? parts.join('') + last : last;
}

/** Passes what stands for itself and gives the code unit that does not (NaN at the end). */
function skipPlain(reader: Reader): number {
	const { text } = reader;
	let at = reader.at;
	let code = text.charCodeAt(at);
	while (code >= 0x20 && code !== QUOTE && code !== BACKSLASH && (code & 0xf800) !== 0xd800) {
		code = text.charCodeAt(++at);
	}
	reader.at = at;
	return code;
}

/** Passes a character beyond U+FFFF; anything else that is not plain is refused. */
function passPair(reader: Reader, code: number): void {
	if (Number.isNaN(code)) throw unexpected(reader, 'closing-quote');
	if (code < 0x20) throw unexpected(reader, 'no-control-character');
	const { at } = reader;
	if (code >= 0xdc00 || !isLowSurrogate(reader.text.charCodeAt(at + 1))) throw loneSurrogate(code, at);
	reader.at += 2;
}

const ESCAPES = new Map(
	Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);

function readEscape(reader: Reader): string {
	const start = reader.at++;
	const letter = reader.text.charAt(reader.at);
	const simple = ESCAPES.get(letter);
	if (simple !== undefined) {
		reader.at++;
		return simple;
	}
	if (letter !== 'u') throw unexpected(reader, 'escape');
	const high = readHex(reader);
	if (!isSurrogate(high)) return String.fromCharCode(high);
	if (high >= 0xdc00 || !reader.text.startsWith('\\u', reader.at)) throw loneSurrogate(high, start);
	reader.at++;
	const low = readHex(reader);
	if (!isLowSurrogate(low)) throw loneSurrogate(high, start);
	return String.fromCharCode(high, low);
}

/** The four digits after `\u`; stands on the `u`. */
function readHex(reader: Reader): number {
	for (let i = 0; i < 4; i++) {
		reader.at++;
		if (!/^[0-9a-fA-F]$/.test(reader.text.charAt(reader.at))) throw unexpected(reader, 'hex-digit');
	}
	reader.at++;
	return parseInt(reader.text.slice(reader.at - 4, reader.at), 16);
}

/** The number at the cursor, which stands on its sign or first digit. */
export function readNumber(reader: Reader): number {
	const { text } = reader;
	const start = reader.at;
	if (text.charCodeAt(start) === MINUS) reader.at++;
	if (text.charCodeAt(reader.at) === ZERO) reader.at++;
	else skipDigits(reader);
	let integer = true;
	if (text.charAt(reader.at) === '.') {
		integer = false;
		reader.at++;
		skipDigits(reader);
	}
	const exponent = text.charAt(reader.at);
	if (exponent === 'e' || exponent === 'E') {
		integer = false;
		reader.at++;
		const sign = text.charAt(reader.at);
		if (sign === '+' || sign === '-') reader.at++;
		skipDigits(reader);
	}
	return numberOf(text.slice(start, reader.at), start, integer, reader.exactNumbers);
}

/** At least one digit. */
function skipDigits(reader: Reader): void {
	if (!isDigit(reader.text.charCodeAt(reader.at))) throw unexpected(reader, 'digit');
	do reader.at++;
	while (isDigit(reader.text.charCodeAt(reader.at)));
}

function numberOf(literal: string, start: number, integer: boolean, exact: boolean): number {
	const value = Number(literal);
	const reason = !Number.isFinite(value) ? 'not-finite' : exact ? inexactness(value, integer) : undefined;
	if (reason) throw new JsonHalt({ code: 'bad-number', reason, found: literal.slice(0, 40) }, start);
	return value === 0 ? 0 : value;
}

function inexactness(value: number, integer: boolean): 'negative-zero' | 'unsafe-integer' | undefined {
	if (Object.is(value, -0)) return 'negative-zero';
	return integer && !Number.isSafeInteger(value) ? 'unsafe-integer' : undefined;
}

/** Whether a code unit is 0 … 9. */
export function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

function isSurrogate(code: number): boolean {
	return code >= 0xd800 && code <= 0xdfff;
}

function isLowSurrogate(code: number): boolean {
	return code >= 0xdc00 && code <= 0xdfff;
}

function loneSurrogate(code: number, offset: number): JsonHalt {
	return new JsonHalt({ code: 'lone-surrogate', found: `\\u${code.toString(16)}` }, offset);
}

/** A syntax fault at the cursor. */
export function unexpected(reader: Reader, expected: Expected): JsonHalt {
	const found = reader.text.codePointAt(reader.at);
	return halt(reader, {
		code: 'syntax',
		expected,
		found: found === undefined ? 'end-of-text' : String.fromCodePoint(found),
	});
}

/** A fault at the cursor. */
export function halt(reader: Reader, problem: JsonProblem): JsonHalt {
	return new JsonHalt(problem, reader.at);
}
