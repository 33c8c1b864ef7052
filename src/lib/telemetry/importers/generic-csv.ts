import { err, ok } from '../../primitives/result.ts';
import { MAX_MAGNITUDE } from '../field-reader.ts';
import { WarningList } from '../import-failure.ts';
import { joinTelemetry } from '../measured/join-telemetry.ts';
import { LogTally } from '../measured/log-tally.ts';
import { knownMetric, type KnownMetric } from '../measured/metric-names.ts';
import { SampleTable } from '../measured/sample-table.ts';
import { cleanName } from '../spans/clean-name.ts';
import { csvRows, headingOf, type CsvRows } from './csv-rows.ts';
import { guessColumns, secondsOfTime, type ColumnMap } from './generic-csv-columns.ts';
import { catchHalts, reportOf, type Importer, type ImportSteps, type SourceFile } from './importer.ts';
import { emptyTelemetry } from './span-files.ts';

const MOST_NAMES = 20_000;

/** Any CSV with a column of times, one of services, and numbers: a column per metric, or metric and value side by side. */
export const genericCsvImporter: Importer = {
	name: 'generic-csv',
	lookedFor: 'CSV with a time, a service or node, and numbers (a column each, or columns metric and value)',
	recognises: (file) => columnsOf(file) !== null,
	import: catchHalts(importGenericCsv),
};

function columnsOf(file: SourceFile): ColumnMap | null {
	const [, second] = file.head.split(/\r?\n/, 2);
	const heading = headingOf(file);
	if (heading.length < 3 || second === undefined) return null;
	return guessColumns(heading, headingOf({ ...file, head: second }));
}

type Into = {
	readonly samples: SampleTable;
	readonly warnings: WarningList;
	readonly names: Map<string, string>;
	readonly metrics: Map<string, KnownMetric | null>;
};

function* importGenericCsv(files: Parameters<Importer['import']>[0]): ImportSteps {
	const into: Into = {
		samples: new SampleTable(),
		warnings: new WarningList(),
		names: new Map(),
		metrics: new Map(),
	};
	let [before, rows] = [0, 0];
	for (const file of files) {
		const columns = columnsOf(file);
		if (!columns) continue;
		noteColumns(columns, headingOf(file), file.name, into.warnings);
		for (const chunk of csvRows(file)) {
			readChunk(chunk, columns, file.name, into);
			rows += chunk.rows.length;
			yield { bytes: before + chunk.done, rows };
		}
		before += file.bytes.length;
	}
	const { samples, warnings } = into;
	if (samples.rows === 0)
		return err({ code: 'no-telemetry', where: files.map((file) => file.name).join(', ') });
	const telemetry = {
		...joinTelemetry(emptyTelemetry(), samples, new LogTally()),
		id: 'csv',
		source: 'CSV',
	};
	return ok({ telemetry, warnings: warnings.list(), report: reportOf('generic-csv', files, telemetry) });
}

function noteColumns(
	columns: ColumnMap,
	heading: readonly string[],
	file: string,
	warnings: WarningList,
): void {
	const note = (column: number, is: string) =>
		warnings.add('guessed-column', `${file} column ${column + 1}`, `${heading[column]} → ${is}`);
	note(columns.time, 'time');
	note(columns.node, 'service');
	if (columns.metric !== null) note(columns.metric, 'metric');
	for (const { column, known } of columns.values) note(column, `${known.metric} × ${known.factor}`);
}

function readChunk({ rows, first }: CsvRows, columns: ColumnMap, file: string, into: Into): void {
	const { samples, warnings } = into;
	for (let i = first === 1 ? 1 : 0; i < rows.length; i++) {
		const row = rows[i] as readonly string[];
		const where = `${file}:${first + i}`;
		const seconds = secondsOfTime(row[columns.time] ?? '');
		const service = nameOf(row[columns.node] ?? '', where, into);
		if (seconds === null || service === null) {
			warnings.add('dropped-row', where, seconds === null ? 'bad time' : 'no name', 'row');
			continue;
		}
		for (const { column, known } of columns.values) {
			const metric = columns.metric === null ? known : metricOf(row[columns.metric] ?? '', into);
			const cell = row[column]?.trim() ?? '';
			if (cell === '' || /^(?:nan|null|none|na|-)$/i.test(cell)) continue;
			const value = Number(cell) * (metric?.factor ?? 1);
			if (!metric || !(Math.abs(value) <= MAX_MAGNITUDE))
				warnings.add('dropped-row', where, 'bad number', 'number');
			else samples.add(service, metric.metric, seconds, Math.max(0, value));
		}
	}
}

function nameOf(cell: string, where: string, { names, warnings }: Into): string | null {
	if (cell.trim() === '') return null;
	let name = names.get(cell);
	if (name === undefined) {
		name = cleanName(cell, where, warnings);
		if (names.size < MOST_NAMES) names.set(cell, name);
	}
	return name;
}

function metricOf(cell: string, { metrics }: Into): KnownMetric | null {
	let known = metrics.get(cell);
	if (known === undefined) {
		known = knownMetric(cell.trim());
		if (metrics.size < MOST_NAMES) metrics.set(cell, known);
	}
	return known;
}
