import { MAX_DEPTH } from './canonical-json.ts';
import type { JsonValue } from './json.ts';
import { readDocument } from './json-reader.ts';
import { JsonHalt, type JsonProblem } from './json-scalars.ts';
import { err, ok, type Result } from './result.ts';
import { decodeUtf8 } from './utf8.ts';

/** Caps on what a text may cost before it is refused (security.md W4). */
export type JsonLimits = {
	/** Bytes of a byte input, UTF-16 code units of a string. */
	readonly maxBytes?: number;
	/**
	 * Arrays and objects inside one another; the outermost counts. At most 1,000, because the reader recurses.
	 */
	readonly maxDepth?: number;
	/** Values of every kind, keys not counted. */
	readonly maxNodes?: number;
	/**
	 * `strict` (the default) refuses −0 and integers beyond ±(2^53 − 1). `telemetry` reads −0 as 0 and such integers as the
	 * nearest binary64: measured files hold both, and nobody signs them.
	 */
	readonly numbers?: 'strict' | 'telemetry';
};

/**
 * Where a fault is: an offset from 0, line and column from 1, in UTF-16 code units (in bytes for `bad-utf8`).
 */
export type JsonPosition = { readonly offset: number; readonly line: number; readonly column: number };

/** Why a text is refused, and where. */
export type JsonFault = JsonPosition &
	(JsonProblem | { readonly code: 'bad-utf8' } | { readonly code: 'too-large'; readonly limit: number });

const DEFAULT_MAX_BYTES = 2 ** 28;
const DEFAULT_MAX_NODES = 2 ** 24;
const HIGHEST_MAX_DEPTH = 1_000;
const LINE_FEED = 0x0a;

/**
 * The value of a JSON text: RFC 8259 to the letter, and stricter where its §4 and §6 leave readers to differ.
 * Duplicate keys (compared after unescaping), prototype keys, lone surrogates, −0, numbers beyond binary64 and
 * integer literals beyond ±(2^53 − 1) are refused, so that no two readers of signed data can see two things. A
 * byte order mark at the start is passed over. Fails with a {@link JsonFault}; never throws.
 */
export function parseJson(input: string | Uint8Array, limits: JsonLimits = {}): Result<JsonValue, JsonFault> {
	const { maxBytes = DEFAULT_MAX_BYTES } = limits;
	if (input.length > maxBytes) {
		return err({ code: 'too-large', limit: maxBytes, offset: maxBytes, line: 1, column: 1 });
	}
	if (typeof input === 'string') return parseText(input, limits);
	const decoded = decodeUtf8(input);
	if (decoded.ok) return parseText(decoded.value, limits);
	return err({
		code: 'bad-utf8',
		...positionOf(decoded.error.offset, (from) => input.indexOf(LINE_FEED, from)),
	});
}

function parseText(text: string, limits: JsonLimits): Result<JsonValue, JsonFault> {
	const { maxDepth = MAX_DEPTH, maxNodes = DEFAULT_MAX_NODES, numbers = 'strict' } = limits;
	const reader = {
		text,
		at: text.startsWith('\ufeff') ? 1 : 0,
		nodes: 0,
		maxDepth: Math.min(maxDepth, HIGHEST_MAX_DEPTH),
		maxNodes,
		exactNumbers: numbers === 'strict',
	};
	try {
		return ok(readDocument(reader));
	} catch (halt) {
		if (!(halt instanceof JsonHalt)) throw halt;
		return err({ ...halt.problem, ...positionOf(halt.offset, (from) => text.indexOf('\n', from)) });
	}
}

function positionOf(offset: number, nextLineFeed: (from: number) => number): JsonPosition {
	let line = 1;
	let lineStart = 0;
	for (let at = nextLineFeed(0); at !== -1 && at < offset; at = nextLineFeed(lineStart)) {
		line++;
		lineStart = at + 1;
	}
	return { offset, line, column: offset - lineStart + 1 };
}
