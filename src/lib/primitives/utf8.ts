import { err, ok, type Result } from './result.ts';

/** The decoder and encoder every engine has; declared here because the core is compiled without the DOM's types. */
declare const TextDecoder: new (
	label: 'utf-8',
	options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

declare const TextEncoder: new () => {
	encode(text: string): Uint8Array;
	encodeInto(text: string, target: Uint8Array): { readonly written: number };
};
const encoder = new TextEncoder();

/** The UTF-8 bytes of a well-formed text. */
export function encodeUtf8(text: string): Uint8Array {
	return encoder.encode(text);
}

/** Writes a well-formed text into a buffer that has room for three bytes a code unit; answers where it ends. */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
	return at + encoder.encodeInto(text, target.subarray(at)).written;
}

/**
 * The text of UTF-8 bytes, a byte order mark kept. Fails with `bad-utf8` and the offset of the first byte of
 * the bad sequence.
 */
export function decodeUtf8(
	bytes: Uint8Array,
): Result<string, { readonly code: 'bad-utf8'; readonly offset: number }> {
	try {
		return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
	} catch {
		return err({ code: 'bad-utf8', offset: firstBadSequence(bytes) });
	}
}

/**
 * Where strict decoding fails: overlong forms, surrogates, values over U+10FFFF, cut sequences. Source: RFC
 * 3629 §4.
 */
function firstBadSequence(bytes: Uint8Array): number {
	let at = 0;
	while (at < bytes.length) {
		const length = sequenceLength(bytes, at);
		if (length === 0) return at;
		at += length;
	}
	return at;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
	const lead = bytes[at] as number;
	if (lead < 0x80) return 1;
	if (lead < 0xc2 || lead > 0xf4) return 0;
	const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
	for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
	const second = bytes[at + 1] as number;
	if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return 0;
	if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return 0;
	return length;
}
