import { m } from '$lib/paraglide/messages.js';
import { SIMULATED_FAULTS } from '../../simulator/simulation-link.ts';
import type { ImportFailure } from '../../telemetry/import-failure.ts';
import type { BenchFilesFault } from '../../worker/bench-files.ts';
import type { LineOutcome } from '../lab/bench/bench-lines.ts';
import { nameOfFault } from './faults.ts';
import { sentenceOfImportFailure } from './imports.ts';
import { nameOfSimulatedFault } from './simulator.ts';

const METHODS: { readonly [method: string]: () => string } = {
	analyst: m.bench_method_analyst,
	'analyst-onset-detected': m.bench_method_onset,
	'mabc-formula': () => 'mABC formula',
	'mabc-walk': () => 'mABC walk',
	'mabc-walk-deviation': () => 'mABC walk (deviation)',
	'max-z': m.bench_method_max_z,
	'baro-like': () => 'BARO-like',
	'page-rank': () => 'PageRank',
	constant: m.bench_method_constant,
	random: m.bench_method_random,
};

const OUTCOMES: { readonly [outcome in LineOutcome]: (reason: string) => string } = {
	right: () => m.bench_outcome_right(),
	wrong: () => m.bench_outcome_wrong(),
	missed: () => m.bench_outcome_missed(),
	'none-right': () => m.bench_outcome_none_right(),
	'false-alarm': () => m.bench_outcome_false_alarm(),
	unmoved: () => m.bench_outcome_unmoved(),
	moved: () => m.bench_outcome_moved(),
	'left-out': (reason) => m.bench_outcome_left_out({ reason }),
};

/** A method of the bench. */
export function nameOfMethod(method: string): string {
	return Object.hasOwn(METHODS, method) ? (METHODS[method] as () => string)() : method;
}

/** What became of a row. */
export function nameOfLineOutcome(outcome: LineOutcome, failure: ImportFailure | null): string {
	return OUTCOMES[outcome](failure ? sentenceOfImportFailure(failure) : m.bench_reason_unlabelled());
}

/** A fault type as a label spells it: a simulated one, one the analyst knows, else the label's own word. */
export function nameOfLabelFault(fault: string): string {
	const simulated = SIMULATED_FAULTS.find((known) => known === fault);
	return simulated ? nameOfSimulatedFault(simulated) : nameOfFault(fault);
}

/** Why files are no labelled incidents. */
export function sentenceOfBenchFault({ code, file, expected, actual }: BenchFilesFault): string {
	switch (code) {
		case 'no-labels':
			return m.bench_refused_no_labels({ actual });
		case 'no-incidents':
			return m.bench_refused_no_incidents({ expected, actual });
		case 'too-many':
			return m.bench_refused_too_many({ expected, actual });
		case 'bad-labels':
			return m.bench_refused_bad_labels({ file, expected, actual });
		case 'broken-archive':
			return m.bench_refused_broken_archive({ file, actual });
	}
}
