import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { importFiles } from './import-files.ts';

const file = (text: string, name = 'unknown') => ({ name, bytes: strToU8(text) });
const WIDE = ['timestamp,service,cpu_percent,latency_ms,note'];
const LONG = ['time;pod;metric;value'];
for (let minute = 0; minute < 10; minute++)
	for (const service of ['shop', 'cart']) {
		const time = `2024-01-01T08:0${minute}:00+08:00`;
		WIDE.push(`${time},${service},${10 + minute},${service === 'cart' && minute > 7 ? 900 : 20},fine`);
		LONG.push(`${1704067200 + 60 * minute};${service};response_time_seconds;0.02`);
	}

describe('generic-csv', () => {
	it('guesses time, service and metrics of a wide table and says so', () => {
		const imported = importFiles([file(WIDE.join('\n'))]);
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { incident, warnings } = imported.value;
		expect(incident.minutes[0]).toBe('2024-01-01 00:00:00');
		expect(incident.services.get('cart')?.resources.get('cpu_pct')?.[3]).toBe(13);
		expect(incident.alert).toMatchObject({ node: 'cart', signal: 'latency', derived: true });
		expect(warnings.filter(({ code }) => code === 'guessed-column').map(({ detail }) => detail)).toEqual([
			'timestamp → time',
			'service → service',
			'cpu_percent → cpu_pct × 1',
			'latency_ms → average_duration × 1',
		]);
	});

	it('reads metric and value side by side, also behind semicolons', () => {
		const imported = importFiles([file(LONG.join('\r\n'))]);
		expect(
			imported.ok && imported.value.incident.services.get('shop')?.series.get('average_duration')?.[0],
		).toBe(20);
	});

	it('counts rows without a time and says where the first is', () => {
		const imported = importFiles([file([...WIDE, 'soon,shop,1,2,x', 'later,shop,1,2,x'].join('\n'))]);
		expect(imported.ok && imported.value.warnings.find(({ code }) => code === 'dropped-row')).toMatchObject({
			where: 'unknown:22',
			count: 2,
			detail: 'bad time',
		});
	});
});

describe('broken quotes', () => {
	it('are found however long the file goes on behind them', () => {
		const rows = `${WIDE[0]}\n1700000000,"shop,1,2,x\n${'1700000000,shop,1,2,x\n'.repeat(250_000)}`;
		const imported = importFiles([file(rows)]);
		expect(imported.ok || imported.error).toMatchObject({ code: 'broken-csv', row: 2 });
	});
});

describe('zip', () => {
	const zip = (files: Record<string, Uint8Array>) => ({ name: 'unknown', bytes: zipSync(files) });

	it('is opened whatever its name, and what is no telemetry in it is skipped aloud', () => {
		const imported = importFiles([
			zip({
				'a/data': strToU8(WIDE.join('\n')),
				'a/README': strToU8('Read me first.'),
				'a/empty': new Uint8Array(),
			}),
		]);
		expect(imported.ok && imported.value.report.files).toEqual(['unknown/a/data']);
		expect(imported.ok && imported.value.warnings.find(({ code }) => code === 'skipped-file')?.where).toBe(
			'unknown/a/README',
		);
	});

	it('refuses bombs, cut archives and ones with nothing known in them', () => {
		const bomb = importFiles([zip({ zeros: new Uint8Array(30 * 2 ** 20) })]);
		expect(bomb.ok || bomb.error.code).toBe('too-compressed');
		const whole = zip({ data: strToU8(WIDE.join('\n')) }).bytes;
		const cut = importFiles([{ name: 'cut', bytes: whole.subarray(0, 150) }]);
		expect(cut.ok || cut.error).toMatchObject({ code: 'broken-compression', format: 'zip' });
		const other = importFiles([zip({ a: strToU8('Read me'), b: strToU8('and me') })]);
		expect(other.ok || other.error.code).toBe('unrecognised');
	});

	it('refuses an empty file', () => {
		const imported = importFiles([{ name: 'nothing', bytes: new Uint8Array() }]);
		expect(imported.ok || imported.error).toEqual({ code: 'empty-file', file: 'nothing' });
	});
});
