import type { SopState } from '../chain/state-entries.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { Result } from '../primitives/result.ts';
import type { ParameterFault } from '../protocol/parameters.ts';
import type { ChainReader, ChainSummary } from '../runtime/ports.ts';
import type { LedgerReport } from '../ledger/report.ts';
import type { Timeline } from '../ledger/timeline.ts';
import type { AlertChoice, AlertChoiceFault, AlertSetup } from '../telemetry/alert-setup.ts';
import type { ImportFailure, ImportWarning } from '../telemetry/import-failure.ts';
import type { ImportProgress } from '../telemetry/importers/import-files.ts';
import type { ImportReport } from '../telemetry/importers/importer.ts';
import type { Alert } from '../telemetry/incident-model.ts';

/** Which chain the pages show: the shipped finished run, this browser's own, an archived one of it, or an opened ledger. */
export type ChainSource = 'sample' | 'own' | 'archived' | 'opened';

/** The chain in view. */
export type View = {
	readonly source: ChainSource;
	readonly chainId: Hash;
	/** What to call it: a case name, or the file it came from. */
	readonly label: string;
	/** False when an opened ledger failed its check; `firstBad` is then the first block not to rely on. */
	readonly intact: boolean;
	readonly firstBad: number | null;
};

/** One incident of the chain in view. */
export type IncidentSummary = {
	readonly id: string;
	readonly state: SopState;
	readonly round: number;
	readonly node: string;
	/** Minute of the alert, `YYYY-MM-DD HH:MM:SS` UTC. */
	readonly minute: string;
};

/** Why files were not read or a run could not start or go on. `detail` is data for the sentence, never the sentence. */
export type RunFailure =
	| {
			readonly code: 'not-imported';
			readonly cause: Exclude<ImportFailure, { readonly code: 'cancelled' }>;
			readonly file: FileFault;
	  }
	| {
			readonly code:
				/** The reader stopped it, or dropped other files meanwhile: no error. */
				| 'cancelled'
				| 'unreadable-file'
				/** The files that were read are no longer held: others were read since. */
				| 'import-gone'
				| 'no-evidence'
				| 'already-running'
				| 'not-leader'
				| 'storage-full'
				| 'storage-failed'
				| 'stopped-by-fault';
			readonly detail: string;
	  };

/** Why a reader's choice of alert and windows was not taken. */
export type ChoiceFailure = AlertChoiceFault | { readonly code: 'import-gone' };

/** Where a file stopped making sense. Line and column count from 1. */
export type FileFault = {
	readonly name: string;
	readonly line: number | null;
	readonly column: number | null;
	readonly expected: string | null;
	readonly found: string | null;
	/** Up to three lines, shortened: around the fault where its line is known, else the first ones. */
	readonly sample: readonly string[];
	/** The number of the first line in `sample`. */
	readonly sampleFrom: number;
};

/** How far reading files is: first they are taken from disk, then as {@link ImportProgress}. */
export type ReadProgress = Omit<ImportProgress, 'phase'> & {
	readonly phase: 'opening' | ImportProgress['phase'];
};

/** What was read out of files, held in the worker until it is run, dropped, or others are read. */
export type ImportPreview = {
	readonly id: number;
	readonly report: ImportReport;
	readonly warnings: readonly ImportWarning[];
	readonly windowSeconds: number;
	/** Null where the files name none and none can be derived: then nothing can be run. */
	readonly alert: Alert | null;
	/** What the reader may choose; null where the files name their alert. */
	readonly setup: AlertSetup | null;
	/** Our own form with its alert and nothing skipped: nothing to look through before the run. */
	readonly ready: boolean;
};

export type RunStatus =
	| { readonly kind: 'idle' }
	| {
			readonly kind: 'running';
			/** Null while the run is being prepared. */
			readonly incident: string | null;
			readonly state: SopState | null;
			/** ms since the epoch, for the elapsed time. */
			readonly startedAt: number;
	  }
	| { readonly kind: 'finished'; readonly incident: string; readonly state: SopState }
	| { readonly kind: 'cancelled'; readonly incident: string | null }
	| { readonly kind: 'failed'; readonly incident: string | null; readonly failure: RunFailure };

/** What to diagnose. */
export type RunSource = { readonly sample: string } | { readonly import: number };

export type RunOptions = {
	/** Whether agents also try shortcuts, so that the refusals can be seen. */
	readonly drill: boolean;
};

/** Genesis parameters as a page gives them: not checked yet. */
export type GivenParameters = { readonly [name: string]: JsonValue };

/** Why no new chain was founded: a parameter that does not fit, or what keeps any act from being written. */
export type ResetFailure =
	| { readonly kind: 'parameter'; readonly fault: ParameterFault }
	| { readonly kind: 'run'; readonly failure: RunFailure };

/** What the pages are told about; they then read again what they show. */
export type SessionEvent =
	| { readonly kind: 'run'; readonly status: RunStatus }
	| { readonly kind: 'head'; readonly height: number }
	| { readonly kind: 'view'; readonly view: View };

export type Answer = 'yes' | 'no' | 'cannot-tell' | 'not-relied-upon';

export const VERIFICATION_QUESTIONS = ['unchanged', 'signed', 'rules', 'complete', 'independent'] as const;
export type VerificationQuestion = (typeof VERIFICATION_QUESTIONS)[number];

/** One named step of the check, with how far it is. */
export type VerificationStep = {
	readonly name: string;
	readonly question: VerificationQuestion;
	readonly status: 'waiting' | 'running' | 'passed' | 'failed' | 'not-relied-upon';
	readonly done: number;
	readonly total: number;
};

/** The first thing that does not hold. */
export type Offence = {
	readonly question: VerificationQuestion;
	readonly block: number | null;
	readonly tx: number | null;
	readonly field: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
	/** Address of the off-chain content it is about, and the row where that is known. */
	readonly evidence?: Hash;
	readonly row?: number;
};

export type VerificationReport = {
	readonly ok: boolean;
	readonly head: { readonly chainId: Hash; readonly height: number; readonly hash: Hash } | null;
	readonly totals: {
		readonly blocks: number;
		readonly transactions: number;
		readonly refused: number;
		readonly evidence: number;
		/** Evidence that is named but whose bytes are not in the file. */
		readonly hashOnly: number;
	};
	readonly answers: { readonly [question in VerificationQuestion]: Answer };
	readonly first: Offence | null;
	/** What the outside copy said, where one was given. */
	readonly expectation: LedgerReport['expectation'];
	readonly steps: readonly VerificationStep[];
};

/** Where a ledger file stopped being one. */
export type LedgerFailure = {
	readonly code: 'unreadable-file' | 'not-a-ledger' | 'newer-version' | 'too-large';
	readonly file: FileFault;
};

/** An RFC 9162 inclusion proof of a transaction in its block. */
export type TransactionProof = {
	readonly leafHash: Hash;
	readonly index: number;
	readonly size: number;
	/** Sibling hashes, leaf side first. */
	readonly steps: readonly Hash[];
	readonly root: Hash;
};

/** Whether what happens here survives the tab: a frame on another site gets memory only. */
/** `newer`: a newer version of the app wrote what is stored; it is left alone, and this tab works in memory. */
export type StorageKind = 'kept' | 'memory' | 'newer';

/**
 * Everything the pages ask of the application. The worker client implements it; no page knows about workers or databases.
 * Reads follow the chain in view; a run always goes to this browser's own chain and shows it.
 */
export type Session = {
	view(): Promise<View>;
	/** Shows the shipped sample, or this browser's own chain (empty until a first run). */
	show(source: 'sample' | 'own'): Promise<void>;
	/** Every chain kept in this browser but its own running one, newest first. */
	archivedChains(): Promise<readonly ChainSummary[]>;
	/** Shows a chain of this browser, archived or active. */
	showChain(chainId: Hash): Promise<void>;
	readonly reader: ChainReader;
	/** Incidents of the chain in view, newest first. */
	incidents(): Promise<readonly IncidentSummary[]>;
	timeline(incidentId: string): Promise<Timeline | undefined>;
	storage(): Promise<StorageKind>;
	/** Names of the incidents shipped with the product, the default first. */
	samples(): Promise<readonly string[]>;
	runStatus(): Promise<RunStatus>;
	/** Calls back on every change; answers the function that stops it. */
	subscribe(listener: (event: SessionEvent) => void): () => void;
	/** Reads dropped files; what was read before, or is being read, is dropped. `onProgress` is told several times a second. */
	readFiles(
		files: readonly File[],
		onProgress: (progress: ReadProgress) => void,
	): Promise<Result<ImportPreview, RunFailure>>;
	/** Stops reading (the call then fails with `cancelled`) and drops what was read. */
	dropImport(): Promise<void>;
	/** Sets up the alert of what was read under a reader's choice; the run will use it. A failed choice changes nothing. */
	chooseAlert(id: number, choice: AlertChoice): Promise<Result<AlertSetup, ChoiceFailure>>;
	startRun(source: RunSource, options: RunOptions): Promise<Result<void, RunFailure>>;
	cancelRun(): Promise<void>;
	/** Drops the pacing of the current run. */
	skipToEnd(): Promise<void>;
	/** Archives this browser's chain and founds a new one, with the defaults where no parameters are given. */
	reset(parameters?: GivenParameters): Promise<Result<void, ResetFailure>>;
	/** Deletes every chain, run and key of this browser. Cannot be undone. */
	deleteEverything(): Promise<void>;
	/** The ledger of the chain in view as a file's text. */
	exportLedger(): Promise<string>;
	/** The operator's word on a solution. */
	verifyOutcome(
		incidentId: string,
		verdict: 'verified' | 'falsified',
		reason: string,
	): Promise<Result<void, { readonly code: string }>>;
	/** Shows somebody's ledger, read-only. */
	openLedger(name: string, bytes: Uint8Array): Promise<Result<VerificationReport, LedgerFailure>>;
	verifyLedger(
		name: string,
		bytes: Uint8Array,
		/** A head hash, a checkpoint text, or JSON with size, root and headHash. */
		options: { readonly expect?: string },
		onProgress: (steps: readonly VerificationStep[]) => void,
	): Promise<Result<VerificationReport, LedgerFailure>>;
	transactionProof(hash: Hash): Promise<TransactionProof | undefined>;
};
