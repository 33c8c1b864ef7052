import { err, ok } from '../../primitives/result.ts';
import { MAX_MAGNITUDE } from '../field-reader.ts';
import { WarningList } from '../import-failure.ts';
import { joinTelemetry } from '../measured/join-telemetry.ts';
import { LogTally, type LogLevel } from '../measured/log-tally.ts';
import { SampleTable } from '../measured/sample-table.ts';
import { cleanName, operationName } from '../spans/clean-name.ts';
import { SpanTally } from '../spans/span-tally.ts';
import type { SpanSide } from '../spans/span.ts';
import { csvRows, headingOf, type CsvRows } from './csv-rows.ts';
import { catchHalts, reportOf, type Importer, type ImportSteps, type SourceFile } from './importer.ts';
import { closeTally, emptyTelemetry, faultOfTimes, sidesOf } from './span-files.ts';

type Part = 'trace' | 'log' | 'metric';
type Columns = ReadonlyMap<string, number>;
type Cells = readonly string[];

const TRACE = [
	'TraceID',
	'SpanID',
	'ParentID',
	'PodName',
	'OperationName',
	'StartTimeUnixNano',
	'EndTimeUnixNano',
];
const LOG = ['TimeUnixNano', 'PodName', 'Log'];
const METRIC = ['TimeStamp', 'PodName', 'CpuUsageRate(%)'];

/** Columns of the metric files in the model's words, with what their values are multiplied with. */
const METRICS: ReadonlyMap<string, readonly [metric: string, factor: number]> = new Map([
	['CpuUsage(m)', ['cpu_millicores', 1]],
	['CpuUsageRate(%)', ['cpu_pct', 1]],
	['MemoryUsage(Mi)', ['mem_mib', 1]],
	['MemoryUsageRate(%)', ['mem_pct', 1]],
	['SyscallRead', ['syscall_read', 1]],
	['SyscallWrite', ['syscall_write', 1]],
	['NetworkReceiveBytes', ['net_rx_bytes', 1]],
	['NetworkTransmitBytes', ['net_tx_bytes', 1]],
	['PodClientLatencyP90(s)', ['client_p90_ms', 1000]],
	['PodServerLatencyP90(s)', ['server_p90_ms', 1000]],
	['PodWorkload(Ops)', ['workload_ops', 1]],
	['NodeCpuUsageRate(%)', ['node_cpu_pct', 1]],
]);
const POD_SUFFIX = /(?:-[a-z0-9]{6,10}-[a-z0-9]{5}|-\d+)$/;
const STATEMENT = /\b(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+([\w$.]+#\d+)/;
const LEVELS: ReadonlyMap<string | undefined, LogLevel> = new Map([
	['WARN', 'warn'],
	['ERROR', 'error'],
	['FATAL', 'error'],
]);

/** The CSV files of the Nezha data set: traces, logs and metrics of pods, any number of each. */
export const nezhaImporter: Importer = {
	name: 'nezha',
	lookedFor: `CSV with ${TRACE.join(', ')}, or ${LOG.join(', ')}, or ${METRIC.join(', ')}`,
	recognises: (file) => partOf(file) !== null,
	import: catchHalts(importNezha),
};

function partOf(file: SourceFile): Part | null {
	const heading = new Set(headingOf(file));
	const has = (names: readonly string[]) => names.every((name) => heading.has(name));
	return has(TRACE) ? 'trace' : has(METRIC) ? 'metric' : has(LOG) ? 'log' : null;
}

type Into = {
	readonly tally: SpanTally;
	readonly samples: SampleTable;
	readonly logs: LogTally;
	readonly warnings: WarningList;
	readonly services: Map<string, string>;
	readonly operations: Map<string, string>;
};

function* importNezha(files: readonly SourceFile[]): ImportSteps {
	const warnings = new WarningList();
	const into: Into = {
		tally: new SpanTally(warnings),
		samples: new SampleTable(),
		logs: new LogTally(),
		warnings,
		services: new Map(),
		operations: new Map(),
	};
	const sides = sidesOf(files.filter((file) => partOf(file) === 'trace'));
	let [before, rows] = [0, 0];
	for (const file of files) {
		const part = partOf(file) as Part;
		let columns: Columns | null = null;
		for (const chunk of csvRows(file)) {
			columns ??= new Map((chunk.rows[0] ?? []).map((name, index) => [name.trim(), index]));
			readChunk(part, chunk, columns, file.name, into, sides.of.get(file) ?? 0);
			rows += chunk.rows.length;
			yield { bytes: before + chunk.done, rows };
		}
		before += file.bytes.length;
	}
	const { tally, samples, logs } = into;
	tally.finish();
	if (tally.spans + samples.rows + logs.lines === 0)
		return err({ code: 'no-telemetry', where: files.map((file) => file.name).join(', ') });
	const traces = tally.spans > 0 ? closeTally(tally, sides, warnings) : emptyTelemetry();
	const joined = samples.rows + logs.lines > 0 ? joinTelemetry(traces, samples, logs) : traces;
	const telemetry = { ...joined, source: 'Nezha CSV' };
	return ok({
		telemetry,
		warnings: warnings.list(),
		report: reportOf('nezha', files, telemetry, tally.spans),
	});
}

function readChunk(
	part: Part,
	{ rows, first }: CsvRows,
	columns: Columns,
	file: string,
	into: Into,
	side: SpanSide,
): void {
	const read =
		part === 'trace'
			? spanReader(columns, side)
			: part === 'log'
				? logReader(columns)
				: metricReader(columns);
	const from = first === 1 ? 1 : 0;
	for (let i = from; i < rows.length; i++) {
		const fault = read(rows[i] as Cells, into);
		if (fault) into.warnings.add('dropped-row', `${file}:${first + i}`, fault, `${part} ${fault}`);
	}
}

/** Reads one row; gives why it was dropped. */
type RowReader = (cells: Cells, into: Into) => string | null;

function spanReader(columns: Columns, side: SpanSide): RowReader {
	const [trace, span, parent, pod, operation, start, end] = TRACE.map(
		(name) => columns.get(name) as number,
	) as [number, number, number, number, number, number, number];
	return (cells, into) => {
		const traceId = cells[trace];
		const spanId = cells[span];
		const parentId = cells[parent];
		if (!traceId || !spanId) return 'no id';
		const startMs = Number(cells[start] || Number.NaN) / 1e6;
		const durationMs = Number(cells[end] || Number.NaN) / 1e6 - startMs;
		const fault = faultOfTimes(startMs, durationMs);
		if (fault) return `bad ${fault}`;
		into.tally.add(
			{
				traceId,
				spanId,
				parentId: !parentId || parentId === 'root' ? null : parentId,
				service: serviceOf(cells[pod] ?? '', into),
				operation: operationOf(cells[operation] ?? '?', into),
				kind: 'unknown',
				startMs,
				durationMs,
				failed: false,
			},
			side,
		);
		return null;
	};
}

function logReader(columns: Columns): RowReader {
	const [time, pod, log] = LOG.map((name) => columns.get(name) as number) as [number, number, number];
	return (cells, into) => {
		const ms = Number(cells[time] || Number.NaN) / 1e6;
		if (faultOfTimes(ms, 0)) return 'bad time';
		const text = cells[log] ?? '';
		const match = STATEMENT.exec(text.slice(0, 300));
		const level = LEVELS.get(match?.[1]) ?? 'info';
		const isException = level !== 'info' && text.includes('xception');
		into.logs.add(serviceOf(cells[pod] ?? '', into), ms / 1000, level, match?.[2] ?? 'other', isException);
		return null;
	};
}

function metricReader(columns: Columns): RowReader {
	const [time, pod] = [columns.get('TimeStamp') as number, columns.get('PodName') as number];
	const known = [...columns].flatMap(([name, index]) => {
		const metric = METRICS.get(name);
		return metric ? [[index, ...metric] as const] : [];
	});
	return (cells, into) => {
		const seconds = Number(cells[time] || Number.NaN);
		if (faultOfTimes(seconds * 1000, 0)) return 'bad time';
		const service = serviceOf(cells[pod] ?? '', into);
		into.samples.pods.set(service, cleanName(cells[pod] ?? '', '', into.warnings));
		for (const [index, metric, factor] of known) {
			const cell = cells[index];
			const value = cell === undefined || cell === '' ? Number.NaN : Number(cell) * factor;
			if (value >= 0 && value <= MAX_MAGNITUDE) into.samples.add(service, metric, Math.floor(seconds), value);
		}
		return null;
	};
}

/** The service of a pod: its name without what Kubernetes appended. */
function serviceOf(pod: string, { services, warnings }: Into): string {
	let service = services.get(pod);
	if (service === undefined) {
		service = cleanName(pod.replace(POD_SUFFIX, ''), 'PodName', warnings);
		services.set(pod, service);
	}
	return service;
}

const MOST_KNOWN = 20_000;

function operationOf(name: string, { operations, warnings }: Into): string {
	let operation = operations.get(name);
	if (operation === undefined) {
		operation = operationName(name, 'OperationName', warnings);
		if (operations.size < MOST_KNOWN) operations.set(name, operation);
	}
	return operation;
}
