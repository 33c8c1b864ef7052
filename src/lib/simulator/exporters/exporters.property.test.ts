import { strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeIncident } from '../../telemetry/encode-incident.ts';
import { WarningList } from '../../telemetry/import-failure.ts';
import { importTelemetry } from '../../telemetry/importers/import-files.ts';
import type { Telemetry } from '../../telemetry/incident-model.ts';
import { SpanTally } from '../../telemetry/spans/span-tally.ts';
import { telemetryOfSpans } from '../../telemetry/spans/span-telemetry.ts';
import { SIMULATED_FAULTS } from '../simulation-link.ts';
import { recordRun, splitAtOnset, type RecordedRun } from '../record-run.ts';
import type { SimulationOptions } from '../run-simulation.ts';
import { simulateIncident } from '../simulate-incident.ts';
import { encodeJaeger } from './jaeger.ts';
import { encodeMabc } from './mabc.ts';
import { encodeNezhaTraces } from './nezha.ts';
import { encodeOtlpLogs, encodeOtlpMetrics, encodeOtlpTraces } from './otlp.ts';
import { encodePrometheus } from './prometheus.ts';

const RUNS = 12;
const options = fc.record({
	size: fc.constant(10 as const),
	fault: fc.constantFrom(...SIMULATED_FAULTS),
	severity: fc.constantFrom(0, 0.5, 1),
	seed: fc.nat(0xffff_ffff),
	requestsPerWindow: fc.integer({ min: 1, max: 4 }),
}) satisfies fc.Arbitrary<SimulationOptions>;

/** Imports documents and texts under names. */
function importAll(files: Readonly<Record<string, unknown>>) {
	const imported = importTelemetry(
		Object.entries(files).map(([name, content]) => ({
			name,
			bytes: strToU8(typeof content === 'string' ? content : JSON.stringify(content)),
		})),
	);
	if (!imported.ok) throw new Error(JSON.stringify(imported.error));
	return imported.value;
}

/** What the spans of a run say when they are counted without a file in between. */
function countedSpans(run: RecordedRun) {
	const tally = new SpanTally(new WarningList());
	const { before, after } = splitAtOnset(run);
	for (const span of before) tally.add(span, 0);
	for (const span of after) tally.add(span, 1);
	return telemetryOfSpans(tally);
}

/** The series of a telemetry by what they are of; times of traces only. */
function seriesOf({ nodes, edges, innerEdges }: Pick<Telemetry, 'nodes' | 'edges' | 'innerEdges'>) {
	return new Map([
		...[...nodes].flatMap(([name, node]) =>
			[...node.series].map(([metric, values]) => [`${name} ${node.kind} ${metric}`, values] as const),
		),
		...edges.flatMap((edge) =>
			[...edge.series, ['calls', edge.calls ?? []] as const].map(
				([metric, values]) => [`${edge.caller} → ${edge.callee} ${metric}`, values] as const,
			),
		),
		...innerEdges.map((edge) => [`${edge.service}: ${edge.parent} → ${edge.child}`, edge.calls] as const),
	]);
}

/** Times come back to a microsecond; counts and names exactly. */
function expectSameSeries(actual: ReturnType<typeof seriesOf>, expected: ReturnType<typeof seriesOf>): void {
	expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
	for (const [name, values] of expected)
		actual.get(name)!.forEach((value, index) => {
			const wanted = values[index] ?? null;
			if (wanted === null || value === null) expect(value, name).toBe(wanted);
			else expect(Math.abs(value - wanted), `${name} [${index}]`).toBeLessThan(0.003);
		});
}

/** Whether a log line falls into a window: lines are counted by five seconds, and where no trace begins there is no window. */
function coverageOf({ minutes, seconds, windowSeconds }: Telemetry): (time: number) => boolean {
	const windows = minutes.map((minute, index) => {
		const start = Date.parse(`${minute.replace(' ', 'T')}Z`) / 1000;
		return [start, start + (seconds?.[index] ?? windowSeconds)] as const;
	});
	return (time) => {
		const counted = 5 * Math.floor(time / 5);
		return windows.some(([start, end]) => start <= counted && counted < end);
	};
}

describe('a recorded run comes back from', () => {
	it('Jaeger JSON: every span, its kind, its errors, its place in the trace', () => {
		fc.assert(
			fc.property(options, (given) => {
				const run = recordRun(given);
				const { before, after } = splitAtOnset(run);
				const { telemetry, report, warnings } = importAll({
					'normal.json': encodeJaeger(before),
					'incident.json': encodeJaeger(after),
				});
				expect(report).toMatchObject({ importer: 'jaeger', spans: run.spans.length });
				expect(warnings.map(({ code }) => code)).toEqual(['guessed-baseline']);
				const counted = countedSpans(run);
				expect(telemetry.phase).toEqual(counted.phase);
				expectSameSeries(seriesOf(telemetry), seriesOf(counted));
			}),
			{ numRuns: RUNS },
		);
	}, 60_000);

	it('OTLP JSON: spans, what pods reported, log lines by severity', () => {
		fc.assert(
			fc.property(options, (given) => {
				const run = recordRun(given);
				const { before, after } = splitAtOnset(run);
				const { telemetry, report, warnings } = importAll({
					'normal.json': encodeOtlpTraces(before),
					'incident.json': encodeOtlpTraces(after),
					'metrics.json': encodeOtlpMetrics(run.samples),
					'logs.json': encodeOtlpLogs(run.logs),
				});
				expect(report).toMatchObject({ importer: 'otlp', spans: run.spans.length });
				expect(warnings.map(({ code }) => code)).toEqual(['guessed-baseline']);
				const counted = countedSpans(run);
				expectSameSeries(seriesOf(telemetry), seriesOf(counted));
				const isCovered = coverageOf(telemetry);
				for (const [service, { levels }] of telemetry.logs) {
					const lines = run.logs.filter((line) => line.service === service && isCovered(line.seconds));
					for (const level of ['info', 'warn', 'error'] as const) {
						const counts = (levels.get(level) ?? []).reduce<number>((sum, n) => sum + (n ?? 0), 0);
						expect(counts, `${service} ${level}`).toBe(lines.filter((line) => line.level === level).length);
					}
				}
			}),
			{ numRuns: RUNS },
		);
	}, 60_000);

	it('Nezha CSV: every span; kinds are told from the trace, and errors are not in it', () => {
		fc.assert(
			fc.property(options, (given) => {
				const run = recordRun(given);
				const { before, after } = splitAtOnset(run);
				const { telemetry, report } = importAll({
					'normal.csv': encodeNezhaTraces(before),
					'incident.csv': encodeNezhaTraces(after),
				});
				expect(report).toMatchObject({ importer: 'nezha', spans: run.spans.length });
				const counted = countedSpans(run);
				expect(telemetry.minutes).toEqual(counted.minutes);
				for (const [name, node] of counted.nodes)
					for (const metric of ['calls', 'p50', 'self_duration'])
						expect(telemetry.nodes.get(name)?.series.get(metric), `${name} ${metric}`).toEqual(
							node.series.get(metric)?.map((value) => (value === null ? null : expect.closeTo(value, 2))),
						);
			}),
			{ numRuns: RUNS },
		);
	}, 60_000);

	it('Prometheus matrices: every number at its time', () => {
		fc.assert(
			fc.property(options, (given) => {
				const { samples } = recordRun(given);
				const { telemetry, report } = importAll({
					'cpu.json': encodePrometheus(samples, 'cpu_pct'),
					'memory.json': encodePrometheus(samples, 'mem_pct'),
				});
				expect(report).toMatchObject({ importer: 'prometheus', windows: 19 });
				for (const [service, { resources }] of telemetry.services)
					for (const [metric, values] of resources) {
						const wanted = samples.filter((one) => one.service === service && one.metric === metric);
						expect(values).toEqual(wanted.map(({ value }) => Math.round(1000 * value) / 1000));
					}
			}),
			{ numRuns: RUNS },
		);
	}, 60_000);

	it('mABC’s three files: figures of services, who called whom and when, the alert', () => {
		fc.assert(
			fc.property(options, (given) => {
				const { incident, label } = simulateIncident(given);
				const files = encodeMabc(incident, label.path);
				const { telemetry } = importAll({ ...files });
				expect(telemetry.alert).toMatchObject({
					node: incident.alert.service,
					time: incident.alert.time,
				});
				for (const [name, { series }] of incident.services)
					for (const metric of ['calls', 'average_duration']) {
						const calls = series.get('calls') ?? [];
						const wanted = series.get(metric)?.map((value, index) => (calls[index] ? value : null));
						if (wanted?.some((value) => value !== null))
							expect(telemetry.nodes.get(name)?.series.get(metric), `${name} ${metric}`).toEqual(wanted);
					}
				const serviceOf = (node: string) => incident.nodes.get(node)?.service;
				for (const { caller, callee, present } of telemetry.edges)
					expect(present, `${caller} → ${callee}`).toEqual(
						incident.minutes.map((_, index) =>
							incident.edges.some(
								(edge) =>
									serviceOf(edge.caller) === caller &&
									serviceOf(edge.callee) === callee &&
									(edge.calls?.[index] ?? 0) > 0,
							),
						),
					);
			}),
			{ numRuns: RUNS },
		);
	}, 60_000);

	it('our own form: the same incident', () => {
		fc.assert(
			fc.property(options, (given) => {
				const { incident } = simulateIncident(given);
				expect(importAll({ any: encodeIncident(incident) }).telemetry).toEqual(incident);
			}),
			{ numRuns: RUNS },
		);
	}, 60_000);
});
