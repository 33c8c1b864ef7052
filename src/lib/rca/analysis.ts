import type { Incident } from '../telemetry/incident.ts';
import { affectedWindowsOf, windowsOf, type Windows } from '../telemetry/windows.ts';
import { attribute } from './attribution.ts';
import { clearedNodesOf, isMeasured, type Cleared } from './cleared-nodes.ts';
import { findChangedBehaviour } from './evidence-kinds/changed-behaviour.ts';
import { findAbsoluteRates } from './evidence-kinds/absolute-rates.ts';
import { discountLoneLogs, findLoggedErrors } from './evidence-kinds/logged-errors.ts';
import { findLostWork } from './evidence-kinds/lost-work.ts';
import { findLostRequests } from './evidence-kinds/lost-requests.ts';
import { findMeshChanges } from './evidence-kinds/mesh-calls.ts';
import { findUnansweredCalls } from './evidence-kinds/unanswered-calls.ts';
import { findMetricImpact } from './evidence-kinds/metric-impact.ts';
import { findOwnTime } from './evidence-kinds/own-time.ts';
import { findReturnedErrors } from './evidence-kinds/returned-errors.ts';
import { findResourcePressure } from './evidence-kinds/resource-pressure.ts';
import { findSlowEdges } from './evidence-kinds/slow-edges.ts';
import { buildFaultWeb, type FaultWeb } from './fault-web.ts';
import { itemOf, type Finding } from './finding.ts';
import type { Candidate } from './candidate.ts';
import { rank } from './posterior.ts';
import { pathTo } from './propagation.ts';
import { buildScene, type Scene } from './scene.ts';
import { faultTypeOf } from './fault-type.ts';
import { decideVerdict, type Verdict } from './verdict.ts';

/** The outcome of an analysis. All names are those of the telemetry; all rows are members of `rowsOfIncident`. */
export type Analysis = {
	readonly window: {
		readonly minutes: readonly string[];
		readonly focus: string;
		readonly baseline: readonly string[];
	};
	readonly ranking: readonly Candidate[];
	/** From the alert to the cause, both included; empty when there is no cause or no calls join them. */
	readonly path: readonly string[];
	readonly cleared: readonly Cleared[];
	readonly faultWeb: FaultWeb;
	readonly verdict: Verdict;
};

/** What a caller may set: other windows than the incident's own (onset detection, a choice on the chart). */
export type AnalysisOptions = { readonly windows?: Windows };

/** The findings of all evidence kinds for an incident laid out. */
export function findEvidence(scene: Scene): readonly Finding[] {
	const kinds = [
		findLostWork,
		findUnansweredCalls,
		findSlowEdges,
		findOwnTime,
		findChangedBehaviour,
		findResourcePressure,
		findLoggedErrors,
		findReturnedErrors,
		findMeshChanges,
		findLostRequests,
		findAbsoluteRates,
		findMetricImpact,
	];
	return discountLoneLogs(kinds.flatMap((find) => find(scene)));
}

/** Finds the cause of an incident from its telemetry alone. Pure and deterministic; never throws on a parsed incident. */
export function analyseIncident(incident: Incident, options: AnalysisOptions = {}): Analysis {
	const windows = options.windows ?? windowsOf(incident);
	const scene = buildScene(incident, windows);
	const findings = findEvidence(scene);
	const scores = attribute(scene, findings);
	const ranked = rank(scores, (name) =>
		[...(scene.callees.get(name) ?? [])].filter((callee) => !isMeasured(scene, callee)),
	);
	const ranking = ranked.map(({ candidate, posterior }) =>
		candidateOf(scene, candidate, posterior, findings),
	);
	const pathOf = (node: string) => pathTo(scene, node, (name) => scores.get(name)?.local ?? 0);
	const verdict = decideVerdict({ scene, ranking, ranked, findings, pathTo: pathOf });
	const path = verdict.kind === 'cause' ? pathOf(verdict.node) : [];
	return {
		window: {
			minutes: affectedWindowsOf(windows).map((index) => incident.minutes[index] as string),
			focus: incident.minutes[windows.focus] as string,
			baseline: windows.baseline.map((index) => incident.minutes[index] as string),
		},
		ranking,
		path,
		cleared: clearedNodesOf(scene, scores, verdict, path),
		faultWeb: buildFaultWeb(scene, scores, verdict, path),
		verdict,
	};
}

function candidateOf(scene: Scene, node: string, posterior: number, findings: readonly Finding[]): Candidate {
	const own = findings
		.filter((finding) => finding.candidate === node)
		.sort((a, b) => b.strength - a.strength);
	return {
		node,
		service: scene.level === 'service' ? node : (scene.incident.nodes.get(node)?.service ?? node),
		posterior,
		faultType: faultTypeOf(own),
		evidence: own.map(itemOf),
	};
}

export type { Candidate };
