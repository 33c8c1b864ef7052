import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../primitives/bytes.ts';
import { checkpointOrigin, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { emptyMerkleRoot } from './merkle.ts';

const root = encodeHex(emptyMerkleRoot());
const body = 'dao-gov/v1/x\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';

describe('checkpoint text', () => {
	it('is origin, size and base64 root, one a line', () => {
		expect(formatCheckpoint({ origin: 'dao-gov/v1/x', size: 0, root })).toBe(body);
		expect(parseCheckpoint(body)).toEqual({ ok: true, value: { origin: 'dao-gov/v1/x', size: 0, root } });
		expect(checkpointOrigin(root)).toBe(`dao-gov/v1/${root}`);
	});

	it('reads back what it writes, in one spelling', () => {
		const size = fc.nat({ max: Number.MAX_SAFE_INTEGER });
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), size, (bytes, count) => {
				const checkpoint = { origin: checkpointOrigin(root), size: count, root: encodeHex(bytes) };
				const text = formatCheckpoint(checkpoint);
				expect(text.split('\n')[2]).toBe(Buffer.from(bytes).toString('base64'));
				expect(parseCheckpoint(text)).toEqual({ ok: true, value: checkpoint });
			}),
		);
	});

	it.each([
		['no final line feed', body.slice(0, -1), 'three-lines'],
		['an extension line', `${body}more\n`, 'three-lines'],
		['nothing', '', 'three-lines'],
		['carriage returns', body.replaceAll('\n', '\r\n'), 'origin'],
		['an empty origin', body.slice(12), 'origin'],
		['a space in the origin', body.replace('x', 'x y'), 'origin'],
		['a plus in the origin', body.replace('x', 'x+y'), 'origin'],
		['a leading zero', body.replace('\n0\n', '\n00\n'), 'size'],
		['a negative size', body.replace('\n0\n', '\n-1\n'), 'size'],
		['a size in hex', body.replace('\n0\n', '\n0x1\n'), 'size'],
		['a size beyond 2^53 − 1', body.replace('\n0\n', '\n9007199254740993\n'), 'size'],
		['a root without padding', body.replace('=', ''), 'root'],
		['base64url', body.replace('+', '-').replace('/T', '_T'), 'root'],
		['stray bits after the root', body.replace('uFU=', 'uFV='), 'root'],
	])('refuses %s', (_name, text, expected) => {
		expect(parseCheckpoint(text)).toMatchObject({ ok: false, error: { code: 'bad-checkpoint', expected } });
	});
});
