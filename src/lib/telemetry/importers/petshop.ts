import { isJsonObject } from '../../primitives/json.ts';
import { err, ok } from '../../primitives/result.ts';
import { formatMinute, MAX_MAGNITUDE, secondsOfMinute } from '../field-reader.ts';
import { ImportHalt, WarningList } from '../import-failure.ts';
import type { Alert, EdgeTelemetry, NodeKind, NodeTelemetry, Series, Telemetry } from '../incident-model.ts';
import { cleanName } from '../spans/clean-name.ts';
import { csvRows, headingOf, type CsvRows } from './csv-rows.ts';
import { catchHalts, reportOf, type Importer, type ImportSteps, type SourceFile } from './importer.ts';
import { emptyTelemetry } from './span-files.ts';
import { looksLikeJson } from './source-file.ts';

type Part = 'graph' | 'metrics' | 'target';

/** Series of a column by its metric and statistic, and what turns its values into ours (s into ms, availability into errors). */
const DURATIONS: ReadonlyMap<string, string> = new Map([
	['Average', 'average_duration'],
	['p50', 'p50'],
	['p90', 'p90'],
	['p95', 'p95'],
	['p99', 'p99'],
]);
const MS_PER_SECOND = 1_000;
const WINDOW_SECONDS = 300;

/** The CSV files of the PetShop data set: `graph.csv`, `metrics.csv` with four rows of heading, `target.json`. */
export const petshopImporter: Importer = {
	name: 'petshop',
	lookedFor:
		'CSV whose rows begin microservice, metric, statistic, unix_timestamp; a 0/1 matrix of callers and callees; {"target": {…}}',
	recognises: (file) => partOf(file) !== null,
	import: catchHalts(importPetshop),
};

function partOf(file: SourceFile): Part | null {
	if (looksLikeJson(file)) {
		if (!/^\s*\{\s*"target"\s*:/.test(file.head)) return null;
		const json = file.json();
		return json.ok && isJsonObject(json.value) && isJsonObject(json.value.target) ? 'target' : null;
	}
	const [corner, first] = headingOf(file);
	if (corner === 'microservice' && first !== undefined) return 'metrics';
	const rows = file.head.split(/\r?\n/, 3);
	return corner === '' &&
		first &&
		rows[1]
			?.split(',')
			.slice(1, -1)
			.every((cell) => /^[01](?:\.0)?$/.test(cell))
		? 'graph'
		: null;
}

function* importPetshop(files: readonly SourceFile[]): ImportSteps {
	const warnings = new WarningList();
	const graphs = files.filter((file) => partOf(file) === 'graph');
	const metrics = files.filter((file) => partOf(file) === 'metrics');
	const [target, second] = files.filter((file) => partOf(file) === 'target');
	if (second) return err({ code: 'duplicate', where: second.name, found: 'target' });
	if (metrics.length === 0)
		return err({ code: 'missing-companion', file: files[0]?.name ?? '', expected: ['metrics.csv'] });
	const table = new MetricTable();
	let [before, rows] = [0, 0];
	for (const file of metrics) {
		for (const chunk of readMetrics(file, table, warnings)) {
			rows += chunk.rows.length;
			yield { bytes: before + chunk.done, rows };
		}
		before += file.bytes.length;
	}
	if (table.times.size === 0) return err({ code: 'no-telemetry', where: metrics[0]?.name ?? '' });
	const edges = graphs.flatMap((file) => readGraph(file, warnings));
	if (graphs.length === 0) warnings.add('missing-calls', 'graph.csv');
	const telemetry = table.telemetry(edges, target ? readTarget(target) : undefined);
	return ok({ telemetry, warnings: warnings.list(), report: reportOf('petshop', files, telemetry) });
}

type Column = { readonly node: string; readonly series: string; readonly convert: (value: number) => number };

/** Values by node, series and time. */
class MetricTable {
	readonly times = new Set<number>();
	readonly #nodes = new Map<string, Map<string, Map<number, number>>>();

	add({ node, series, convert }: Column, seconds: number, value: number): void {
		let all = this.#nodes.get(node);
		if (!all) this.#nodes.set(node, (all = new Map()));
		let values = all.get(series);
		if (!values) all.set(series, (values = new Map()));
		values.set(seconds, Math.round(convert(value) * 1000) / 1000);
	}

	telemetry(calls: readonly (readonly [string, string])[], target: Alert | undefined): Telemetry {
		const times = [...this.times].sort((a, b) => a - b);
		const nodes = new Map<string, NodeTelemetry>();
		for (const [name, all] of this.#nodes) {
			const series = new Map<string, Series>();
			for (const [metric, values] of all)
				series.set(
					metric,
					times.map((time) => values.get(time) ?? (metric === 'calls' ? 0 : null)),
				);
			nodes.set(name, nodeOf(name, series));
		}
		for (const name of calls.flat()) if (!nodes.has(name)) nodes.set(name, nodeOf(name, new Map()));
		const edges: EdgeTelemetry[] = calls.map(([caller, callee]) => ({ caller, callee, series: new Map() }));
		return {
			...emptyTelemetry(),
			id: `petshop-${times[0]}`,
			source: 'PetShop CSV',
			system: 'petshop',
			windowSeconds: WINDOW_SECONDS,
			minutes: times.map(formatMinute),
			nodes,
			edges,
			...(target ? { alert: target } : {}),
		};
	}
}

function nodeOf(name: string, series: ReadonlyMap<string, Series>): NodeTelemetry {
	const kind: NodeKind = /_(?:remote|client)$/.test(name)
		? 'remote'
		: name.includes('_')
			? 'resource'
			: 'service';
	return { service: name, operation: name, kind, series, baselineSummary: new Map() };
}

function* readMetrics(file: SourceFile, table: MetricTable, warnings: WarningList): Generator<CsvRows> {
	const heading: (readonly string[])[] = [];
	let columns: readonly (Column | null)[] = [];
	for (const chunk of csvRows(file)) {
		const { rows, first } = chunk;
		for (const [index, row] of rows.entries()) {
			if (heading.length < 4) {
				heading.push(row);
				if (heading.length === 4) columns = columnsOf(heading, file.name, warnings);
				continue;
			}
			const seconds = Math.floor(Number(row[0] || Number.NaN));
			if (!(seconds > 0 && seconds < 7e9)) {
				warnings.add('dropped-row', `${file.name}:${first + index}`, 'bad time', 'time');
				continue;
			}
			table.times.add(seconds);
			for (let i = 1; i < row.length; i++) {
				const [cell, column] = [row[i], columns[i]];
				if (!cell || !column) continue;
				const value = Number(cell);
				if (value >= 0 && value <= MAX_MAGNITUDE) table.add(column, seconds, value);
				else warnings.add('dropped-row', `${file.name}:${first + index}`, 'bad number', 'number');
			}
		}
		yield chunk;
	}
}

function columnsOf(
	[names, metrics, statistics, last]: readonly (readonly string[])[],
	file: string,
	warnings: WarningList,
): readonly (Column | null)[] {
	if (metrics?.[0] !== 'metric' || statistics?.[0] !== 'statistic' || last?.[0] !== 'unix_timestamp')
		throw new ImportHalt({
			code: 'bad-field',
			where: `${file} heading`,
			expected: 'microservice, metric, statistic, unix_timestamp',
			found: [names?.[0], metrics?.[0], statistics?.[0], last?.[0]].join(', ').slice(0, 120),
		});
	return (names ?? []).map((name, i) => {
		if (i === 0) return null;
		const [metric, statistic] = [metrics[i], statistics[i] ?? ''];
		const node = cleanName(name, `${file} column ${i + 1}`, warnings);
		if (metric === 'requests') return { node, series: 'calls', convert: (value) => value };
		if (metric === 'availability' && statistic === 'Average')
			return { node, series: 'error_rate', convert: (value) => Math.max(0, 100 - value) };
		const series = metric === 'latency' ? DURATIONS.get(statistic) : undefined;
		if (series) return { node, series, convert: (value) => value * MS_PER_SECOND };
		warnings.add(
			'unknown-field',
			`${file} column ${i + 1}`,
			`${metric} ${statistic}`,
			`${metric} ${statistic}`,
		);
		return null;
	});
}

function readGraph(file: SourceFile, warnings: WarningList): readonly (readonly [string, string])[] {
	const calls: (readonly [string, string])[] = [];
	let callees: readonly string[] | null = null;
	for (const { rows } of csvRows(file))
		for (const row of rows) {
			const names = (callees ??= row);
			if (names === row) continue;
			const caller = cleanName(row[0] ?? '', file.name, warnings);
			row.forEach((cell, i) => {
				const callee = cleanName(names[i] ?? '', file.name, warnings);
				if (i > 0 && Number(cell) > 0 && callee !== caller) calls.push([caller, callee]);
			});
		}
	return calls;
}

function readTarget(file: SourceFile): Alert | undefined {
	const json = file.json();
	const target = json.ok && isJsonObject(json.value) ? json.value.target : undefined;
	if (!isJsonObject(target)) return undefined;
	const { node, metric, timestamp } = target;
	const time =
		typeof timestamp === 'number' && timestamp > 0 && timestamp < 7e9
			? formatMinute(Math.floor(timestamp))
			: '';
	if (typeof node !== 'string' || secondsOfMinute(time) === null)
		throw new ImportHalt({
			code: 'bad-field',
			where: `${file.name} target`,
			expected: 'node and timestamp',
			found: JSON.stringify(target).slice(0, 120),
		});
	return {
		node,
		service: node,
		time,
		signal: typeof metric === 'string' ? metric.slice(0, 60) : 'unspecified',
		value: null,
		baseline: null,
		score: null,
		weak: false,
		derived: false,
	};
}
