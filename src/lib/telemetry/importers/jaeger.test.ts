import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { analyseIncident } from '../../rca/analysis.ts';
import { sharedFiles } from '../../../../tests/shared-files.ts';
import { importFiles } from './import-files.ts';

const shared = sharedFiles('formats/jaeger');

const span = (spanID: string, parent: string | null, process: string, start: number, duration: number) => ({
	traceID: 't',
	spanID,
	operationName: `/${spanID}/42`,
	references: parent === null ? [] : [{ refType: 'CHILD_OF', traceID: 't', spanID: parent }],
	startTime: 1_700_000_000_000_000 + start,
	duration,
	processID: process,
	tags: [] as unknown[],
});

function trace(spans: readonly unknown[]) {
	const data = [
		{ traceID: 't', spans, processes: { p1: { serviceName: 'shop' }, p2: { serviceName: 'cart' } } },
	];
	return { name: 'unknown', bytes: strToU8(JSON.stringify({ data })) };
}

describe('jaeger', () => {
	it('takes own time, gap, routes and errors from one trace', () => {
		const call = span('call', 'root', 'p1', 10_000, 50_000);
		const serve = { ...span('serve', 'call', 'p2', 20_000, 30_000), tags: [{ key: 'error', value: true }] };
		const imported = importFiles([trace([span('root', null, 'p1', 0, 100_000), call, serve])]);
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { incident, report, warnings } = imported.value;
		expect(report).toMatchObject({ importer: 'jaeger', spans: 3, services: 2, edges: 1 });
		const root = incident.nodes.get('shop /root/{id}');
		expect(root?.series.get('average_duration')).toEqual([100]);
		expect(root?.series.get('self_duration')).toEqual([50]);
		expect(incident.nodes.get('shop /call/{id}')?.kind).toBe('client');
		expect(incident.nodes.get('cart /serve/{id}')?.series.get('error_rate')).toEqual([100]);
		expect(incident.edges[0]).toMatchObject({ caller: 'shop /call/{id}', callee: 'cart /serve/{id}' });
		expect(incident.edges[0]?.series.get('gap_p50')).toEqual([20]);
		expect(incident.nodes.get('shop /root/{id} [entry]')?.kind).toBe('entry');
		expect(incident.alert).toMatchObject({ service: 'shop', derived: true });
		expect(warnings.map((warning) => warning.code)).toContain('derived-alert');
	});

	it('puts a child with another clock inside its parent and says so', () => {
		const late = span('serve', 'root', 'p2', -400_000, 40_000);
		const imported = importFiles([trace([span('root', null, 'p1', 0, 100_000), late])]);
		expect(
			imported.ok && imported.value.incident.nodes.get('shop /root/{id}')?.series.get('self_p50'),
		).toEqual([60]);
		expect(imported.ok && imported.value.warnings.find(({ code }) => code === 'clock-skew')?.count).toBe(1);
	});

	it('drops what is no span with a place and a reason, and cuts circles of parents', () => {
		const broken = { ...span('x', null, 'p9', 0, 1), startTime: 'soon' };
		const circle = [span('a', 'b', 'p1', 0, 10_000), span('b', 'a', 'p2', 0, 10_000)];
		const imported = importFiles([trace([span('root', null, 'p1', 0, 1000), broken, 7, ...circle])]);
		expect(imported.ok && imported.value.warnings.filter(({ code }) => code === 'dropped-row')).toEqual([
			{ code: 'dropped-row', where: 'unknown data[0].spans[1]', count: 1, detail: 'no process' },
			{ code: 'dropped-row', where: 'unknown data[0].spans[2]', count: 1, detail: 'no object' },
		]);
	});

	const title = 'reads a normal and an incident file of %s as two sides, whatever their names';
	shared.test.each(['trainticket', 'onlineboutique'])(shared.title(title), (system) => {
		const imported = importFiles([
			shared.read(`${system}-normal.json`),
			shared.read(`${system}-incident.json`),
		]);
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { incident, report, warnings } = imported.value;
		expect(report.spans).toBeGreaterThan(3000);
		expect(new Set(incident.phase)).toEqual(new Set(['baseline', 'incident']));
		expect(warnings.map((warning) => warning.code)).toContain('guessed-baseline');
		const analysis = analyseIncident(incident);
		expect(analysis.ranking.length).toBe(report.services);
	});
});
