import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../telemetry/importers/import-files.ts';
import { firstLines, linesAround, runFailureOf } from './file-faults.ts';

/** What the page is told about files that cannot be imported. */
function faultOf(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
	const imported = importFiles(files);
	if (imported.ok) throw new Error('it was imported');
	const failure = runFailureOf(imported.error, files);
	if (failure.code !== 'not-imported') throw new Error(failure.code);
	return failure;
}

describe('linesAround', () => {
	it('shows a line between its neighbours', () => {
		const bytes = strToU8('one\ntwo\r\nthree\nfour\nfive');
		expect(linesAround(bytes, 3, 1)).toEqual({ sample: ['two', 'three', 'four'], sampleFrom: 2 });
		expect(linesAround(bytes, 1, 1)).toEqual({ sample: ['one', 'two'], sampleFrom: 1 });
		expect(linesAround(bytes, 5, 1)).toEqual({ sample: ['three', 'four', 'five'], sampleFrom: 3 });
		expect(firstLines(bytes)).toEqual(['one', 'two', 'three']);
	});

	it('cuts a long line around the column, and shows no control characters', () => {
		const [line] = linesAround(strToU8(`${'a'.repeat(5000)}X\u0000${'b'.repeat(5000)}`), 1, 5001).sample;
		expect(line).toMatch(/^…a{79}X·b{79}…$/);
	});
});

describe('runFailureOf', () => {
	it('shows the broken line of a packed file as it reads unpacked', () => {
		const bytes = gzipSync(strToU8('{\n  "minutes": [1,, 2]\n}'));
		expect(faultOf([{ name: 'a.gz', bytes }])).toMatchObject({
			cause: { code: 'broken-json' },
			file: { name: 'a.gz', line: 2, column: 17, sampleFrom: 1 },
		});
		expect(faultOf([{ name: 'a.gz', bytes }]).file.sample[1]).toBe('  "minutes": [1,, 2]');
	});

	it('shows nothing of a file that has nothing, or cannot be unpacked', () => {
		const empty = faultOf([{ name: 'empty', bytes: new Uint8Array() }]);
		expect(empty).toMatchObject({ cause: { code: 'empty-file' }, file: { name: 'empty', sample: [] } });
		const bomb = faultOf([{ name: 'bomb', bytes: gzipSync(new Uint8Array(8 * 2 ** 20)) }]);
		expect(bomb).toMatchObject({ cause: { code: 'too-compressed' }, file: { name: 'bomb', sample: [] } });
	});

	it('takes a cancelled import for no error', () => {
		expect(runFailureOf({ code: 'cancelled' }, [])).toEqual({ code: 'cancelled', detail: '' });
	});
});
