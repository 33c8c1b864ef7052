import { err, ok, type Result } from '../primitives/result.ts';
import { setUpAlert, type AlertChoice, type AlertSetup } from '../telemetry/alert-setup.ts';
import { DEFAULT_LIMITS } from '../telemetry/importers/decompress.ts';
import { importTelemetryAsync } from '../telemetry/importers/import-files.ts';
import type { Imported, ImportFile } from '../telemetry/importers/importer.ts';
import type { Incident, Telemetry } from '../telemetry/incident-model.ts';
import { MAX_FILES } from '../telemetry/importers/open-files.ts';
import { runFailureOf } from './file-faults.ts';
import { createBreath } from './pacing.ts';
import type { ChoiceFailure, ImportPreview, ReadProgress, RunFailure } from './session.ts';

/** Reads dropped files and holds what came of them until it is run. One at a time: the newest wins. */
export type ImportHost = {
	read(
		files: readonly File[],
		onProgress: (progress: ReadProgress) => void,
	): Promise<Result<ImportPreview, RunFailure>>;
	choose(id: number, choice: AlertChoice): Result<AlertSetup, ChoiceFailure>;
	/** The incident as it was set up last. Fails with `import-gone`, or `not-imported` where it has no alert. */
	incident(id: number): Result<Incident, RunFailure>;
	/** Stops reading and drops what was read. */
	drop(): void;
};

/** Bytes taken from disk at once. */
const CHUNK = 4 * 2 ** 20;
/** How long work goes on before others may run, ms: a cancel is heard that soon. */
const SLICE_MS = 30;
/** Files dropped together are held in memory while they are read. */
const MOST_BYTES_TOGETHER = 2 * DEFAULT_LIMITS.maxBytes;

type Held = {
	readonly id: number;
	readonly telemetry: Telemetry;
	incident: Incident | null;
	readonly files: string;
};

/** A host that holds nothing yet. `now` is a clock in ms. */
export function createImportHost(now: () => number): ImportHost {
	let newest = 0;
	let held: Held | undefined;

	function drop(): void {
		newest++;
		held = undefined;
	}

	async function read(
		files: readonly File[],
		onProgress: (progress: ReadProgress) => void,
	): Promise<Result<ImportPreview, RunFailure>> {
		drop();
		const id = newest;
		const isCancelled = () => id !== newest;
		const breath = createBreath(now, SLICE_MS);
		let latest: ReadProgress | undefined;
		const tell = () => latest && tellQuietly(onProgress, latest);
		const breathe = () => breath(tell);
		const opened = await openAll(files, (progress) => (latest = progress), isCancelled, breathe);
		if (!opened.ok) return opened;
		const imported = await importTelemetryAsync(opened.value, {
			breathe,
			isCancelled,
			onProgress: (progress) => (latest = progress),
		});
		if (isCancelled()) return err({ code: 'cancelled', detail: '' });
		if (!imported.ok) return err(runFailureOf(imported.error, opened.value));
		const { preview, incident } = previewOf(id, imported.value);
		const { telemetry, report } = imported.value;
		held = { id, telemetry, incident, files: report.files.join(', ') };
		return ok(preview);
	}

	return {
		/** A fault of ours, or memory that ran out, is told as one: whoever waits is never left waiting. */
		async read(files, onProgress) {
			try {
				return await read(files, onProgress);
			} catch (fault) {
				return err({
					code: 'stopped-by-fault',
					detail: fault instanceof Error ? fault.message : String(fault),
				});
			}
		},
		choose(id, choice) {
			if (held?.id !== id) return err({ code: 'import-gone' });
			const chosen = setUpAlert(held.telemetry, choice);
			if (!chosen.ok) return chosen;
			held.incident = chosen.value.incident;
			return ok(chosen.value.setup);
		},
		incident(id) {
			if (held?.id !== id) return err({ code: 'import-gone', detail: '' });
			if (held.incident) return ok(held.incident);
			return err(runFailureOf({ code: 'no-alert', where: held.files }, []));
		},
		drop,
	};
}

/** What the page shows of an import, and the incident to run where it has an alert. */
function previewOf(
	id: number,
	{ telemetry, report, warnings }: Imported,
): { readonly preview: ImportPreview; readonly incident: Incident | null } {
	const { alert, windowSeconds } = telemetry;
	const common = { id, report, warnings, windowSeconds };
	if (alert) {
		const ready =
			report.importer === 'incident-json' && !warnings.some(({ code }) => code === 'skipped-file');
		return { preview: { ...common, alert, setup: null, ready }, incident: { ...telemetry, alert } };
	}
	const derived = setUpAlert(telemetry);
	if (!derived.ok) return { preview: { ...common, alert: null, setup: null, ready: false }, incident: null };
	const { incident, setup } = derived.value;
	return { preview: { ...common, alert: setup.alert, setup, ready: false }, incident };
}

/** The bytes of files, taken from disk piece by piece; nothing is taken of files that are too large. */
async function openAll(
	files: readonly File[],
	onProgress: (progress: ReadProgress) => void,
	isCancelled: () => boolean,
	breathe: () => Promise<void>,
): Promise<Result<readonly ImportFile[], RunFailure>> {
	if (files.length > MAX_FILES)
		return err(runFailureOf({ code: 'too-many-files', limit: MAX_FILES, actual: files.length }, []));
	const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
	const tooLarge = files.find(({ size }) => size > DEFAULT_LIMITS.maxBytes);
	if (tooLarge) {
		const { name: file, size: actualBytes } = tooLarge;
		return err(
			runFailureOf({ code: 'too-large', file, limitBytes: DEFAULT_LIMITS.maxBytes, actualBytes }, []),
		);
	}
	if (totalBytes > MOST_BYTES_TOGETHER)
		return err(
			runFailureOf(
				{
					code: 'too-large-together',
					files: files.length,
					limitBytes: MOST_BYTES_TOGETHER,
					actualBytes: totalBytes,
				},
				[],
			),
		);
	const opened: ImportFile[] = [];
	let doneBytes = 0;
	for (const file of files) {
		const bytes = new Uint8Array(file.size);
		for (let at = 0; at < file.size; at += CHUNK) {
			onProgress({ phase: 'opening', file: file.name, doneBytes, totalBytes, rows: 0 });
			await breathe();
			if (isCancelled()) return err({ code: 'cancelled', detail: '' });
			const piece = await pieceOf(file, at);
			if (!piece) return err({ code: 'unreadable-file', detail: file.name });
			bytes.set(piece, at);
			doneBytes += piece.length;
		}
		opened.push({ name: file.name, bytes });
	}
	return ok(opened);
}

/** Some bytes of a file; undefined where it is gone, was changed meanwhile, or may not be read. */
async function pieceOf(file: File, at: number): Promise<Uint8Array | undefined> {
	try {
		return new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer());
	} catch {
		return undefined;
	}
}

/** Listeners in a page answer asynchronously; one whose page is gone rejects, and is of no more concern. */
function tellQuietly(onProgress: (progress: ReadProgress) => unknown, progress: ReadProgress): void {
	void Promise.resolve(onProgress(progress)).catch(() => undefined);
}
