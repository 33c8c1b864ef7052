import { FORBIDDEN_KEYS, type JsonValue } from './json.ts';
import { halt, isDigit, JsonHalt, readNumber, readString, unexpected, type Reader } from './json-scalars.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** The one value of the text, with nothing but white space around it. Throws {@link JsonHalt}. */
export function readDocument(reader: Reader): JsonValue {
	const value = readValue(reader, 0);
	skipSpace(reader);
	if (reader.at < reader.text.length) throw unexpected(reader, 'end-of-text');
	return value;
}

function readValue(reader: Reader, depth: number): JsonValue {
	const code = skipSpace(reader);
	if (++reader.nodes > reader.maxNodes)
		throw halt(reader, { code: 'too-many-nodes', limit: reader.maxNodes });
	if (code === QUOTE) return readString(reader);
	if (code === OPEN_BRACE) return readObject(reader, depth);
	if (code === OPEN_BRACKET) return readArray(reader, depth);
	if (code === MINUS || isDigit(code)) return readNumber(reader);
	if (readWord(reader, 'true')) return true;
	if (readWord(reader, 'false')) return false;
	if (readWord(reader, 'null')) return null;
	throw unexpected(reader, 'value');
}

function readObject(reader: Reader, depth: number): JsonValue {
	if (depth >= reader.maxDepth) throw halt(reader, { code: 'too-deep', limit: reader.maxDepth });
	const object: Record<string, JsonValue> = {};
	reader.at++;
	if (skipSpace(reader) === CLOSE_BRACE) {
		reader.at++;
		return object;
	}
	for (;;) {
		const key = readKey(reader, object);
		if (skipSpace(reader) !== COLON) throw unexpected(reader, 'colon');
		reader.at++;
		object[key] = readValue(reader, depth + 1);
		const code = skipSpace(reader);
		if (code !== COMMA && code !== CLOSE_BRACE) throw unexpected(reader, 'comma-or-brace');
		reader.at++;
		if (code === CLOSE_BRACE) return object;
	}
}

/** The next key: new to the object, and none that would reach a prototype. */
function readKey(reader: Reader, object: Record<string, JsonValue>): string {
	if (skipSpace(reader) !== QUOTE) throw unexpected(reader, 'key');
	const start = reader.at;
	const key = readString(reader);
	if (FORBIDDEN_KEYS.has(key)) throw new JsonHalt({ code: 'forbidden-key', key }, start);
	// A plain read is several times faster than hasOwn and misses nothing, because no stored value is undefined.
	if (object[key] !== undefined && Object.hasOwn(object, key))
		throw new JsonHalt({ code: 'duplicate-key', key: key.slice(0, 80) }, start);
	return key;
}

function readArray(reader: Reader, depth: number): JsonValue {
	if (depth >= reader.maxDepth) throw halt(reader, { code: 'too-deep', limit: reader.maxDepth });
	const array: JsonValue[] = [];
	reader.at++;
	if (skipSpace(reader) === CLOSE_BRACKET) {
		reader.at++;
		return array;
	}
	for (;;) {
		array.push(readValue(reader, depth + 1));
		const code = skipSpace(reader);
		if (code !== COMMA && code !== CLOSE_BRACKET) throw unexpected(reader, 'comma-or-bracket');
		reader.at++;
		if (code === CLOSE_BRACKET) return array;
	}
}

function readWord(reader: Reader, word: string): boolean {
	if (!reader.text.startsWith(word, reader.at)) return false;
	reader.at += word.length;
	return true;
}

/** Passes white space and gives the code unit that follows (NaN at the end). */
function skipSpace(reader: Reader): number {
	let code = reader.text.charCodeAt(reader.at);
	while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
		code = reader.text.charCodeAt(++reader.at);
	}
	return code;
}
