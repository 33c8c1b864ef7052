import { err, type Result } from '../../primitives/result.ts';
import type { JsonValue } from '../../primitives/json.ts';
import { ImportHalt, type ImportFailure, type ImportWarning } from '../import-failure.ts';
import type { Incident, Telemetry } from '../incident-model.ts';

/** A file as the user gave it. */
export type ImportFile = { readonly name: string; readonly bytes: Uint8Array };

/** A file after decompression; text and JSON are read at most once. */
export type SourceFile = {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** The first kilobytes as text, for sniffing. */
	readonly head: string;
	text(): Result<string, ImportFailure>;
	json(): Result<JsonValue, ImportFailure>;
};

/** What was read, for the import report. */
export type ImportReport = {
	readonly importer: string;
	readonly files: readonly string[];
	readonly windows: number;
	readonly services: number;
	readonly nodes: number;
	readonly edges: number;
	readonly spans: number | null;
	readonly from: string;
	readonly to: string;
	/** What the source does not hold and the analysis must do without. */
	readonly missing: readonly (
		'baseline' | 'call-counts' | 'logs' | 'resources' | 'self-time' | 'edges' | 'alert'
	)[];
};

/** What an importer hands back. */
export type Imported = {
	readonly telemetry: Telemetry;
	readonly warnings: readonly ImportWarning[];
	readonly report: ImportReport;
};

/** One form of telemetry file: `recognises` sniffs content, never the extension; `import` takes all its files together. */
export type Importer = {
	readonly name: string;
	readonly lookedFor: string;
	recognises(file: SourceFile): boolean;
	import(files: readonly SourceFile[]): ImportSteps;
};

/** How much of its files an import has read: bytes, and rows (of a table), spans, samples or log lines. */
export type ImportStep = { readonly bytes: number; readonly rows: number };

/** An import under way: yields how much is read, so that whoever drives it can show progress, let a page breathe, or stop. */
export type ImportSteps = Generator<ImportStep, Result<Imported, ImportFailure>, void>;

/** The import of a form that is read in one step. */
export function atOnce(
	read: (files: readonly SourceFile[]) => Result<Imported, ImportFailure>,
): Importer['import'] {
	return function* (files) {
		yield { bytes: 0, rows: 0 };
		return read(files);
	};
}

/** Steps whose {@link ImportHalt}s become failures. */
export function catchHalts(steps: (files: readonly SourceFile[]) => ImportSteps): Importer['import'] {
	return function* (files) {
		try {
			return yield* steps(files);
		} catch (error) {
			if (error instanceof ImportHalt) return err(error.failure);
			throw error;
		}
	};
}

/** The end of an import: an incident with its alert. */
export type ImportedIncident = {
	readonly incident: Incident;
	readonly warnings: readonly ImportWarning[];
	readonly report: ImportReport;
};

/** The report of some telemetry that was read from `files`. */
export function reportOf(
	importer: string,
	files: readonly SourceFile[],
	telemetry: Telemetry,
	spans: number | null = null,
): ImportReport {
	const services = new Set([...telemetry.services.keys(), ...telemetry.logs.keys()]);
	for (const node of telemetry.nodes.values()) services.add(node.service);
	const sorted = [...telemetry.minutes].sort();
	return {
		importer,
		files: files.map((file) => file.name),
		windows: sorted.length,
		services: services.size,
		nodes: telemetry.nodes.size,
		edges: telemetry.edges.length,
		spans,
		from: sorted[0] ?? '',
		to: sorted.at(-1) ?? '',
		missing: missingOf(telemetry),
	};
}

function missingOf(telemetry: Telemetry): ImportReport['missing'] {
	const nodes = [...telemetry.nodes.values()];
	const missing: ImportReport['missing'][number][] = [];
	const hasBaseline =
		telemetry.phase?.includes('baseline') || nodes.some((node) => node.baselineSummary.size > 0);
	if (!hasBaseline) missing.push('baseline');
	if (telemetry.edges.length === 0) missing.push('edges');
	else if (!telemetry.edges.some((edge) => edge.calls)) missing.push('call-counts');
	if (telemetry.logs.size === 0) missing.push('logs');
	if (![...telemetry.services.values()].some((service) => service.resources.size > 0))
		missing.push('resources');
	if (!nodes.some((node) => node.series.has('self_duration') || node.series.has('self_p50')))
		missing.push('self-time');
	if (!telemetry.alert) missing.push('alert');
	return missing;
}
