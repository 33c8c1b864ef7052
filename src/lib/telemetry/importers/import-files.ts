import { err, ok, type Result } from '../../primitives/result.ts';
import type { ImportFailure } from '../import-failure.ts';
import { DEFAULT_LIMITS, gunzipFile, isGzip, type DecompressionLimits } from './decompress.ts';
import { incidentJsonImporter } from './incident-json.ts';
import type { Imported, ImportedIncident, Importer, ImportFile, SourceFile } from './importer.ts';
import { mabcImporter } from './mabc.ts';
import { createSourceFile, firstLinesOf, looksLikeJson } from './source-file.ts';

/** Every importer, in the order they are asked. */
export const IMPORTERS: readonly Importer[] = [incidentJsonImporter, mabcImporter];

const MAX_FILES = 2_000;

/** What the caller may set; all have defaults. */
export type ImportOptions = { readonly limits?: DecompressionLimits };

/**
 * The incident of one or several dropped files, decompressed, recognised by content and read.
 * Fails with any {@link ImportFailure}; a file nobody recognises is shown with what was looked for and its first lines.
 */
export function importFiles(
	files: readonly ImportFile[],
	options: ImportOptions = {},
): Result<ImportedIncident, ImportFailure> {
	const imported = importTelemetry(files, options);
	if (!imported.ok) return imported;
	const { telemetry, warnings, report } = imported.value;
	if (!telemetry.alert) return err({ code: 'no-alert', where: files.map((file) => file.name).join(', ') });
	return ok({ incident: { ...telemetry, alert: telemetry.alert }, warnings, report });
}

/** The telemetry of dropped files, whose alert may be absent. Fails as {@link importFiles}, but never with `no-alert`. */
export function importTelemetry(
	files: readonly ImportFile[],
	options: ImportOptions = {},
): Result<Imported, ImportFailure> {
	if (files.length === 0) return err({ code: 'no-file' });
	if (files.length > MAX_FILES)
		return err({ code: 'too-many-files', limit: MAX_FILES, actual: files.length });
	const sources: SourceFile[] = [];
	for (const file of files) {
		const opened = openFile(file, options.limits ?? DEFAULT_LIMITS);
		if (!opened.ok) return opened;
		sources.push(opened.value);
	}
	const chosen = chooseImporter(sources);
	return chosen.ok ? chosen.value.import(sources) : chosen;
}

function openFile(file: ImportFile, limits: DecompressionLimits): Result<SourceFile, ImportFailure> {
	if (isGzip(file.bytes)) {
		const bytes = gunzipFile(file, limits);
		return bytes.ok ? ok(createSourceFile(file.name, bytes.value)) : bytes;
	}
	if (file.bytes.length > limits.maxBytes)
		return err({
			code: 'too-large',
			file: file.name,
			limitBytes: limits.maxBytes,
			actualBytes: file.bytes.length,
		});
	return ok(createSourceFile(file.name, file.bytes));
}

function chooseImporter(sources: readonly SourceFile[]): Result<Importer, ImportFailure> {
	const forms: { file: string; form: string }[] = [];
	let chosen: Importer | undefined;
	for (const source of sources) {
		const importer = IMPORTERS.find((candidate) => candidate.recognises(source));
		if (!importer) return err(failureOfUnrecognised(source));
		forms.push({ file: source.name, form: importer.name });
		chosen ??= importer;
	}
	if (!chosen) return err({ code: 'no-file' });
	return forms.every((entry) => entry.form === chosen.name)
		? ok(chosen)
		: err({ code: 'mixed-forms', files: forms });
}

/** Broken JSON is said to be broken; anything else is shown with what was looked for. */
function failureOfUnrecognised(source: SourceFile): ImportFailure {
	if (looksLikeJson(source)) {
		const json = source.json();
		if (!json.ok) return json.error;
	}
	return {
		code: 'unrecognised',
		file: source.name,
		lookedFor: IMPORTERS.map((importer) => `${importer.name}: ${importer.lookedFor}`),
		firstLines: firstLinesOf(source),
	};
}
