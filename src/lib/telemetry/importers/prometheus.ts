import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';
import { err, ok } from '../../primitives/result.ts';
import { MAX_MAGNITUDE } from '../field-reader.ts';
import { WarningList } from '../import-failure.ts';
import { joinTelemetry } from '../measured/join-telemetry.ts';
import { LogTally } from '../measured/log-tally.ts';
import { knownMetric } from '../measured/metric-names.ts';
import { SampleTable } from '../measured/sample-table.ts';
import { cleanName } from '../spans/clean-name.ts';
import { catchHalts, reportOf, type Importer, type ImportSteps, type SourceFile } from './importer.ts';
import { emptyTelemetry, faultOfTimes } from './span-files.ts';
import { looksLikeJson } from './source-file.ts';

const SERIES_PER_STEP = 50;
/** Labels that name a service, the most telling first. */
const SERVICE_LABELS = [
	'service',
	'service_name',
	'app',
	'app_kubernetes_io_name',
	'deployment',
	'container',
	'job',
	'pod',
	'instance',
];
const POD_SUFFIX = /(?:-[a-z0-9]{6,10}-[a-z0-9]{5}|-\d+)$/;

/** Answers of Prometheus's HTTP API to `query_range` (or `query`): a matrix or a vector, one metric to a file. */
export const prometheusImporter: Importer = {
	name: 'prometheus',
	lookedFor: '{"status": "success", "data": {"resultType": "matrix", "result": […]}}',
	recognises: (file) => looksLikeJson(file) && /"resultType"\s*:\s*"(?:matrix|vector)"/.test(file.head),
	import: catchHalts(importPrometheus),
};

function* importPrometheus(files: readonly SourceFile[]): ImportSteps {
	const warnings = new WarningList();
	const samples = new SampleTable();
	let before = 0;
	for (const file of files) {
		const json = file.json();
		if (!json.ok) return json;
		const data = isJsonObject(json.value) && isJsonObject(json.value.data) ? json.value.data : {};
		const result = Array.isArray(data.result) ? (data.result as readonly JsonValue[]) : [];
		for (const [index, entry] of result.entries()) {
			const where = `${file.name} result[${index}]`;
			if (isJsonObject(entry)) addSeries(entry, where, samples, warnings);
			else warnings.add('dropped-row', where, 'no object', 'result');
			if (index % SERIES_PER_STEP === 0)
				yield { bytes: before + (file.bytes.length * index) / result.length, rows: samples.rows };
		}
		before += file.bytes.length;
		yield { bytes: before, rows: samples.rows };
	}
	if (samples.rows === 0)
		return err({ code: 'no-telemetry', where: files.map((file) => file.name).join(', ') });
	const telemetry = {
		...joinTelemetry(emptyTelemetry(), samples, new LogTally()),
		id: 'prometheus',
		source: 'Prometheus HTTP API',
	};
	return ok({ telemetry, warnings: warnings.list(), report: reportOf('prometheus', files, telemetry) });
}

function addSeries(entry: JsonObject, where: string, samples: SampleTable, warnings: WarningList): void {
	const labels = isJsonObject(entry.metric) ? entry.metric : {};
	const name = typeof labels.__name__ === 'string' ? labels.__name__ : '';
	const quantile = typeof labels.quantile === 'string' ? ` p${Number(labels.quantile) * 100}` : '';
	const known = knownMetric(`${name}${quantile}`);
	const service = serviceOf(labels, where, warnings);
	if (!known || service === null)
		return warnings.add(
			'dropped-row',
			where,
			service === null ? 'no service label' : 'no metric name',
			'labels',
		);
	warnings.add('guessed-unit', where, `${name} → ${known.metric} × ${known.factor}`, `unit ${name}`);
	if (typeof labels.pod === 'string') samples.pods.set(service, cleanName(labels.pod, where, warnings));
	const values = Array.isArray(entry.values) ? (entry.values as readonly JsonValue[]) : [entry.value ?? null];
	values.forEach((sample, index) => {
		const [time, text] = Array.isArray(sample) ? (sample as readonly JsonValue[]) : [];
		const [seconds, value] = [Math.floor(Number(time)), Number(text)];
		if (text === 'NaN') return;
		if (faultOfTimes(seconds * 1000, 0) || !(Math.abs(value) <= MAX_MAGNITUDE))
			warnings.add('dropped-row', `${where}.values[${index}]`, 'bad sample', 'sample');
		else samples.add(service, known.metric, seconds, Math.max(0, value * known.factor));
	});
}

function serviceOf(labels: JsonObject, where: string, warnings: WarningList): string | null {
	for (const label of SERVICE_LABELS) {
		const value = labels[label];
		if (typeof value !== 'string' || value === '') continue;
		return cleanName(label === 'pod' ? value.replace(POD_SUFFIX, '') : value, where, warnings);
	}
	return null;
}
