import type { BenchReport } from '../evaluation/bench-report.ts';
import type { TestSet } from '../simulator/case-list.ts';
import type { ImportFailure } from '../telemetry/import-failure.ts';
import type { BenchFilesFault } from './bench-files.ts';

/** What the page asks of the bench's worker. `open` comes first; it goes on with what a reload cut off. */
export type BenchRequest =
	| { readonly kind: 'open'; readonly basePath: string; readonly version: string }
	| { readonly kind: 'simulate'; readonly set: TestSet }
	| { readonly kind: 'files'; readonly name: string; readonly files: readonly File[] }
	| { readonly kind: 'stop' }
	| { readonly kind: 'continue' }
	| { readonly kind: 'clear' }
	| { readonly kind: 'ledger'; readonly index: number };

/** What became of one incident, as the table shows it. */
export type BenchLine = {
	readonly index: number;
	readonly id: string;
	/** `left-out`: unreadable for what `failure` says, or else without a label. */
	readonly kind: 'scored' | 'fault-free' | 'false-log' | 'left-out';
	readonly rootCause: string | null;
	readonly faultType: string | null;
	readonly named: string | null;
	/** Rank of the first right answer from 1; null where there is none. */
	readonly rank: number | null;
	readonly confidence: number | null;
	readonly ms: number | null;
	/** The incident this one repeats with false log lines, and whom they accuse. */
	readonly original: string | null;
	readonly accused: string | null;
	readonly failure: ImportFailure | null;
	/** The text of its link in the fault lab, where it is simulated. */
	readonly simulation: string | null;
};

export type BenchState = 'running' | 'stopped' | 'finished';

/** The run there is: what over, how far. */
export type BenchRun = { readonly dataset: string; readonly total: number; readonly state: BenchState };

export type BenchReply =
	/** Replaces everything before; null: there is no run. `kept`: whether a reload would find it again. */
	| {
			readonly kind: 'run';
			readonly run: BenchRun | null;
			readonly lines: readonly BenchLine[];
			readonly kept: boolean;
	  }
	| { readonly kind: 'line'; readonly line: BenchLine }
	| { readonly kind: 'state'; readonly state: BenchState; readonly kept: boolean }
	/** The figures of the rows so far; comes when a run ends or is stopped. */
	| { readonly kind: 'report'; readonly report: BenchReport }
	| {
			readonly kind: 'ledger';
			readonly index: number;
			readonly name: string;
			readonly bytes: Uint8Array<ArrayBuffer>;
	  }
	| { readonly kind: 'refused'; readonly fault: BenchFilesFault }
	/** Another tab runs the bench now. */
	| { readonly kind: 'busy' }
	| { readonly kind: 'failed'; readonly detail: string };
