import { gzipSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importFiles, importTelemetry } from './import-files.ts';
import type { ImportFile } from './importer.ts';

const INCIDENT = {
	minutes: ['2024-01-01 00:00:00'],
	alert: { node: 'shop', time: '2024-01-01 00:00:00' },
	nodes: { shop: { calls: [1] } },
};

function file(content: unknown, name = 'a.bin'): ImportFile {
	return { name, bytes: strToU8(typeof content === 'string' ? content : JSON.stringify(content)) };
}

describe('importFiles', () => {
	it('knows a form by its content, whatever its name, also gzipped', () => {
		const plain = importFiles([file(INCIDENT, 'picture.png')]);
		expect(plain.ok && plain.value.report).toMatchObject({ importer: 'incident-json', windows: 1, nodes: 1 });
		const packed = importFiles([{ name: 'x', bytes: gzipSync(strToU8(JSON.stringify(INCIDENT))) }]);
		expect(packed.ok && packed.value.incident.nodes.size).toBe(1);
	});

	it('says what the source does not hold', () => {
		const imported = importFiles([file(INCIDENT)]);
		expect(imported.ok && imported.value.report.missing).toEqual([
			'baseline',
			'edges',
			'logs',
			'resources',
			'self-time',
		]);
	});

	it('accepts −0 and a byte order mark, which measured files do hold', () => {
		const text = `\ufeff${JSON.stringify(INCIDENT).replace('[1]', '[-0]')}`;
		const imported = importFiles([file(text)]);
		expect(imported.ok && imported.value.incident.nodes.get('shop')?.series.get('calls')).toEqual([0]);
	});

	it('shows an unknown file with what was looked for and its first three lines', () => {
		const imported = importFiles([file('one\ntwo\u0000\nthree\nfour', 'notes.json')]);
		expect(imported.ok || imported.error).toMatchObject({
			code: 'unrecognised',
			file: 'notes.json',
			firstLines: ['one', 'two·', 'three'],
		});
	});

	it('skips a file nobody knows among others, but not a broken one', () => {
		const notes = file('one\ntwo', 'notes.txt');
		const imported = importFiles([notes, file(INCIDENT, 'a.json')]);
		expect(imported.ok && imported.value.warnings).toContainEqual({
			code: 'skipped-file',
			where: 'notes.txt',
			count: 1,
		});
		const broken = importFiles([file(INCIDENT, 'a.json'), file('{"minutes": [', 'b.json')]);
		expect(broken.ok || broken.error).toMatchObject({ code: 'broken-json', file: 'b.json' });
		const none = importFiles([notes, file('three', 'more.txt')]);
		expect(none.ok || none.error).toMatchObject({ code: 'unrecognised', file: 'notes.txt' });
	});

	it('says where JSON is broken and what was expected', () => {
		const imported = importFiles([file('{\n  "minutes": [1,, 2]\n}')]);
		expect(imported.ok || imported.error).toMatchObject({
			code: 'broken-json',
			line: 2,
			column: 17,
			expected: 'value',
		});
	});

	it('refuses duplicate and prototype keys', () => {
		const twice = importFiles([file('{"minutes":[],"minutes":[]}')]);
		expect(twice.ok || twice.error).toMatchObject({ code: 'broken-json', reason: 'duplicate-key' });
		const proto = importFiles([file('{"__proto__":{"a":1},"minutes":[],"nodes":{}}')]);
		expect(proto.ok || proto.error).toMatchObject({ code: 'broken-json', reason: 'forbidden-key' });
	});

	it('refuses depth without end, no file, and two forms at once', () => {
		const deep = importFiles([file('['.repeat(100_000))]);
		expect(deep.ok || deep.error).toMatchObject({ code: 'broken-json', reason: 'too-deep' });
		expect(importFiles([])).toEqual({ ok: false, error: { code: 'no-file' } });
		const maps = file({ a: { '2024-01-01 00:00:00': ['b'] } });
		const mixed = importFiles([file(INCIDENT), maps]);
		expect(mixed.ok || mixed.error.code).toBe('mixed-forms');
	});

	it('refuses telemetry without an alert, but hands it out as telemetry', () => {
		const { alert: _none, ...rest } = INCIDENT;
		const imported = importFiles([file(rest)]);
		expect(imported.ok || imported.error.code).toBe('no-alert');
		const telemetry = importTelemetry([file(rest)]);
		expect(telemetry.ok && telemetry.value.report.missing).toContain('alert');
	});

	it('refuses a bomb after a few megabytes and text that is not UTF-8', () => {
		const bomb = importFiles([{ name: 'bomb.gz', bytes: gzipSync(new Uint8Array(60 * 2 ** 20)) }]);
		expect(bomb.ok || bomb.error).toMatchObject({ code: 'too-compressed', file: 'bomb.gz' });
		const limits = { maxBytes: 1000, maxRatio: 1e9, graceBytes: 1000 };
		const large = importFiles([{ name: 'large', bytes: gzipSync(new Uint8Array(5000)) }], { limits });
		expect(large.ok || large.error.code).toBe('too-large');
		const plain = importFiles([{ name: 'large', bytes: new Uint8Array(5000) }], { limits });
		expect(plain.ok || plain.error.code).toBe('too-large');
	});

	it('refuses a cut gzip file', () => {
		const bytes = gzipSync(strToU8(JSON.stringify(INCIDENT).repeat(50)));
		const cut = importFiles([{ name: 'cut.gz', bytes: bytes.subarray(0, bytes.length >> 1) }]);
		expect(cut.ok).toBe(false);
	});

	it('never throws, whatever bytes it is given', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				expect(importFiles([{ name: 'x', bytes }]).ok).toBe(false);
			}),
		);
		fc.assert(
			fc.property(fc.json(), (text) => {
				expect(typeof importFiles([file(text)]).ok).toBe('boolean');
			}),
		);
	});
});
