import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sharedFiles } from '../../../../tests/shared-files.ts';
import { importFiles, importTelemetry } from './import-files.ts';

const formats = sharedFiles('formats/otlp');
const examples = sharedFiles('vectors/otlp-json/examples');
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
const nanos = (seconds: number) => `${1_700_000_000 + seconds}000000000`;
const file = (...requests: unknown[]) => ({
	name: 'unknown',
	bytes: strToU8(requests.map((request) => JSON.stringify(request)).join('\n')),
});
const spans = (list: unknown[]) => ({ resourceSpans: [{ resource, scopeSpans: [{ spans: list }] }] });
const span = (spanId: string, parentSpanId: string | undefined, from: number, to: number) => ({
	traceId: 'a',
	spanId,
	...(parentSpanId === undefined ? {} : { parentSpanId }),
	name: spanId,
	kind: parentSpanId ? 1 : 2,
	startTimeUnixNano: nanos(from),
	endTimeUnixNano: nanos(to),
	status: { code: 2 },
});

describe('otlp', () => {
	it('reads traces, metrics and logs of one line each, and says which line is none', () => {
		const points = [0, 60].map((second) => ({ timeUnixNano: nanos(second), asDouble: 0.25 }));
		const metrics = [{ name: 'process.cpu.utilization', unit: '1', gauge: { dataPoints: points } }];
		const records = [
			{ timeUnixNano: nanos(1), severityNumber: 17, body: { stringValue: 'order 42 lost' } },
			{ timeUnixNano: nanos(2), severityNumber: 17, body: { stringValue: 'order 43 lost' } },
		];
		const imported = importFiles([
			file(
				spans([span('root', undefined, 0, 2), span('child', 'root', 0, 1)]),
				{ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] },
				{ resourceLogs: [{ resource, scopeLogs: [{ logRecords: records }] }] },
				7,
			),
		]);
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { incident, report, warnings } = imported.value;
		expect(report).toMatchObject({ importer: 'otlp', spans: 2, services: 1 });
		expect(incident.nodes.get('shop root')?.series.get('self_duration')?.[0]).toBe(1000);
		expect(incident.services.get('shop')?.resources.get('cpu_pct')).toContain(25);
		expect(incident.logs.get('shop')?.templates.get('ERROR order * lost')?.[0]).toBe(2);
		expect(warnings.find(({ code }) => code === 'dropped-row')).toMatchObject({ where: 'unknown:4' });
	});

	it('refuses requests without anything in them', () => {
		const imported = importFiles([file(spans([]))]);
		expect(imported.ok || imported.error.code).toBe('no-telemetry');
	});

	formats.test(formats.title('reads the same from one request and from JSON Lines'), () => {
		const [whole, lines] = ['json', 'jsonl'].map((ending) =>
			importTelemetry([formats.read(`trainticket-one-trace.${ending}`)]),
		);
		expect(whole?.ok && whole.value.telemetry).toEqual(lines?.ok && lines.value.telemetry);
		expect(whole?.ok && whole.value.report.spans).toBeGreaterThan(20);
	});

	formats.test(formats.title('finds the delayed service of a normal and an incident file'), () => {
		const imported = importFiles([
			formats.read('onlineboutique-normal.json'),
			formats.read('onlineboutique-incident.json'),
		]);
		expect(imported.ok && imported.value.incident.phase).toContain('incident');
	});

	const title = examples.title('reads the %s example of the protocol');
	examples.test.each(['trace', 'metrics', 'logs', 'events'])(title, (name) => {
		const imported = importTelemetry([examples.read(`${name}.json`)]);
		expect(imported.ok && imported.value.report).toMatchObject({ importer: 'otlp', services: 1, windows: 1 });
	});
});
