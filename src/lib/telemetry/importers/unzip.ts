import { Unzip, UnzipInflate } from 'fflate';
import { err, ok, type Result } from '../../primitives/result.ts';
import type { ImportFailure } from '../import-failure.ts';
import { DecompressionHalt, checkSize, joinPieces, type DecompressionLimits } from './decompress.ts';
import type { ImportFile } from './importer.ts';

const INPUT_CHUNK = 4_096;
const MOST_ENTRIES = 2_000;
/** Folders, and what file managers add of their own accord. */
const NO_FILE = /\/$|(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|\._)/;

/** Whether bytes begin like a zip archive. */
export function isZip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * The files of a zip archive, inflated piece by piece under the caps of all entries together.
 * Fails with `too-large`, `too-compressed`, `too-many-files`, `broken-compression`, `empty-file`.
 */
export function unzipFile(
	file: ImportFile,
	limits: DecompressionLimits,
): Result<readonly ImportFile[], ImportFailure> {
	const entries: { name: string; pieces: Uint8Array[]; size: number; whole: boolean }[] = [];
	let [total, read] = [0, 0];
	const stream = new Unzip((packed) => {
		if (NO_FILE.test(packed.name)) return;
		if (entries.length >= MOST_ENTRIES)
			throw new DecompressionHalt({
				code: 'too-many-files',
				limit: MOST_ENTRIES,
				actual: entries.length + 1,
			});
		const entry = { name: packed.name, pieces: [] as Uint8Array[], size: 0, whole: false };
		entries.push(entry);
		packed.ondata = (error, piece, final) => {
			if (error) throw error;
			total += piece.length;
			checkSize(file.name, total, read, limits);
			entry.pieces.push(piece);
			entry.size += piece.length;
			entry.whole ||= final;
		};
		packed.start();
	});
	stream.register(UnzipInflate);
	try {
		while (read < file.bytes.length) {
			const piece = file.bytes.subarray(read, read + INPUT_CHUNK);
			read += piece.length;
			stream.push(piece, read >= file.bytes.length);
		}
	} catch (error) {
		if (error instanceof DecompressionHalt) return err(error.failure);
		return err({ code: 'broken-compression', file: file.name, format: 'zip' });
	}
	if (entries.some((entry) => !entry.whole))
		return err({ code: 'broken-compression', file: file.name, format: 'zip' });
	if (entries.length === 0) return err({ code: 'empty-file', file: file.name });
	return ok(
		entries.map(({ name, pieces, size }) => ({
			name: `${file.name}/${name.replace(/[\u0000-\u001f\u007f]/g, '·').slice(-120)}`,
			bytes: joinPieces(pieces, size),
		})),
	);
}
