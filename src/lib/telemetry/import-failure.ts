import type { JsonFault } from '../primitives/parse-json.ts';

/** Why a file was not imported. Always data: what was expected, what was found, where. Sentences are made in `ui/`. */
export type ImportFailure =
	| { readonly code: 'no-file' }
	| { readonly code: 'cancelled' }
	| { readonly code: 'empty-file'; readonly file: string }
	| { readonly code: 'too-many-files'; readonly limit: number; readonly actual: number }
	| {
			readonly code: 'too-large';
			readonly file: string;
			readonly limitBytes: number;
			readonly actualBytes: number;
	  }
	| {
			readonly code: 'too-compressed';
			readonly file: string;
			readonly limitRatio: number;
			readonly limitBytes: number;
	  }
	| {
			readonly code: 'too-large-together';
			readonly files: number;
			readonly limitBytes: number;
			readonly actualBytes: number;
	  }
	| { readonly code: 'broken-compression'; readonly file: string; readonly format: 'gzip' | 'zip' }
	| { readonly code: 'broken-text'; readonly file: string; readonly offset: number }
	| {
			readonly code: 'broken-json';
			readonly file: string;
			readonly reason: JsonFault['code'];
			readonly line: number;
			readonly column: number;
			/** What the text should have had there, or the limit that was passed; empty where that says nothing. */
			readonly expected: string;
			readonly found: string;
	  }
	| {
			readonly code: 'broken-csv';
			readonly file: string;
			/** Row counted from 1, the heading included. */
			readonly row: number;
			readonly expected: string;
			readonly found: string;
	  }
	| {
			readonly code: 'bad-field';
			readonly where: string;
			readonly expected: string;
			readonly found: string;
	  }
	| {
			readonly code: 'series-length';
			readonly where: string;
			readonly expected: number;
			readonly actual: number;
	  }
	| {
			readonly code: 'unknown-name';
			readonly where: string;
			readonly expected: string;
			readonly found: string;
	  }
	| { readonly code: 'duplicate'; readonly where: string; readonly found: string }
	| { readonly code: 'too-many'; readonly where: string; readonly limit: number; readonly actual: number }
	| { readonly code: 'newer-version'; readonly supported: number; readonly found: number }
	| { readonly code: 'no-alert'; readonly where: string }
	| { readonly code: 'no-telemetry'; readonly where: string }
	| {
			readonly code: 'mixed-forms';
			readonly files: readonly { readonly file: string; readonly form: string }[];
	  }
	| { readonly code: 'missing-companion'; readonly file: string; readonly expected: readonly string[] }
	| {
			readonly code: 'unrecognised';
			readonly file: string;
			readonly lookedFor: readonly string[];
			readonly firstLines: readonly string[];
	  };

/** Something that was imported with a loss or a guess, with the first place it happened and how often. */
export type ImportWarning = {
	readonly code:
		| 'unknown-field'
		| 'dropped-row'
		| 'guessed-unit'
		| 'guessed-column'
		| 'guessed-baseline'
		| 'skipped-file'
		| 'derived-alert'
		| 'alert-node-unknown'
		| 'missing-metrics'
		| 'missing-calls'
		| 'missing-baseline'
		| 'clock-skew'
		| 'name-clipped'
		| 'no-parent';
	readonly where: string;
	readonly count: number;
	readonly detail?: string;
};

/** Stops a parse from deep inside; caught at the parser's border and nowhere else. */
export class ImportHalt extends Error {
	constructor(readonly failure: ImportFailure) {
		super(failure.code);
	}
}

/** Collects warnings by code and place, counting repeats. */
export class WarningList {
	readonly #byKey = new Map<
		string,
		{ code: ImportWarning['code']; where: string; count: number; detail?: string }
	>();

	/** Notes one more occurrence; `where` and `detail` of the first one are kept per code and `group`. */
	add(code: ImportWarning['code'], where: string, detail?: string, group = ''): void {
		const key = `${code}\n${group || where}`;
		const known = this.#byKey.get(key);
		if (known) known.count++;
		else
			this.#byKey.set(
				key,
				detail === undefined ? { code, where, count: 1 } : { code, where, count: 1, detail },
			);
	}

	/** All warnings in order of first occurrence. */
	list(): readonly ImportWarning[] {
		return [...this.#byKey.values()];
	}
}
