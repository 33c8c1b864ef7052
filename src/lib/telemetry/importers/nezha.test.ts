import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sharedFiles } from '../../../../tests/shared-files.ts';
import { analyseIncident } from '../../rca/analysis.ts';
import { importFiles, importTelemetryAsync, type ImportProgress } from './import-files.ts';

const shared = sharedFiles('formats/nezha-csv');
const HEADING = 'TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration';
const at = (ms: number) => `${1_700_000_000_000 + ms}000000`;
const file = (text: string) => ({ name: 'unknown', bytes: strToU8(text) });
const TRACE = [
	HEADING,
	`t,1,root,shop-7b6dc75c45-2z9p2,/*,${at(0)},${at(100)},100`,
	`t,2,1,shop-7b6dc75c45-2z9p2,HTTP GET,${at(10)},${at(60)},50`,
	`t,3,2,cart-579f59597d-wc2lz,/items,${at(20)},${at(50)},30`,
];

const filesOf = (system: string, folders: readonly string[]) =>
	folders.flatMap((folder) => shared.readAll(`${system}/${folder}`));

describe('nezha', () => {
	it('tells kinds from the trace, services from pods, and a route from what the front door called', () => {
		const imported = importFiles([file(TRACE.join('\n'))]);
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { nodes, edges } = imported.value.incident;
		expect([...nodes].map(([name, { kind }]) => [name, kind])).toEqual([
			['cart /items', 'server'],
			['shop /*', 'server'],
			['shop HTTP GET', 'client'],
			['shop /items [entry]', 'entry'],
		]);
		expect(edges[0]?.series.get('gap_p50')).toEqual([20]);
	});

	it('drops a row with its place and a reason', () => {
		const imported = importFiles([file([...TRACE, `t,4,1,shop,/x,soon,${at(1)},1`].join('\r\n'))]);
		expect(imported.ok && imported.value.warnings.find(({ code }) => code === 'dropped-row')).toEqual({
			code: 'dropped-row',
			where: 'unknown:5',
			count: 1,
			detail: 'bad start',
		});
	});

	it('says where a quote is never closed', () => {
		const imported = importFiles([file([...TRACE, `t,"4,1,shop,/x,${at(0)},${at(1)},1`, ''].join('\n'))]);
		expect(imported.ok || imported.error).toMatchObject({ code: 'broken-csv', row: 5 });
	});

	it('is cancelled between two steps, and lets others run', async () => {
		let steps = 0;
		const cancelled = await importTelemetryAsync([file(TRACE.join('\n'))], {
			breathe: () => Promise.resolve(),
			isCancelled: () => ++steps > 3,
		});
		expect(cancelled.ok || cancelled.error.code).toBe('cancelled');
		const told: ImportProgress[] = [];
		const whole = await importTelemetryAsync([file(TRACE.join('\n'))], {
			breathe: () => Promise.resolve(),
			onProgress: (progress) => told.push(progress),
		});
		const bytes = TRACE.join('\n').length;
		expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['unpacking', 'recognising', 'reading']);
		expect(whole.ok && told.at(-1)).toMatchObject({
			doneBytes: bytes,
			totalBytes: bytes,
			rows: TRACE.length,
		});
	});

	shared.test(shared.title('finds the delayed service in traces and metrics of two minutes'), () => {
		const imported = importFiles(filesOf('onlineboutique', ['trace', 'metric']));
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		expect(imported.value.report.missing).not.toContain('resources');
		expect(analyseIncident(imported.value.incident).verdict).toMatchObject({
			kind: 'cause',
			node: 'cartservice',
		});
	});

	shared.test(shared.title('reads traces, logs and metrics together'), () => {
		const imported = importFiles(filesOf('trainticket', ['trace', 'metric', 'log']));
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		expect(imported.value.report).toMatchObject({ spans: 8992, missing: ['alert'] });
		const { ranking } = analyseIncident(imported.value.incident);
		expect(ranking.slice(0, 3).map(({ node }) => node)).toContain('ts-contacts-service');
	});
});
