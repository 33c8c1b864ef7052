import { Gunzip } from 'fflate';
import { err, ok, type Result } from '../../primitives/result.ts';
import type { ImportFailure } from '../import-failure.ts';
import type { ImportFile } from './importer.ts';

/** Caps on what a compressed file may become. */
export type DecompressionLimits = {
	readonly maxBytes: number;
	/** Most output bytes per input byte, once past `graceBytes`. */
	readonly maxRatio: number;
	readonly graceBytes: number;
};

/** 256 MB, 200-fold beyond the first 4 MB: columnar JSON of real incidents stays under 30-fold. */
export const DEFAULT_LIMITS: DecompressionLimits = {
	maxBytes: 256 * 2 ** 20,
	maxRatio: 200,
	graceBytes: 4 * 2 ** 20,
};

const INPUT_CHUNK = 4_096;

/** Stops inflation from inside fflate's callback; caught where the stream is fed. */
export class DecompressionHalt extends Error {
	constructor(readonly failure: ImportFailure) {
		super(failure.code);
	}
}

/** Whether bytes begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
	return bytes.length > 18 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * The bytes of a gzip file, inflated piece by piece so that a bomb is refused after a few megabytes.
 * Fails with `too-large`, `too-compressed`, `broken-compression`.
 */
export function gunzipFile(
	file: ImportFile,
	limits: DecompressionLimits = DEFAULT_LIMITS,
): Result<Uint8Array, ImportFailure> {
	const pieces: Uint8Array[] = [];
	let total = 0;
	let read = 0;
	const stream = new Gunzip((piece) => {
		total += piece.length;
		checkSize(file.name, total, read, limits);
		pieces.push(piece);
	});
	try {
		while (read < file.bytes.length) {
			const piece = file.bytes.subarray(read, read + INPUT_CHUNK);
			read += piece.length;
			stream.push(piece, read >= file.bytes.length);
		}
	} catch (error) {
		if (error instanceof DecompressionHalt) return err(error.failure);
		return err({ code: 'broken-compression', file: file.name, format: 'gzip' });
	}
	return ok(joinPieces(pieces, total));
}

/** Throws a {@link DecompressionHalt} once `total` bytes out of `read` bytes in are too many. */
export function checkSize(file: string, total: number, read: number, limits: DecompressionLimits): void {
	if (total > limits.maxBytes)
		throw new DecompressionHalt({ code: 'too-large', file, limitBytes: limits.maxBytes, actualBytes: total });
	if (total > limits.graceBytes && total > read * limits.maxRatio)
		throw new DecompressionHalt({
			code: 'too-compressed',
			file,
			limitRatio: limits.maxRatio,
			limitBytes: limits.graceBytes,
		});
}

/** Pieces one behind the other. */
export function joinPieces(pieces: readonly Uint8Array[], total: number): Uint8Array {
	const out = new Uint8Array(total);
	let offset = 0;
	for (const piece of pieces) {
		out.set(piece, offset);
		offset += piece.length;
	}
	return out;
}
