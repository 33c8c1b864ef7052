import { parseLabelFile, type FalseLog, type Label, type LabelFile } from '../evaluation/labels.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { DEFAULT_LIMITS, gunzipFile, isGzip } from '../telemetry/importers/decompress.ts';
import type { ImportFile } from '../telemetry/importers/importer.ts';
import { isZip, unzipFile } from '../telemetry/importers/unzip.ts';

/** Labelled incidents as they were given: one file an incident, still packed, and what their label files say. */
export type LabelledFiles = { readonly files: readonly ImportFile[]; readonly labels: LabelFile };

/** Why files are no labelled incidents. `file` is the one it is about; the rest is data for the sentence. */
export type BenchFilesFault = {
	readonly code: 'no-labels' | 'no-incidents' | 'too-many' | 'bad-labels' | 'broken-archive';
	readonly file: string;
	readonly expected: string;
	readonly actual: string;
};

/** Most incidents of one bench. */
export const MOST_INCIDENTS = 2_000;

const LABELS = /(^|\/)labels\.json(\.gz)?$/;
const INCIDENT = /\.json(\.gz)?$/;

/**
 * Sorts dropped files: `labels.json` (several are taken together) and one file an incident, all of them loose or in zip
 * archives. What is neither is left out. Fails with any {@link BenchFilesFault}.
 */
export function sortLabelledFiles(dropped: readonly ImportFile[]): Result<LabelledFiles, BenchFilesFault> {
	const files: ImportFile[] = [];
	for (const file of dropped) {
		const entries = isZip(file.bytes) ? unzipFile(file, DEFAULT_LIMITS) : ok([file]);
		if (!entries.ok) return fault('broken-archive', file.name, 'zip', entries.error.code);
		files.push(...entries.value);
	}
	const labelFiles = files.filter(({ name }) => LABELS.test(name));
	if (labelFiles.length === 0) return fault('no-labels', '', 'labels.json', `${files.length}`);
	const labels = readLabels(labelFiles);
	if (!labels.ok) return labels;
	const incidents = files
		.filter(({ name }) => INCIDENT.test(name) && !LABELS.test(name))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	if (incidents.length === 0) return fault('no-incidents', '', '*.json.gz', `${files.length}`);
	if (incidents.length > MOST_INCIDENTS)
		return fault('too-many', '', `${MOST_INCIDENTS}`, `${incidents.length}`);
	return ok({ files: incidents, labels: labels.value });
}

function readLabels(files: readonly ImportFile[]): Result<LabelFile, BenchFilesFault> {
	const labels = new Map<string, Label>();
	const faultFree = new Set<string>();
	const falseLogs = new Map<string, FalseLog>();
	for (const file of files) {
		const plain = isGzip(file.bytes) ? gunzipFile(file) : ok(file.bytes);
		if (!plain.ok) return fault('bad-labels', file.name, 'gzip', plain.error.code);
		const json = parseJson(plain.value);
		if (!json.ok) return fault('bad-labels', file.name, 'JSON', `${json.error.line}:${json.error.column}`);
		const read = parseLabelFile(json.value);
		if (!read.ok)
			return fault('bad-labels', file.name, read.error.expected, `${read.error.where}: ${read.error.actual}`);
		for (const [id, label] of read.value.labels) labels.set(id, label);
		for (const id of read.value.faultFree) faultFree.add(id);
		for (const [id, log] of read.value.falseLogs) falseLogs.set(id, log);
	}
	return ok({ labels, faultFree, falseLogs });
}

function fault(
	code: BenchFilesFault['code'],
	file: string,
	expected: string,
	actual: string,
): Result<never, BenchFilesFault> {
	return err({ code, file, expected, actual });
}
