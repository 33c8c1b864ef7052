import { parseArgs, type ParseArgsConfig } from 'node:util';
import { err, ok, type Result } from '../primitives/result.ts';

/** A command: takes its arguments, answers the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

/** What `--help` prints. */
export const USAGE = `DAO-Gov AIOps: diagnose an incident on a chain, verify a ledger, score the analyst.

  npm run --silent cli -- run INCIDENT [--seed N] [--time MS] [--out LEDGER] [--drill] [--json]
      INCIDENT  a file or folder an importer knows, gzipped or not
      --seed    repeatable keys and chain id (random without it)
      --time    start time in ms since the epoch; the clock then advances one second a step (real without it)
      --out     write the ledger here
      --drill   let agents also try three shortcuts, to see them refused

  npm run --silent cli -- verify FILE [--expect EXPECTED] [--json]
      FILE      a ledger, or the proof of one receipt, gzipped or not
      --expect  a head hash, a checkpoint text, JSON with size, root and headHash, or a file holding one of them
      exit 0: no answer is no · 1: some answer is no · 2: not readable as either

  npm run --silent cli -- proof LEDGER TXHASH [--out FILE]
      one transaction and its receipt, with what proves alone that they are in a block and the block in the log
      exit 0: written, and holds · 1: the ledger does not hold there · 2: no ledger, or no such transaction

  npm run --silent cli -- checkpoint LEDGER [--json]
      what to write down elsewhere: origin, size and base64 root (C2SP tlog-checkpoint)
      --json    size, root and head hash instead
      exit 0: as the file says itself · 1: the file says otherwise · 2: not readable as a ledger

  npm run --silent cli -- bench DIR [--rename SEED] [--json]
      DIR       a folder of *.json.gz incidents with labels.json beside them
      --rename  the same scores once more with every node, service and log statement renamed at random

  npm run --silent cli -- simulate --out DIR [--seeds N] [--size 10|40|300] [--surges N] [--adversarial] [--json]
      writes labelled incidents for bench: per seed nine kinds of fault and two faults at once (20 seeds, 40 services)
      --surges       also N surges of traffic without any fault
      --adversarial  each incident once more, with false error lines at an innocent service
  npm run --silent cli -- simulate --samples DIR
      writes one small run in every form an importer reads: the files of data/samples

  npm run --silent cli -- simulate-economy [--incidents N] [--seed N] [--byzantine K] [--behaviour WORD]
                                           [--settlement WORD] [--voting WORD] [--scenario LINK] [--out FILE] [--json]
      plays seeded incidents on the real contracts (signatures left out), once weighted by stake, once one agent one vote
      --byzantine   how many of the seven agents behave badly (2)
      --behaviour   colluding (default), lazy, herding or always-against
      --settlement  on-close or on-verification (without it both, or the one of the link)
      --voting      open (default) or sealed
      --scenario    a scenario as a lab link carries it; other options change it
      --out         write the figures alone, without the course of each run, to a file

Progress goes to stderr when it is a terminal, results to stdout.
`;

/** A failure as data; printed as one JSON line with --json, as a sentence otherwise. */
export type CliFailure = {
	readonly code: string;
	readonly where?: string;
	readonly expected?: unknown;
	readonly actual?: unknown;
	readonly [more: string]: unknown;
};

/** Prints a failure to stderr and answers exit code 2. */
export function fail(failure: CliFailure): number {
	const { code, where, expected, actual, ...more } = failure;
	const parts = [code];
	if (where !== undefined) parts.push(`at ${where}`);
	if (expected !== undefined) parts.push(`expected ${show(expected)}`);
	if (actual !== undefined) parts.push(`found ${show(actual)}`);
	for (const [name, value] of Object.entries(more)) parts.push(`${name} ${show(value)}`);
	process.stderr.write(`error: ${parts.join('; ')}\n`);
	return 2;
}

function show(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Parses options strictly. Fails with `bad-option`. */
export function parseOptions<T extends ParseArgsConfig['options']>(args: readonly string[], options: T) {
	type Parsed = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>>;
	try {
		const parsed = parseArgs({
			args: [...args],
			options: options ?? {},
			allowPositionals: true,
			strict: true,
		});
		return ok(parsed as Parsed) as Result<Parsed, CliFailure>;
	} catch (error) {
		return err<CliFailure>({
			code: 'bad-option',
			actual: error instanceof Error ? error.message : String(error),
		});
	}
}

/** The one positional argument of a command. Fails with `missing-argument` or `too-many-arguments`. */
export function onlyArgument(positionals: readonly string[], name: string): Result<string, CliFailure> {
	if (positionals.length === 0) return err({ code: 'missing-argument', expected: name });
	if (positionals.length > 1)
		return err({ code: 'too-many-arguments', expected: name, actual: positionals.join(' ') });
	return ok(positionals[0] as string);
}

/** A natural number option. Fails with `bad-option`. */
export function naturalOption(
	text: string | undefined,
	name: string,
): Result<number | undefined, CliFailure> {
	if (text === undefined) return ok(undefined);
	const value = Number(text);
	if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
		return err({ code: 'bad-option', where: name, expected: 'a natural number', actual: text });
	return ok(value);
}

/** A line of progress that is overwritten, on stderr and only when it is a terminal. */
export function showProgress(text: string): void {
	if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Clears the line of progress. */
export function endProgress(): void {
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

/** Prints a result as one line of JSON. */
export function printJson(value: unknown): void {
	process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints lines of text. */
export function printLines(lines: readonly string[]): void {
	process.stdout.write(`${lines.join('\n')}\n`);
}
