import { attribute, GROUP_WEIGHTS, type EvidenceGroup, type GroupWeights } from '../rca/attribution.ts';
import { findEvidence } from '../rca/analysis.ts';
import type { Finding } from '../rca/finding.ts';
import { rank, type Ranked } from '../rca/posterior.ts';
import { buildScene, type Scene } from '../rca/scene.ts';
import type { Incident } from '../telemetry/incident.ts';
import type { Label } from './labels.ts';

/** A labelled incident whose findings are kept, so that weights can be tried on it cheaply. */
export type FittingCase = {
	readonly label: Label;
	readonly scene: Scene;
	readonly findings: readonly Finding[];
};

/** What the weights in question make of one case: how it was hit, and how probable its cause was held. */
export type FitOutcome = { readonly hit: number; readonly logPosterior: number };

/** A labelled incident with one outcome per set of weights: plain data, so that it can be kept. */
export type FittedCase = { readonly label: Label; readonly outcomes: readonly FitOutcome[] };

/** How the analyst does on what was left out, with weights fitted on all the rest. */
export type LeftOut = {
	readonly left: string;
	readonly n: number;
	readonly ac1: number;
	/** Groups whose weight the fit changed, with the factor. */
	readonly changed: Readonly<Partial<Record<EvidenceGroup, number>>>;
};

const FACTORS = [0.5, 1, 2];
/** A fitted weight must win by this much in mean log posterior: a few incidents prove little. */
const LEAST_GAIN = 0.02;
const LEAST_POSTERIOR = 1e-3;

/** Lays a labelled incident out for fitting. */
export function buildFittingCase(incident: Incident, label: Label): FittingCase {
	const scene = buildScene(incident);
	return { label, scene, findings: findEvidence(scene) };
}

/** Tries every set of weights on one case. */
export function tryWeights(entry: FittingCase): FittedCase {
	return {
		label: entry.label,
		outcomes: weightGrid().map(({ weights }) => outcomeOf(entry, weights)),
	};
}

/** Leaves each group of cases out in turn (by service, by fault type), fits on the others and scores the group. */
export function leaveOneOut(
	cases: readonly FittedCase[],
	groupOf: (label: Label) => string,
): readonly LeftOut[] {
	const grid = weightGrid();
	const table = cases.map(({ outcomes }) => outcomes);
	const groups = [...new Set(cases.map(({ label }) => groupOf(label)))].sort();
	return groups.map((left) => {
		const isLeft = cases.map(({ label }) => groupOf(label) === left);
		const best = bestOf(table.filter((_, i) => !isLeft[i]));
		const rows = table.filter((_, i) => isLeft[i]).map((row) => row[best] as FitOutcome);
		const ac1 = rows.reduce((sum, row) => sum + row.hit, 0) / rows.length;
		return { left, n: rows.length, ac1, changed: grid[best]?.changed ?? {} };
	});
}

/** The share of cases that were right, over all groups. */
export function pooledAc1(groups: readonly LeftOut[]): number {
	const n = groups.reduce((sum, group) => sum + group.n, 0);
	return n === 0 ? 0 : groups.reduce((sum, group) => sum + group.n * group.ac1, 0) / n;
}

type GridPoint = { readonly weights: GroupWeights; readonly changed: LeftOut['changed'] };

/** The shipped weights first, then each group's weight halved and doubled. */
function weightGrid(): readonly GridPoint[] {
	const points: GridPoint[] = [{ weights: GROUP_WEIGHTS, changed: {} }];
	for (const group of Object.keys(GROUP_WEIGHTS) as EvidenceGroup[])
		for (const factor of FACTORS)
			if (factor !== 1)
				points.push({
					weights: { ...GROUP_WEIGHTS, [group]: GROUP_WEIGHTS[group] * factor },
					changed: { [group]: factor },
				});
	return points;
}

function outcomeOf({ label, scene, findings }: FittingCase, weights: GroupWeights): FitOutcome {
	const ranked: readonly Ranked[] = rank(attribute(scene, findings, weights), () => []);
	const truths = new Set([label.rootCause, ...label.alsoRight]);
	const best = ranked.find((entry) => truths.has(entry.candidate));
	return {
		hit: ranked[0] && truths.has(ranked[0].candidate) ? 1 : 0,
		logPosterior: Math.log(Math.max(LEAST_POSTERIOR, best?.posterior ?? 0)),
	};
}

function bestOf(table: readonly (readonly FitOutcome[])[]): number {
	const mean = (point: number) =>
		table.reduce((sum, row) => sum + (row[point] as FitOutcome).logPosterior, 0) / Math.max(1, table.length);
	let [best, value] = [0, table.length > 0 ? mean(0) + LEAST_GAIN : Number.POSITIVE_INFINITY];
	for (let point = 1; point < (table[0]?.length ?? 0); point++) {
		const gain = mean(point);
		if (gain > value) [best, value] = [point, gain];
	}
	return best;
}
