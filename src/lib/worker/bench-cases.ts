import { parseLabelFile, type Label, type LabelFile } from '../evaluation/labels.ts';
import { ok, unwrap, type Result } from '../primitives/result.ts';
import { testSetCases, type TestSet } from '../simulator/case-list.ts';
import { faultsOfRun, type SimulationOptions } from '../simulator/run-simulation.ts';
import { labelsDocument, simulateIncident } from '../simulator/simulate-incident.ts';
import { encodeSimulation } from '../simulator/simulation-link.ts';
import type { ImportFailure } from '../telemetry/import-failure.ts';
import { importFiles } from '../telemetry/importers/import-files.ts';
import type { Incident } from '../telemetry/incident.ts';
import type { LabelledFiles } from './bench-files.ts';

/** What a bench runs over: simulated incidents, or labelled files. Plain data, so that it can be kept. */
export type BenchSource =
	| { readonly kind: 'simulated'; readonly set: TestSet }
	| ({ readonly kind: 'files'; readonly name: string } & LabelledFiles);

/** One incident of a bench. */
export type BenchCase = {
	readonly incident: Incident;
	/** A file that labels at least this incident. */
	readonly labels: LabelFile;
	/** Where keys come from when it is diagnosed. */
	readonly seed: string;
	/** The text of its link in the fault lab, where it is simulated. */
	readonly simulation: string | null;
};

/** The incidents of a source, each made when it is asked for: none is held. */
export type BenchCases = {
	readonly dataset: string;
	readonly total: number;
	/** The labels of all that are scored. */
	readonly known: readonly Label[];
	/** What an incident is called before it is made. */
	readonly nameAt: (index: number) => string;
	readonly at: (index: number) => Result<BenchCase, ImportFailure>;
};

/** The incidents of a source. */
export function casesOf(source: BenchSource): BenchCases {
	return source.kind === 'simulated' ? simulatedCases(source.set) : filedCases(source);
}

function simulatedCases(set: TestSet): BenchCases {
	const cases = testSetCases(set);
	const optionsAt = (index: number) => cases[index] as SimulationOptions;
	return {
		dataset: `simulated-${set.size}`,
		total: cases.length,
		known: cases.filter(({ falseLog }) => !falseLog).flatMap(labelBefore),
		nameAt: (index) => encodeSimulation(optionsAt(index)),
		at(index) {
			const simulation = encodeSimulation(optionsAt(index));
			const made = simulateIncident(optionsAt(index));
			const labels = unwrap(parseLabelFile(labelsDocument([made])));
			return ok({ incident: made.incident, labels, seed: simulation, simulation });
		},
	};
}

/** What of its label is known before a fault is simulated. */
function labelBefore(options: SimulationOptions): readonly Label[] {
	const [first, ...others] = faultsOfRun(options).map(({ service }) => service);
	return first === undefined
		? []
		: [{ rootCause: first, faultType: options.fault, alsoRight: others, path: null }];
}

function filedCases({ files, labels, name }: BenchSource & { readonly kind: 'files' }): BenchCases {
	return {
		dataset: name,
		total: files.length,
		known: [...labels.labels.values()],
		nameAt: (index) => files[index]?.name ?? '',
		at(index) {
			const imported = importFiles(files.slice(index, index + 1));
			if (!imported.ok) return imported;
			const { incident } = imported.value;
			return ok({ incident, labels, seed: incident.id, simulation: null });
		},
	};
}
