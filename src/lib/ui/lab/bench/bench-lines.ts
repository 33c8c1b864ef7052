import type { VerdictOutcome } from '../../../evaluation/verdict-outcome.ts';
import type { BenchLine } from '../../../worker/bench-messages.ts';
import { csvOf } from '../../format/csv.ts';

/** What became of a row: a verdict's outcome, what false logs did, or that it was left out. */
export type LineOutcome = VerdictOutcome | 'unmoved' | 'moved' | 'left-out';

/** The outcome of a row; one with false logs is held against the row it repeats, whose name `namedIn` answers. */
export function outcomeOfLine(
	line: BenchLine,
	namedIn: (id: string) => string | null | undefined,
): LineOutcome {
	switch (line.kind) {
		case 'left-out':
			return 'left-out';
		case 'fault-free':
			return line.named === null ? 'none-right' : 'false-alarm';
		case 'false-log':
			return line.original !== null && namedIn(line.original) !== line.named ? 'moved' : 'unmoved';
		case 'scored':
			if (line.named === null) return 'missed';
			return line.rank === 1 ? 'right' : 'wrong';
	}
}

/** Whether an outcome is as it should be. */
export function isGoodOutcome(outcome: LineOutcome): boolean {
	return outcome === 'right' || outcome === 'none-right' || outcome === 'unmoved';
}

const COLUMNS = [
	'id',
	'kind',
	'faultType',
	'rootCause',
	'named',
	'rank',
	'confidence',
	'ms',
	'original',
	'accused',
] as const satisfies readonly (keyof BenchLine)[];

/** The rows as comma-separated text under the names of their fields, which no language changes. */
export function linesAsCsv(lines: readonly BenchLine[]): string {
	return csvOf([
		[...COLUMNS, 'failure'],
		...lines.map((line) => [...COLUMNS.map((column) => line[column]), line.failure?.code ?? null]),
	]);
}
