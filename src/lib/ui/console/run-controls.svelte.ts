import { m } from '$lib/paraglide/messages.js';
import { downloadText } from '../atoms/download.ts';
import { DERIVED, type AlertChoice } from '../../telemetry/alert-setup.ts';
import type {
	ChoiceFailure,
	ImportPreview,
	LedgerFailure,
	ReadProgress,
	RunFailure,
	RunSource,
} from '../../worker/session.ts';
import type { SessionState } from '../session/session-state.svelte.ts';
import { announce } from '../shell/announcer.svelte.ts';
import { nameOfForm } from '../wording/imports.ts';

const LEDGER_MARK = '"dao-gov-ledger"';
const SNIFFED_BYTES = 4096;

/** What the reader can do with runs, and what is open because of it. */
export class RunControls {
	startOpen = $state(false);
	deleteOpen = $state(false);
	resetOpen = $state(false);
	outcome = $state<'verified' | 'falsified'>();
	drill = $state(true);
	busy = $state(false);
	failure = $state.raw<RunFailure>();
	/** How far reading the dropped files is; undefined while none are read. */
	reading = $state.raw<ReadProgress>();
	/** What was read last; its report stays at hand after its run has started. */
	imported = $state.raw<ImportPreview>();
	/** Whether what was read last has been run. */
	hasRun = $state(false);
	importOpen = $state(false);
	choice = $state.raw<AlertChoice>(DERIVED);
	choiceFailure = $state.raw<ChoiceFailure>();
	choosing = $state(false);
	/** A dropped file that is a ledger: to open or to verify, not to diagnose. */
	ledger = $state.raw<File>();
	ledgerFailure = $state.raw<LedgerFailure>();

	/** Whether any dialog was asked for; they are loaded then, not with the page. */
	readonly dialogOpen = $derived(
		this.startOpen ||
			this.importOpen ||
			this.deleteOpen ||
			this.resetOpen ||
			this.outcome !== undefined ||
			this.ledger !== undefined,
	);

	readonly #session: SessionState;
	/** Counts files dropped and choices made, so that only the newest answer counts. */
	#turn = 0;
	/** The choice the worker would run. */
	#accepted = DERIVED;

	constructor(session: SessionState) {
		this.#session = session;
	}

	/** Offers what can be run; why the last attempt failed is no longer of interest then. */
	offerRuns(): void {
		this.failure = undefined;
		this.startOpen = true;
	}

	async start(source: RunSource): Promise<void> {
		this.busy = true;
		this.failure = undefined;
		const started = await this.#session.port.startRun(source, { drill: this.drill });
		this.busy = false;
		this.importOpen = false;
		if (!started.ok) return this.#fail(started.error);
		this.startOpen = false;
		if ('import' in source) this.hasRun = true;
		else if (this.hasRun) this.imported = undefined;
	}

	/** Reads dropped files. What can be run as it is starts at once; anything else is shown first. */
	async readFiles(files: readonly File[]): Promise<void> {
		const turn = ++this.#turn;
		const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
		this.reading = { phase: 'opening', file: files[0]?.name ?? '', doneBytes: 0, totalBytes, rows: 0 };
		this.failure = undefined;
		this.startOpen = this.importOpen = this.choosing = false;
		const read = await this.#session.port.readFiles(files, (progress) => {
			if (turn === this.#turn && this.reading) this.reading = progress;
		});
		if (turn !== this.#turn) return;
		this.reading = undefined;
		if (!this.hasRun) this.imported = undefined;
		if (!read.ok) return this.#fail(read.error);
		const { id, ready, report } = (this.imported = read.value);
		this.hasRun = false;
		this.choice = this.#accepted = DERIVED;
		this.choiceFailure = undefined;
		announce(
			m.import_done({ form: nameOfForm(report.importer), nodes: report.nodes, windows: report.windows }),
		);
		if (ready && this.#session.run.kind !== 'running') await this.start({ import: id });
		else this.importOpen = true;
	}

	/** Stops reading; what was on the page stays. */
	async cancelReading(): Promise<void> {
		this.#turn++;
		this.reading = undefined;
		if (!this.hasRun) this.imported = undefined;
		announce(m.fail_cancelled());
		await this.#session.port.dropImport();
	}

	/** Forgets what was read and not run. */
	async discardImport(): Promise<void> {
		this.#turn++;
		this.importOpen = this.choosing = false;
		this.imported = undefined;
		await this.#session.port.dropImport();
	}

	/** Has the alert set up anew; where that fails, the choice before it stays. */
	async choose(choice: AlertChoice): Promise<void> {
		const preview = this.imported;
		if (!preview) return;
		const turn = ++this.#turn;
		this.choice = choice;
		this.choosing = true;
		const chosen = await this.#session.port.chooseAlert(preview.id, choice);
		if (chosen.ok) this.#accepted = choice;
		if (turn !== this.#turn) return;
		this.choosing = false;
		this.choiceFailure = chosen.ok ? undefined : chosen.error;
		if (chosen.ok) this.imported = { ...preview, setup: chosen.value, alert: chosen.value.alert };
		else this.choice = this.#accepted;
	}

	#fail(failure: RunFailure): void {
		if (failure.code === 'cancelled') return;
		this.failure = failure;
		this.startOpen = true;
	}

	async takeFiles(files: readonly File[]): Promise<void> {
		const [first] = files;
		if (!first) return;
		const head = await first
			.slice(0, SNIFFED_BYTES)
			.text()
			.catch(() => '');
		if (files.length === 1 && head.includes(LEDGER_MARK)) {
			this.startOpen = false;
			this.ledger = first;
		} else await this.readFiles(files);
	}

	async openLedger(): Promise<void> {
		const file = this.ledger;
		if (!file) return;
		this.busy = true;
		this.ledgerFailure = undefined;
		const opened = await this.#session.port.openLedger(file.name, new Uint8Array(await file.arrayBuffer()));
		this.busy = false;
		if (opened.ok) this.ledger = undefined;
		else this.ledgerFailure = opened.error;
	}

	async export(): Promise<void> {
		const text = await this.#session.port.exportLedger();
		const head = this.#session.summary?.head;
		downloadText(`dao-gov-ledger-${head?.height ?? 0}.json`, text, 'application/json');
		announce(m.run_export());
	}

	async deleteEverything(): Promise<void> {
		this.deleteOpen = false;
		await this.#session.port.deleteEverything();
	}

	async reset(): Promise<void> {
		this.resetOpen = false;
		await this.#session.port.reset();
	}
}
