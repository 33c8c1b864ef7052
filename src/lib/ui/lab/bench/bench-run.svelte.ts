import type { BenchReport } from '../../../evaluation/bench-report.ts';
import type { TestSet } from '../../../simulator/case-list.ts';
import type { BenchFilesFault } from '../../../worker/bench-files.ts';
import type { BenchLine, BenchReply, BenchRequest, BenchRun } from '../../../worker/bench-messages.ts';

/** Why a bench did not start or stopped. */
export type BenchTrouble =
	| { readonly kind: 'refused'; readonly fault: BenchFilesFault }
	| { readonly kind: 'busy' }
	| { readonly kind: 'failed'; readonly detail: string };

/** A ledger that was asked for. */
export type BenchLedger = { readonly name: string; readonly bytes: Uint8Array };

/** The bench of this browser as reactive state. The worker keeps its rows: a page that opens again goes on. */
export class BenchView {
	/** Undefined until the worker has answered; null where nothing was run. */
	run = $state.raw<BenchRun | null>();
	lines = $state.raw<readonly BenchLine[]>([]);
	/** Figures of the rows when the run ended or was stopped. */
	report = $state.raw<BenchReport>();
	kept = $state(true);
	trouble = $state.raw<BenchTrouble>();
	/** Stop was pressed; the incident under way is still finished. */
	stopping = $state(false);
	/** The row whose ledger is being made. */
	opening = $state<number>();

	#worker: Worker | undefined;
	#onLedger: ((ledger: BenchLedger) => void) | undefined;

	open(basePath: string, version: string): void {
		const worker = new Worker(new URL('../../../worker/bench.worker.ts', import.meta.url), {
			type: 'module',
		});
		worker.onmessage = (event: MessageEvent<BenchReply>) => this.#take(event.data);
		worker.onerror = (event) => (this.trouble = { kind: 'failed', detail: event.message || 'worker-failed' });
		this.#worker = worker;
		this.#ask({ kind: 'open', basePath, version });
	}

	simulate(set: TestSet): void {
		this.trouble = undefined;
		this.#ask({ kind: 'simulate', set });
	}

	runFiles(name: string, files: readonly File[]): void {
		this.trouble = undefined;
		this.#ask({ kind: 'files', name, files });
	}

	stop(): void {
		this.stopping = true;
		this.#ask({ kind: 'stop' });
	}

	resume(): void {
		this.trouble = undefined;
		this.#ask({ kind: 'continue' });
	}

	clear(): void {
		this.trouble = undefined;
		this.#ask({ kind: 'clear' });
	}

	/** Lets the agents diagnose the incident of a row; `take` gets its ledger. */
	makeLedger(index: number, take: (ledger: BenchLedger) => void): void {
		this.opening = index;
		this.#onLedger = take;
		this.#ask({ kind: 'ledger', index });
	}

	/** Ends the worker, when the page is left. */
	close(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
	}

	#ask(request: BenchRequest): void {
		this.#worker?.postMessage(request);
	}

	#take(reply: BenchReply): void {
		switch (reply.kind) {
			case 'run':
				this.run = reply.run;
				this.lines = reply.lines;
				this.kept = reply.kept;
				this.report = undefined;
				return;
			case 'line':
				this.lines = [...this.lines, reply.line];
				return;
			case 'state':
				if (this.run) this.run = { ...this.run, state: reply.state };
				this.kept = reply.kept;
				this.stopping = false;
				return;
			case 'report':
				this.report = reply.report;
				return;
			case 'ledger':
				this.opening = undefined;
				this.#onLedger?.(reply);
				return;
			case 'refused':
			case 'busy':
				this.trouble = reply;
				return;
			case 'failed':
				this.opening = undefined;
				this.trouble = reply;
		}
	}
}
