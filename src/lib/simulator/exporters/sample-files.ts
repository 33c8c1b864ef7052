import type { JsonValue } from '../../primitives/json.ts';
import { encodeIncident } from '../../telemetry/encode-incident.ts';
import { recordRun, splitAtOnset } from '../record-run.ts';
import type { SimulationOptions } from '../run-simulation.ts';
import { simulateIncident } from '../simulate-incident.ts';
import { encodeJaeger } from './jaeger.ts';
import { encodeMabc } from './mabc.ts';
import { encodeNezhaTraces } from './nezha.ts';
import { encodeOtlpLogs, encodeOtlpMetrics, encodeOtlpTraces } from './otlp.ts';
import { encodePrometheus } from './prometheus.ts';

/** A file of the shipped samples: its path below their folder, its text, whether it is kept gzipped. */
export type SampleFile = { readonly path: string; readonly text: string; readonly gzipped: boolean };

/** What the shipped samples show: a service whose network is slow, in a small system with little traffic. */
export const SAMPLE_RUN = {
	size: 10,
	fault: 'network-delay',
	severity: 0.6,
	seed: 3,
	requestsPerWindow: 6,
} as const satisfies SimulationOptions;

/** The shipped samples, one run in every form that an importer reads. */
export function sampleFiles(): readonly SampleFile[] {
	const run = recordRun(SAMPLE_RUN);
	const { before, after } = splitAtOnset(run);
	const { incident, label } = simulateIncident(SAMPLE_RUN);
	const mabc = encodeMabc(incident, label.path);
	return [
		packed('jaeger/normal.json', encodeJaeger(before)),
		packed('jaeger/incident.json', encodeJaeger(after)),
		packed('otlp/traces-normal.json', encodeOtlpTraces(before)),
		packed('otlp/traces-incident.json', encodeOtlpTraces(after)),
		packed('otlp/metrics.json', encodeOtlpMetrics(run.samples)),
		packed('otlp/logs.json', encodeOtlpLogs(run.logs)),
		plain('prometheus/cpu.json', encodePrometheus(run.samples, 'cpu_pct')),
		plain('prometheus/memory.json', encodePrometheus(run.samples, 'mem_pct')),
		plain('mabc/endpoints_stat.json', mabc.endpoints_stat),
		plain('mabc/endpoints_maps.json', mabc.endpoints_maps),
		plain('mabc/label.json', mabc.label),
		{ path: 'nezha/normal_trace.csv', text: encodeNezhaTraces(before), gzipped: true },
		{ path: 'nezha/incident_trace.csv', text: encodeNezhaTraces(after), gzipped: true },
		packed('incident/incident.json', encodeIncident(incident)),
	];
}

function packed(path: string, value: JsonValue): SampleFile {
	return { path, text: JSON.stringify(value), gzipped: true };
}

function plain(path: string, value: JsonValue): SampleFile {
	return { path, text: `${JSON.stringify(value)}\n`, gzipped: false };
}
