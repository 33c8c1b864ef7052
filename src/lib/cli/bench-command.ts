import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { evaluateDataset, type BenchResult } from '../evaluation/bench.ts';
import { parseLabels } from '../evaluation/labels.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { importFiles } from '../telemetry/importers/import-files.ts';
import type { Incident } from '../telemetry/incident.ts';
import { readBytes, readInput } from './read-files.ts';
import {
	endProgress,
	fail,
	onlyArgument,
	parseOptions,
	printJson,
	printLines,
	showProgress,
	type CliFailure,
	type Command,
} from './terminal.ts';

/** `bench DIR`: scores the analyst and the baselines on labelled incidents. */
export const benchCommand: Command = async (args) => {
	const options = parseOptions(args, { json: { type: 'boolean' } });
	if (!options.ok) return fail(options.error);
	const folder = onlyArgument(options.value.positionals, 'DIR');
	if (!folder.ok) return fail(folder.error);
	const labels = await readLabels(join(folder.value, 'labels.json'));
	if (!labels.ok) return fail(labels.error);
	const incidents = await readIncidents(folder.value);
	if (!incidents.ok) return fail(incidents.error);
	const dataset = datasetName(folder.value);
	const result = evaluateDataset(
		{ dataset, incidents: incidents.value, labels: labels.value },
		(done, total, id) => showProgress(`${done}/${total} ${id}`),
	);
	endProgress();
	if (options.value.values.json) printJson(result);
	else printLines(describe(result));
	return 0;
};

/** The name of a dataset folder: `trainticket` for `…/trainticket/dev`. */
function datasetName(folder: string): string {
	const path = resolve(folder);
	const name = basename(path);
	return ['dev', 'test', 'held-out'].includes(name) ? `${basename(resolve(path, '..'))}/${name}` : name;
}

async function readLabels(path: string) {
	const bytes = await readBytes(path);
	if (!bytes.ok) return bytes;
	const json = parseJson(bytes.value);
	if (!json.ok)
		return err<CliFailure>({ ...json.error, where: `${path}:${json.error.line}:${json.error.column}` });
	const labels = parseLabels(json.value);
	return labels.ok ? labels : err<CliFailure>({ ...labels.error, file: path });
}

async function readIncidents(folder: string): Promise<Result<readonly Incident[], CliFailure>> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.json.gz')).sort();
	if (names.length === 0) return err({ code: 'no-incidents', where: folder, expected: '*.json.gz' });
	const incidents: Incident[] = [];
	for (const name of names) {
		const files = await readInput(join(folder, name));
		if (!files.ok) return files;
		const imported = importFiles(files.value);
		if (!imported.ok) return err({ ...imported.error, file: name });
		incidents.push(imported.value.incident);
		showProgress(`read ${incidents.length}/${names.length}`);
	}
	return ok(incidents);
}

function describe(result: BenchResult): readonly string[] {
	const figure = (value: number) => value.toFixed(3).padStart(7);
	const rows = Object.entries(result.methods).map(
		([name, hit]) =>
			`${name.padEnd(16)}${figure(hit.ac1)}${figure(hit.ac3)}${figure(hit.ac5)}${figure(hit.mrr)}`,
	);
	return [
		`${result.dataset}, n = ${result.n}`,
		`${'method'.padEnd(16)}   AC@1   AC@3   AC@5    MRR`,
		...rows,
	];
}
