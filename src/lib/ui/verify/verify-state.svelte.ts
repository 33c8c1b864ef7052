import { parseExpectation } from '../../ledger/parse-expectation.ts';
import type { LedgerFailure, VerificationReport, VerificationStep } from '../../worker/session.ts';
import type { SessionState } from '../session/session-state.svelte.ts';

/** One check of a ledger: what was given, how far it is, what came out. */
export class VerifyState {
	file = $state.raw<{ readonly name: string; readonly bytes: Uint8Array }>();
	expected = $state('');
	phase = $state<'empty' | 'running' | 'done' | 'failed'>('empty');
	steps = $state.raw<readonly VerificationStep[]>([]);
	report = $state.raw<VerificationReport>();
	failure = $state.raw<LedgerFailure>();
	seconds = $state(0);
	#run = 0;

	readonly expectedIsWrong = $derived(this.expected.trim() !== '' && !parseExpectation(this.expected).ok);

	readonly #session: SessionState;

	constructor(session: SessionState) {
		this.#session = session;
	}

	async checkFile(file: File): Promise<void> {
		await this.check(file.name, new Uint8Array(await file.arrayBuffer()));
	}

	async checkChainInView(name: string): Promise<void> {
		this.phase = 'running';
		this.steps = [];
		await this.check(name, new TextEncoder().encode(await this.#session.port.exportLedger()));
	}

	/** Checks the same file again, after what is expected of it changed. */
	async again(): Promise<void> {
		if (this.file && !this.expectedIsWrong) await this.check(this.file.name, this.file.bytes);
	}

	async check(name: string, bytes: Uint8Array): Promise<void> {
		const run = ++this.#run;
		this.file = { name, bytes };
		this.phase = 'running';
		this.steps = [];
		this.report = undefined;
		this.failure = undefined;
		const started = performance.now();
		const result = await this.#session.port.verifyLedger(
			name,
			bytes,
			this.expectedIsWrong ? {} : { expect: this.expected },
			(steps) => {
				if (run === this.#run) this.steps = steps;
			},
		);
		if (run !== this.#run) return;
		this.seconds = (performance.now() - started) / 1000;
		if (result.ok) {
			this.report = result.value;
			this.steps = result.value.steps;
			this.phase = 'done';
		} else {
			this.failure = result.error;
			this.phase = 'failed';
		}
	}

	clear(): void {
		this.#run++;
		this.file = undefined;
		this.report = undefined;
		this.failure = undefined;
		this.steps = [];
		this.phase = 'empty';
	}
}
