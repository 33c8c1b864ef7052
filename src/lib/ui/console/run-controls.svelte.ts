import { m } from '$lib/paraglide/messages.js';
import { downloadText } from '../atoms/download.ts';
import type { ImportSummary, LedgerFailure, RunFailure, RunSource } from '../../worker/session.ts';
import type { SessionState } from '../session/session-state.svelte.ts';
import { announce } from '../shell/announcer.svelte.ts';

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
	imported = $state.raw<ImportSummary>();
	/** A dropped file that is a ledger: to open or to verify, not to diagnose. */
	ledger = $state.raw<File>();
	ledgerFailure = $state.raw<LedgerFailure>();

	/** Whether any dialog was asked for; they are loaded then, not with the page. */
	readonly dialogOpen = $derived(
		this.startOpen ||
			this.deleteOpen ||
			this.resetOpen ||
			this.outcome !== undefined ||
			this.ledger !== undefined,
	);

	readonly #session: SessionState;

	constructor(session: SessionState) {
		this.#session = session;
	}

	async start(source: RunSource): Promise<void> {
		this.busy = true;
		this.failure = undefined;
		this.imported = undefined;
		const started = await this.#session.port.startRun(source, { drill: this.drill });
		this.busy = false;
		if (started.ok) {
			this.startOpen = false;
			if ('files' in source) this.imported = started.value;
		} else {
			this.failure = started.error;
			this.startOpen = true;
		}
	}

	async takeFiles(files: readonly File[]): Promise<void> {
		const [first] = files;
		if (!first) return;
		const head = await first.slice(0, SNIFFED_BYTES).text();
		if (files.length === 1 && head.includes(LEDGER_MARK)) {
			this.startOpen = false;
			this.ledger = first;
		} else await this.start({ files });
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
