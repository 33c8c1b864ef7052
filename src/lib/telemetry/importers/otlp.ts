import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';
import { parseJson } from '../../primitives/parse-json.ts';
import { err, ok } from '../../primitives/result.ts';
import { ImportHalt, WarningList } from '../import-failure.ts';
import { joinTelemetry } from '../measured/join-telemetry.ts';
import { LogTally } from '../measured/log-tally.ts';
import { SampleTable } from '../measured/sample-table.ts';
import { cleanName } from '../spans/clean-name.ts';
import { SpanTally } from '../spans/span-tally.ts';
import { catchHalts, reportOf, type Importer, type ImportSteps, type SourceFile } from './importer.ts';
import { addLogs, addMetrics, type Counters } from './otlp-signals.ts';
import { spansOfResource } from './otlp-spans.ts';
import { attributeOf, fieldOf, objectsIn } from './otlp-value.ts';
import { closeTally, emptyTelemetry, sidesOf } from './span-files.ts';
import { looksLikeJson } from './source-file.ts';

const RESOURCES_PER_STEP = 50;
const SIGNAL = /"resource_?(?:Spans|Metrics|Logs)"\s*:/i;
const SPANS = /"resource_?Spans"\s*:/i;

/** OTLP in JSON: export requests for traces, metrics and logs, one to a file or one to a line. */
export const otlpImporter: Importer = {
	name: 'otlp',
	lookedFor: '{"resourceSpans" | "resourceMetrics" | "resourceLogs": […]}, alone or one to a line',
	recognises: (file) => looksLikeJson(file) && SIGNAL.test(file.head),
	import: catchHalts(importOtlp),
};

function* importOtlp(files: readonly SourceFile[]): ImportSteps {
	const warnings = new WarningList();
	const tally = new SpanTally(warnings);
	const [samples, logs, counters] = [new SampleTable(), new LogTally(), new Map() as Counters];
	const sides = sidesOf(files.filter((file) => SPANS.test(file.head)));
	let [before, resources] = [0, 0];
	const rows = () => tally.added + samples.rows + logs.lines;
	for (const file of files) {
		for (const { request, where, done } of requestsOf(file, warnings)) {
			for (const resource of objectsIn(fieldOf(request, 'resourceSpans', 'resource_spans'))) {
				for (const span of spansOfResource(resource, serviceOf(resource, where, warnings), where, warnings))
					tally.add(span, sides.of.get(file));
				if (++resources % RESOURCES_PER_STEP === 0) yield { bytes: before + done, rows: rows() };
			}
			for (const resource of objectsIn(fieldOf(request, 'resourceMetrics', 'resource_metrics'))) {
				const service = serviceOf(resource, where, warnings);
				const pod = attributeOf(resource, 'k8s.pod.name');
				if (typeof pod === 'string') samples.pods.set(service, cleanName(pod, where, warnings));
				addMetrics(resource, service, where, { samples, counters, warnings });
			}
			for (const resource of objectsIn(fieldOf(request, 'resourceLogs', 'resource_logs')))
				addLogs(resource, serviceOf(resource, where, warnings), where, { logs, warnings });
		}
		before += file.bytes.length;
		yield { bytes: before, rows: rows() };
	}
	tally.finish();
	if (rows() === 0) return err({ code: 'no-telemetry', where: files.map((file) => file.name).join(', ') });
	const traces = tally.spans > 0 ? closeTally(tally, sides, warnings) : emptyTelemetry();
	const joined = samples.rows + logs.lines > 0 ? joinTelemetry(traces, samples, logs) : traces;
	const telemetry = { ...joined, source: 'OTLP JSON' };
	return ok({
		telemetry,
		warnings: warnings.list(),
		report: reportOf('otlp', files, telemetry, tally.spans),
	});
}

type Request = { readonly request: JsonObject; readonly where: string; readonly done: number };

/** The export requests of a file: of each line where the first line is one by itself, else of the whole. */
function* requestsOf(file: SourceFile, warnings: WarningList): Generator<Request> {
	const text = file.text();
	if (!text.ok) return warnings.add('dropped-row', file.name, 'not UTF-8');
	const end = text.value.indexOf('\n');
	const isLines =
		end !== -1 &&
		/\S/.test(text.value.slice(end)) &&
		parseJson(text.value.slice(0, end), { numbers: 'telemetry' }).ok;
	if (isLines) return yield* requestsOfLines(file.name, text.value, warnings);
	const json = file.json();
	if (!json.ok) throw new ImportHalt(json.error);
	const all: readonly JsonValue[] = Array.isArray(json.value) ? json.value : [json.value];
	for (const request of all)
		if (isJsonObject(request)) yield { request, where: file.name, done: file.bytes.length / 2 };
}

function* requestsOfLines(name: string, text: string, warnings: WarningList): Generator<Request> {
	let line = 0;
	for (let start = 0; start < text.length;) {
		const next = text.indexOf('\n', start);
		const end = next === -1 ? text.length : next;
		line++;
		const where = `${name}:${line}`;
		const parsed = parseJson(text.slice(start, end), { numbers: 'telemetry' });
		if (parsed.ok && isJsonObject(parsed.value)) yield { request: parsed.value, where, done: end };
		else if (/\S/.test(text.slice(start, Math.min(end, start + 200))))
			warnings.add('dropped-row', where, parsed.ok ? 'no object' : parsed.error.code, 'line');
		start = end + 1;
	}
}

function serviceOf(record: JsonObject, where: string, warnings: WarningList): string {
	const resource = isJsonObject(record.resource) ? record.resource : {};
	const name = attributeOf(resource, 'service.name') ?? attributeOf(resource, 'k8s.deployment.name');
	if (name === undefined) warnings.add('missing-metrics', where, 'service.name', 'service.name');
	return cleanName(String(name ?? 'unknown-service'), where, warnings);
}
