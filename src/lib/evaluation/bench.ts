import { analyseIncident } from '../rca/analysis.ts';
import type { Incident } from '../telemetry/incident.ts';
import { rankAtRandom, rankByHabit } from './baselines/blind.ts';
import { rankByMabcFormula } from './baselines/mabc-formula.ts';
import type { Label, Labels } from './labels.ts';
import { hitOf, meanHit, type Hit, type Scores } from './ranking-measures.ts';

/** Labelled incidents of one source. */
export type Dataset = { readonly dataset: string; readonly incidents: readonly Incident[]; readonly labels: Labels };

/** The figures of a data set; `methods` always has the analyst and the baselines. */
export type BenchResult = { readonly dataset: string; readonly n: number; readonly methods: Readonly<Record<string, Hit>> };

/** Called after each incident. */
export type BenchProgress = (done: number, total: number, id: string) => void;

/** Scores every method on every labelled incident of a data set. Incidents without a label are left out. */
export function evaluateDataset({ dataset, incidents, labels }: Dataset, onProgress?: BenchProgress): BenchResult {
	const labelled = incidents.filter((incident) => labels.has(incident.id));
	const known = labelled.map((incident) => labels.get(incident.id) as Label);
	const hits = new Map<string, Hit[]>();
	labelled.forEach((incident, index) => {
		const label = known[index] as Label;
		const truths = [label.rootCause, ...label.alsoRight];
		for (const [method, scores] of scoresOf(incident, known)) {
			const list = hits.get(method) ?? [];
			list.push(hitOf(scores, truths));
			hits.set(method, list);
		}
		onProgress?.(index + 1, labelled.length, incident.id);
	});
	return { dataset, n: labelled.length, methods: Object.fromEntries([...hits].map(([method, list]) => [method, meanHit(list)])) };
}

function scoresOf(incident: Incident, labels: readonly Label[]): readonly (readonly [string, Scores])[] {
	return [
		['analyst', new Map(analyseIncident(incident).ranking.map((candidate) => [candidate.node, candidate.posterior]))],
		['mabc-formula', rankByMabcFormula(incident)],
		['constant', rankByHabit(incident, labels)],
		['random', rankAtRandom(incident)]
	];
}
