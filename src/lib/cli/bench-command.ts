import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { summariseRuns, type BenchResult } from '../evaluation/bench.ts';
import {
	benchIncident,
	reportBench,
	type BenchReport as Figures,
	type BenchRow,
} from '../evaluation/bench-report.ts';
import { parseLabelFile, type LabelFile } from '../evaluation/labels.ts';
import { evaluateRenamed, type RenamedRun } from '../evaluation/renamed-case.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { importFiles } from '../telemetry/importers/import-files.ts';
import type { Incident } from '../telemetry/incident.ts';
import { describeBench } from './describe-bench.ts';
import { readBytes, readInput } from './read-files.ts';
import {
	endProgress,
	fail,
	naturalOption,
	onlyArgument,
	parseOptions,
	printJson,
	printLines,
	showProgress,
	type CliFailure,
	type Command,
} from './terminal.ts';

/** What `bench` prints. */
export type BenchReport = Figures & {
	/** The same scores under other names, where asked for. */
	readonly renamed: RenamedFigures | null;
};

type RenamedFigures = {
	readonly seed: number;
	readonly methods: BenchResult['methods'];
	/** Incidents in which the analyst named the same service, or nobody again. */
	readonly sameName: number;
};

/** `bench DIR`: scores the analyst and the baselines on labelled incidents. */
export const benchCommand: Command = async (args) => {
	const options = parseOptions(args, { json: { type: 'boolean' }, rename: { type: 'string' } });
	if (!options.ok) return fail(options.error);
	const { values, positionals } = options.value;
	const folder = onlyArgument(positionals, 'DIR');
	if (!folder.ok) return fail(folder.error);
	const rename = naturalOption(values.rename, '--rename');
	if (!rename.ok) return fail(rename.error);
	const labels = await readLabels(join(folder.value, 'labels.json'));
	if (!labels.ok) return fail(labels.error);
	const report = await benchFolder(folder.value, labels.value, rename.value ?? null);
	endProgress();
	if (!report.ok) return fail(report.error);
	if (values.json) printJson(report.value);
	else printLines(describeBench(report.value));
	return 0;
};

/** The name of a dataset folder: `trainticket/dev` for `…/trainticket/dev`. */
function datasetName(folder: string): string {
	const path = resolve(folder);
	const name = basename(path);
	return ['dev', 'test', 'held-out'].includes(name) ? `${basename(resolve(path, '..'))}/${name}` : name;
}

async function readLabels(path: string): Promise<Result<LabelFile, CliFailure>> {
	const bytes = await readBytes(path);
	if (!bytes.ok) return bytes;
	const json = parseJson(bytes.value);
	if (!json.ok) return err({ ...json.error, where: `${path}:${json.error.line}:${json.error.column}` });
	const labels = parseLabelFile(json.value);
	return labels.ok ? labels : err({ ...labels.error, file: path });
}

/** Scores the incidents of a folder one after the other; none is kept in memory. */
async function benchFolder(
	folder: string,
	labelFile: LabelFile,
	renameSeed: number | null,
): Promise<Result<BenchReport, CliFailure>> {
	const names = await incidentFilesOf(folder);
	if (!names.ok) return names;
	const { labels } = labelFile;
	const known = [...labels.values()];
	const rows: BenchRow[] = [];
	const renamed: RenamedRun[] = [];
	for (const [index, name] of names.value.entries()) {
		const read = await readIncident(join(folder, name), name);
		if (!read.ok) return read;
		const incident = read.value;
		const row = benchIncident(incident, labelFile, known, () => performance.now());
		if (row) rows.push(row);
		const label = labels.get(incident.id);
		if (renameSeed !== null && label && row?.kind === 'scored')
			renamed.push(evaluateRenamed(incident, label, known, row.run.figures.named, renameSeed));
		showProgress(`${index + 1}/${names.value.length} ${incident.id}`);
	}
	const dataset = datasetName(folder);
	return ok({
		...reportBench(dataset, rows),
		renamed: renameSeed === null ? null : renamedFigures(dataset, renamed, renameSeed),
	});
}

function renamedFigures(dataset: string, renamed: readonly RenamedRun[], seed: number): RenamedFigures {
	const { methods } = summariseRuns(
		dataset,
		renamed.map(({ run }) => run),
	);
	return { seed, methods, sameName: renamed.filter(({ sameName }) => sameName).length };
}

async function incidentFilesOf(folder: string): Promise<Result<readonly string[], CliFailure>> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.json.gz')).sort();
	return names.length > 0
		? ok(names)
		: err({ code: 'no-incidents', where: folder, expected: '*.json.gz beside labels.json' });
}

async function readIncident(path: string, name: string): Promise<Result<Incident, CliFailure>> {
	const files = await readInput(path);
	if (!files.ok) return files;
	const imported = importFiles(files.value);
	return imported.ok ? ok(imported.value.incident) : err({ ...imported.error, file: name });
}
