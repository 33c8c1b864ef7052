import { err, ok, type Result } from '../../primitives/result.ts';
import { deriveAlert } from '../derive-alert.ts';
import type { ImportFailure, ImportWarning } from '../import-failure.ts';
import type { DecompressionLimits } from './decompress.ts';
import { genericCsvImporter } from './generic-csv.ts';
import { incidentJsonImporter } from './incident-json.ts';
import type { Imported, ImportedIncident, Importer, ImportFile, SourceFile } from './importer.ts';
import { jaegerImporter } from './jaeger.ts';
import { nezhaImporter } from './nezha.ts';
import { otlpImporter } from './otlp.ts';
import { petshopImporter } from './petshop.ts';
import { prometheusImporter } from './prometheus.ts';
import { mabcImporter } from './mabc.ts';
import { openFiles, type OpenedFile } from './open-files.ts';
import { firstLinesOf, looksLikeJson } from './source-file.ts';

/** Every importer, in the order they are asked. */
export const IMPORTERS: readonly Importer[] = [
	otlpImporter,
	jaegerImporter,
	prometheusImporter,
	nezhaImporter,
	petshopImporter,
	incidentJsonImporter,
	mabcImporter,
	genericCsvImporter,
];

/** How far an import is. `rows` are those of tables, spans, samples or log lines; bytes are counted anew in each phase. */
export type ImportProgress = {
	/** Files are unpacked, then recognised by content, then read. */
	readonly phase: 'unpacking' | 'recognising' | 'reading';
	/** The file at hand. */
	readonly file: string;
	readonly doneBytes: number;
	readonly totalBytes: number;
	readonly rows: number;
};

/** What the caller may set; all have defaults. */
export type ImportOptions = {
	readonly limits?: DecompressionLimits;
	/** Told how far it is before every step, several times a second of work. */
	readonly onProgress?: (progress: ImportProgress) => void;
	/** Asked at every step; true ends the import with `cancelled`. */
	readonly isCancelled?: () => boolean;
};

/** Options of an import that lets others run: `breathe` is awaited between two steps. */
export type AsyncImportOptions = ImportOptions & { readonly breathe: () => Promise<void> };

/**
 * The incident of one or several dropped files, decompressed, recognised by content and read; an alert is derived where
 * none is given. Fails with any {@link ImportFailure}; a file nobody recognises is shown with what was looked for and its
 * first lines.
 */
export function importFiles(
	files: readonly ImportFile[],
	options: ImportOptions = {},
): Result<ImportedIncident, ImportFailure> {
	const imported = importTelemetry(files, options);
	return imported.ok ? incidentOf(imported.value) : imported;
}

/** As {@link importTelemetry}, in steps: others run while `breathe` is awaited. */
export async function importTelemetryAsync(
	files: readonly ImportFile[],
	options: AsyncImportOptions,
): Promise<Result<Imported, ImportFailure>> {
	const steps = importSteps(files, options);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
		await options.breathe();
	}
}

/** The telemetry of dropped files, whose alert may be absent. Fails as {@link importFiles}, but never with `no-alert`. */
export function importTelemetry(
	files: readonly ImportFile[],
	options: ImportOptions = {},
): Result<Imported, ImportFailure> {
	const steps = importSteps(files, options);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}

/** Drives an import to its end, one yield a step, telling its progress; ends with `cancelled` when asked to. */
function* importSteps(
	files: readonly ImportFile[],
	options: ImportOptions,
): Generator<void, Result<Imported, ImportFailure>, void> {
	const steps = phasesOf(files, options);
	for (;;) {
		if (options.isCancelled?.()) return err({ code: 'cancelled' });
		const step = steps.next();
		if (step.done) return step.value;
		options.onProgress?.(step.value);
		yield;
	}
}

/** Unpacks the files, finds their importer and has it read them. */
function* phasesOf(
	files: readonly ImportFile[],
	options: ImportOptions,
): Generator<ImportProgress, Result<Imported, ImportFailure>, void> {
	const opened = yield* inPhase('unpacking', files, openFiles(files, options.limits));
	if (!opened.ok) return opened;
	const all = opened.value.map(({ source }) => source);
	const chosen = yield* inPhase('recognising', all, chooseImporter(opened.value));
	if (!chosen.ok) return chosen;
	const { importer, sources, skipped } = chosen.value;
	const totalBytes = bytesOf(sources);
	const steps = importer.import(sources);
	for (let rows = 0; ;) {
		const step = steps.next();
		const doneBytes = step.done ? totalBytes : Math.min(totalBytes, Math.floor(step.value.bytes));
		if (!step.done) rows = step.value.rows;
		yield { phase: 'reading', file: nameAt(sources, doneBytes), doneBytes, totalBytes, rows };
		if (step.done) return step.value.ok ? ok(withSkipped(step.value.value, skipped)) : step.value;
	}
}

/** Progress of a phase that takes files one by one. */
function* inPhase<T>(
	phase: ImportProgress['phase'],
	files: readonly ImportFile[],
	steps: Generator<ImportFile, T, void>,
): Generator<ImportProgress, T, void> {
	const totalBytes = bytesOf(files);
	for (let doneBytes = 0; ;) {
		const step = steps.next();
		if (step.done) return step.value;
		yield { phase, file: step.value.name, doneBytes, totalBytes, rows: 0 };
		doneBytes += step.value.bytes.length;
	}
}

function bytesOf(files: readonly ImportFile[]): number {
	return files.reduce((sum, file) => sum + file.bytes.length, 0);
}

/** The file that the byte after the first `bytes` of all files belongs to; the last one at the end. */
function nameAt(files: readonly ImportFile[], bytes: number): string {
	let before = 0;
	for (const file of files) if (bytes < (before += file.bytes.length)) return file.name;
	return files.at(-1)?.name ?? '';
}

/** Telemetry with its alert, or with the one a front-door monitor would have raised. */
function incidentOf({ telemetry, warnings, report }: Imported): Result<ImportedIncident, ImportFailure> {
	if (telemetry.alert) return ok({ incident: { ...telemetry, alert: telemetry.alert }, warnings, report });
	const alert = deriveAlert(telemetry);
	if (!alert) return err({ code: 'no-alert', where: report.files.join(', ') });
	const note: ImportWarning = {
		code: 'derived-alert',
		where: alert.node,
		count: 1,
		detail: `${alert.signal} ${alert.time}`,
	};
	return ok({ incident: { ...telemetry, alert }, warnings: [...warnings, note], report });
}

type Choice = {
	readonly importer: Importer;
	readonly sources: readonly SourceFile[];
	readonly skipped: readonly string[];
};

/**
 * The one importer of all files; yields each before it is looked at. Among others, files that no importer knows are
 * skipped and said so; broken ones are so only in an archive.
 */
function* chooseImporter(
	opened: readonly OpenedFile[],
): Generator<ImportFile, Result<Choice, ImportFailure>, void> {
	const forms: { file: string; form: string }[] = [];
	const sources: SourceFile[] = [];
	const skipped: string[] = [];
	let importer: Importer | undefined;
	for (const { source, packed } of opened) {
		yield source;
		const known = IMPORTERS.find((candidate) => candidate.recognises(source));
		if (!known) {
			const failure = failureOfUnrecognised(source);
			if (!packed && failure.code !== 'unrecognised') return err(failure);
			skipped.push(source.name);
		} else {
			forms.push({ file: source.name, form: known.name });
			sources.push(source);
			importer ??= known;
		}
	}
	if (!importer) return err(opened[0] ? failureOfUnrecognised(opened[0].source) : { code: 'no-file' });
	const name = importer.name;
	return forms.every((entry) => entry.form === name)
		? ok({ importer, sources, skipped })
		: err({ code: 'mixed-forms', files: forms });
}

function withSkipped(imported: Imported, skipped: readonly string[]): Imported {
	const notes = skipped.map((where): ImportWarning => ({ code: 'skipped-file', where, count: 1 }));
	return notes.length > 0 ? { ...imported, warnings: [...imported.warnings, ...notes] } : imported;
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
