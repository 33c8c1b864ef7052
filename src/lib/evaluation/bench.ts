import { verifyClaims } from '../rca/claim-check.ts';
import { analyseIncident, type Analysis } from '../rca/analysis.ts';
import type { Scene } from '../rca/scene.ts';
import type { Incident } from '../telemetry/incident.ts';
import { rankByBaro, rankByLargestZ } from './baselines/biggest-change.ts';
import { rankAtRandom, rankByHabit } from './baselines/blind.ts';
import { rankByMabcFormula } from './baselines/mabc-formula.ts';
import { rankByMabcWalk, rankByMabcWalkDeviation } from './baselines/mabc-walk.ts';
import { rankByPageRank } from './baselines/page-rank.ts';
import {
	highConfidence,
	reliabilityTable,
	type HighConfidence,
	type Outcome,
	type ReliabilityRow,
} from './calibration.ts';
import {
	buildFittingCase,
	leaveOneOut,
	pooledAc1,
	tryWeights,
	type FittedCase,
	type LeftOut,
} from './held-out.ts';
import { mcnemarTest, wilsonInterval, type Interval, type PairedTest } from './intervals.ts';
import type { Label } from './labels.ts';
import { hitOf, meanHit, type Hit, type Scores } from './ranking-measures.ts';

/** Figures of one method; baselines carry the paired test of the analyst against them. */
export type MethodFigures = Hit & { readonly ac1Interval: Interval; readonly analystAgainst?: PairedTest };

/** What happened on one incident. */
export type CaseFigures = {
	readonly id: string;
	readonly rootCause: string;
	readonly faultType: string;
	readonly named: string | null;
	readonly namedFaultType: string | null;
	readonly rank: number;
	readonly confidence: number | null;
	readonly claims: number;
	readonly refusedClaims: number;
	readonly ms: number | null;
};

/** The figures of a data set. */
export type BenchResult = {
	readonly dataset: string;
	readonly n: number;
	/** `analyst` sees the given onset, `analyst-onset-detected` not. */
	readonly methods: Readonly<Record<string, MethodFigures>>;
	readonly abstentions: number;
	/** Claims of verdicts whose row is not under the commitment or whose relation fails. */
	readonly refusals: number;
	readonly highConfidence: HighConfidence;
	readonly reliability: readonly ReliabilityRow[];
	readonly path: { readonly known: number; readonly right: number };
	readonly leaveOneServiceOut: readonly LeftOut[];
	readonly leaveOneFaultTypeOut: readonly LeftOut[];
	/** The two above in one figure each: share of cases that were right while their own group was left out. */
	readonly leftOutAc1: { readonly service: number; readonly faultType: number };
	readonly ac1ByFaultType: Readonly<Record<string, { readonly n: number; readonly ac1: number }>>;
	readonly msPerIncident: { readonly median: number; readonly max: number } | null;
	readonly cases: readonly CaseFigures[];
};

/** Milliseconds from any fixed start; the shell passes one in, the core has no clock. */
export type Stopwatch = () => number;

/** One incident scored by every method: plain data, so that a run can be kept and go on later. */
export type CaseRun = {
	readonly figures: CaseFigures;
	/** By method, in the order of the table. */
	readonly hits: ReadonlyMap<string, Hit>;
	/** Whether the path was found; null where the source knows none. */
	readonly path: boolean | null;
	readonly fitted: FittedCase;
};

/** The figures of incidents that were scored one by one, in their order. */
export function summariseRuns(dataset: string, runs: readonly CaseRun[]): BenchResult {
	const cases = runs.map((run) => run.figures);
	const outcomes = cases.flatMap((entry): Outcome[] =>
		entry.confidence === null ? [] : [{ confidence: entry.confidence, right: entry.rank === 1 }],
	);
	const fitted = runs.map((run) => run.fitted);
	const leaveOneServiceOut = leaveOneOut(fitted, (label) => label.rootCause);
	const leaveOneFaultTypeOut = leaveOneOut(fitted, (label) => label.faultType);
	return {
		dataset,
		n: runs.length,
		methods: methodFigures(runs),
		abstentions: cases.filter((entry) => entry.named === null).length,
		refusals: cases.reduce((sum, entry) => sum + entry.refusedClaims, 0),
		highConfidence: highConfidence(outcomes),
		reliability: reliabilityTable(outcomes),
		path: {
			known: runs.filter((run) => run.path !== null).length,
			right: runs.filter((run) => run.path).length,
		},
		leaveOneServiceOut,
		leaveOneFaultTypeOut,
		leftOutAc1: { service: pooledAc1(leaveOneServiceOut), faultType: pooledAc1(leaveOneFaultTypeOut) },
		ac1ByFaultType: byFaultType(runs),
		msPerIncident: timesOf(cases),
		cases,
	};
}

/** Scores every method on one incident. `labels` are those of the whole set: the constant answer is picked from them. */
export function evaluateCase(
	incident: Incident,
	label: Label,
	labels: readonly Label[],
	stopwatch?: Stopwatch,
): CaseRun {
	const start = stopwatch?.();
	const analysis = analyseIncident(incident);
	const ms = stopwatch && start !== undefined ? stopwatch() - start : null;
	const truths = [label.rootCause, ...label.alsoRight];
	const fitting = buildFittingCase(incident, label);
	const hits = new Map<string, Hit>();
	for (const [method, scores] of scoresOf(incident, fitting.scene, analysis, labels))
		hits.set(method, hitOf(scores, truths));
	const { verdict } = analysis;
	const claims = verdict.kind === 'cause' ? verdict.claims : [];
	return {
		hits,
		fitted: tryWeights(fitting),
		path:
			label.path && verdict.kind === 'cause'
				? samePath(label.path, analysis.path)
				: label.path
					? false
					: null,
		figures: {
			id: incident.id,
			rootCause: label.rootCause,
			faultType: label.faultType,
			named: verdict.kind === 'cause' ? verdict.node : null,
			namedFaultType: verdict.kind === 'cause' ? verdict.faultType : null,
			rank: 1 + analysis.ranking.findIndex((candidate) => truths.includes(candidate.node)),
			confidence: verdict.kind === 'cause' ? verdict.confidence : null,
			claims: claims.length,
			refusedClaims: verifyClaims(incident, claims).refused,
			ms,
		},
	};
}

function samePath(expected: readonly string[], actual: readonly string[]): boolean {
	return expected.length === actual.length && expected.every((name, i) => name === actual[i]);
}

function scoresOf(
	incident: Incident,
	scene: Scene,
	analysis: Analysis,
	labels: readonly Label[],
): readonly (readonly [string, Scores])[] {
	const { phase: _given, ...withoutPhase } = incident;
	return [
		['analyst', rankingScores(analysis)],
		['analyst-onset-detected', rankingScores(analyseIncident(withoutPhase))],
		['mabc-formula', rankByMabcFormula(scene)],
		['mabc-walk', rankByMabcWalk(scene)],
		['mabc-walk-deviation', rankByMabcWalkDeviation(scene)],
		['max-z', rankByLargestZ(scene)],
		['baro-like', rankByBaro(scene)],
		['page-rank', rankByPageRank(scene)],
		['constant', rankByHabit(scene, labels)],
		['random', rankAtRandom(scene)],
	];
}

function rankingScores(analysis: Analysis): Scores {
	return new Map(analysis.ranking.map((candidate) => [candidate.node, candidate.posterior]));
}

function methodFigures(runs: readonly CaseRun[]): BenchResult['methods'] {
	const analyst = runs.map((run) => (run.hits.get('analyst') as Hit).ac1);
	const figures: Record<string, MethodFigures> = {};
	for (const method of runs[0]?.hits.keys() ?? []) {
		const hits = runs.map((run) => run.hits.get(method) as Hit);
		const mean = meanHit(hits);
		const ac1Interval = wilsonInterval(mean.ac1 * hits.length, hits.length);
		const isBaseline = !method.startsWith('analyst');
		figures[method] = {
			...mean,
			ac1Interval,
			...(isBaseline
				? {
						analystAgainst: mcnemarTest(
							analyst,
							hits.map((hit) => hit.ac1),
						),
					}
				: {}),
		};
	}
	return figures;
}

function byFaultType(runs: readonly CaseRun[]): BenchResult['ac1ByFaultType'] {
	const out: Record<string, { n: number; ac1: number }> = {};
	for (const type of [...new Set(runs.map((run) => run.figures.faultType))].sort()) {
		const hits = runs
			.filter((run) => run.figures.faultType === type)
			.map((run) => run.hits.get('analyst') as Hit);
		out[type] = { n: hits.length, ac1: meanHit(hits).ac1 };
	}
	return out;
}

function timesOf(cases: readonly CaseFigures[]): BenchResult['msPerIncident'] {
	const times = cases.flatMap((entry) => (entry.ms === null ? [] : [entry.ms])).sort((a, b) => a - b);
	if (times.length === 0) return null;
	return { median: times[times.length >> 1] as number, max: times.at(-1) as number };
}
