import type { Incident } from '../telemetry/incident.ts';
import { evaluateCase, type CaseRun } from './bench.ts';
import type { Label } from './labels.ts';
import { renameIncident } from './rename-incident.ts';

/** One incident scored under other names, and whether the analyst named the same service as under its own. */
export type RenamedRun = { readonly run: CaseRun; readonly sameName: boolean };

/** Scores every method on an incident whose names were replaced at random; `named` is whom the analyst named before. */
export function evaluateRenamed(
	incident: Incident,
	label: Label,
	labels: readonly Label[],
	named: string | null,
	seed: number,
): RenamedRun {
	const renamed = renameIncident(incident, seed);
	const rename = (entry: Label): Label => ({
		...entry,
		rootCause: renamed.nameOf(entry.rootCause),
		alsoRight: entry.alsoRight.map(renamed.nameOf),
		path: entry.path?.map(renamed.nameOf) ?? null,
	});
	const run = evaluateCase(renamed.incident, rename(label), labels.map(rename));
	return { run, sameName: run.figures.named === (named === null ? null : renamed.nameOf(named)) };
}
