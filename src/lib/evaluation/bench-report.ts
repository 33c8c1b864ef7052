import type { Incident } from '../telemetry/incident.ts';
import { evaluateCase, summariseRuns, type BenchResult, type CaseRun, type Stopwatch } from './bench.ts';
import {
	nameCause,
	nameInFaultFreeWindows,
	summariseFalseAlarms,
	summariseFalseLogs,
	type FalseAlarms,
	type FalseLogEffect,
	type Naming,
} from './false-alarms.ts';
import type { FalseLog, Label, LabelFile } from './labels.ts';

/** What became of one incident of a bench, by what its label says of it: plain data, so that it can be kept. */
export type BenchRow =
	| {
			readonly kind: 'scored';
			readonly run: CaseRun;
			/** Whom the analyst names in its fault-free windows. */
			readonly quietWindows: readonly Naming[];
	  }
	| { readonly kind: 'fault-free'; readonly naming: Naming }
	| { readonly kind: 'false-log'; readonly naming: Naming; readonly falseLog: FalseLog };

/** The figures of labelled incidents, and how often somebody was named who should not have been. */
export type BenchReport = BenchResult & {
	/** Incidents in which nothing is broken. */
	readonly faultFree: FalseAlarms;
	/** Fault-free windows of the labelled incidents. */
	readonly faultFreeWindows: FalseAlarms;
	readonly falseLogs: FalseLogEffect;
};

/**
 * Takes one incident through the bench: scores it, or asks whom the analyst names. `known` are the labels of the whole set.
 * Undefined where the label file does not know the incident.
 */
export function benchIncident(
	incident: Incident,
	{ labels, faultFree, falseLogs }: LabelFile,
	known: readonly Label[],
	stopwatch?: Stopwatch,
): BenchRow | undefined {
	const falseLog = falseLogs.get(incident.id);
	if (falseLog) return { kind: 'false-log', naming: nameCause(incident), falseLog };
	if (faultFree.has(incident.id)) return { kind: 'fault-free', naming: nameCause(incident) };
	const label = labels.get(incident.id);
	if (!label) return undefined;
	const run = evaluateCase(incident, label, known, stopwatch);
	return { kind: 'scored', run, quietWindows: nameInFaultFreeWindows(incident) };
}

/** The report of a bench from its rows, in their order. */
export function reportBench(dataset: string, rows: readonly BenchRow[]): BenchReport {
	const scored = rows.flatMap((row) => (row.kind === 'scored' ? [row] : []));
	const quiet = rows.flatMap((row) => (row.kind === 'fault-free' ? [row.naming] : []));
	const misled = rows.flatMap((row) => (row.kind === 'false-log' ? [row] : []));
	const runs = scored.map(({ run }) => run);
	const originals = new Map([...quiet, ...runs.map(({ figures }) => figures)].map((e) => [e.id, e.named]));
	return {
		...summariseRuns(dataset, runs),
		faultFree: summariseFalseAlarms(quiet),
		faultFreeWindows: summariseFalseAlarms(scored.flatMap(({ quietWindows }) => quietWindows)),
		falseLogs: summariseFalseLogs(
			misled.map(({ naming }) => naming),
			new Map(misled.map(({ naming, falseLog }) => [naming.id, falseLog])),
			originals,
		),
	};
}
