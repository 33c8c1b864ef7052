import { clamp01, type EvidenceCode, type Finding } from './finding.ts';
import type { Scene } from './scene.ts';

/** Kinds of evidence that look at one thing from several sides: together they never weigh more than one sure finding. */
export type EvidenceGroup = 'work' | 'delay' | 'time' | 'resources' | 'errors' | 'front' | 'impact';

/** The group and the weight of each kind of evidence. */
export const WEIGHTS: Readonly<
	Record<EvidenceCode, { readonly group: EvidenceGroup; readonly weight: number }>
> = {
	'work-lost': { group: 'work', weight: 1 },
	'calls-unanswered': { group: 'work', weight: 0.8 },
	'mesh-silent': { group: 'work', weight: 0.8 },
	'edges-slow': { group: 'delay', weight: 1 },
	'mesh-slow': { group: 'delay', weight: 0.7 },
	'own-time': { group: 'time', weight: 1 },
	'behaviour-changed': { group: 'time', weight: 0.5 },
	'cpu-high': { group: 'resources', weight: 1 },
	'memory-high': { group: 'resources', weight: 0.6 },
	'errors-logged': { group: 'errors', weight: 1 },
	'errors-returned': { group: 'errors', weight: 0.8 },
	'requests-lost': { group: 'front', weight: 0.3 },
	'own-impact': { group: 'impact', weight: 1 },
	'absolute-rates': { group: 'impact', weight: 1 },
};

/** How much each group weighs; set by hand with wide margins, checked by the bench's weight grid. */
export type GroupWeights = Readonly<Record<EvidenceGroup, number>>;

/** The weights the analyst uses. */
export const GROUP_WEIGHTS: GroupWeights = {
	work: 1,
	delay: 1.5,
	time: 1,
	resources: 1,
	errors: 0.9,
	front: 1,
	impact: 1.5,
};

/** Part of a caller's soft evidence that its strongest descendant explains, less for each further call down. */
const EXPLAINED = 0.75;
const EXPLAINED_PER_CALL = 0.8;
const MOST_CALLS_DOWN = 4;
/** Where nothing speaks for anybody, the alerted service itself is the least bad guess; too little to name it. */
const ALERTED_SCORE = 0.01;

/** A candidate's score before and after what it calls explained part of it. */
export type Score = { readonly local: number; readonly score: number; readonly explainedBy: string | null };

/**
 * Scores of all candidates: the sum over groups of evidence, less what a descendant explains. Errors and waiting travel up
 * from callee to caller; resources and network do not, so hard evidence is never reduced.
 */
export function attribute(
	scene: Scene,
	findings: readonly Finding[],
	weights: GroupWeights = GROUP_WEIGHTS,
): ReadonlyMap<string, Score> {
	const hard = sumGroups(
		findings.filter((finding) => finding.hard),
		weights,
	);
	const soft = sumGroups(
		findings.filter((finding) => !finding.hard),
		weights,
	);
	const local = (name: string) => (hard.get(name) ?? 0) + (soft.get(name) ?? 0);
	const scores = new Map<string, Score>();
	for (const name of scene.candidates) {
		const own = soft.get(name) ?? 0;
		const below = scene.level === 'service' && own > 0 ? strongestBelow(scene, name, local) : null;
		const explained = below ? EXPLAINED * clamp01(below.strength) * own : 0;
		scores.set(name, {
			local: local(name),
			score:
				(hard.get(name) ?? 0) + Math.max(0, own - explained) + (name === scene.start ? ALERTED_SCORE : 0),
			explainedBy: below && explained > 0.05 ? below.name : null,
		});
	}
	return scores;
}

/** What a finding adds to its group, before the group is capped. */
export function weightOf(finding: Finding): number {
	const { group, weight } = WEIGHTS[finding.code];
	return GROUP_WEIGHTS[group] * weight * finding.strength;
}

/** Within a group findings add like independent chances, so that one more witness of the same thing adds little. */
function sumGroups(findings: readonly Finding[], weights: GroupWeights): ReadonlyMap<string, number> {
	const missing = new Map<string, Map<EvidenceGroup, number>>();
	for (const finding of findings) {
		const { group, weight } = WEIGHTS[finding.code];
		const groups = missing.get(finding.candidate) ?? new Map<EvidenceGroup, number>();
		groups.set(group, (groups.get(group) ?? 1) * (1 - weight * clamp01(finding.strength)));
		missing.set(finding.candidate, groups);
	}
	const sums = new Map<string, number>();
	for (const [name, groups] of missing) {
		let sum = 0;
		for (const [group, rest] of groups) sum += weights[group] * (1 - rest);
		sums.set(name, sum);
	}
	return sums;
}

function strongestBelow(
	scene: Scene,
	start: string,
	local: (name: string) => number,
): { readonly name: string; readonly strength: number } | null {
	const seen = new Set([start]);
	let layer = [start];
	let best: { name: string; strength: number } | null = null;
	let decay = 1;
	for (let depth = 0; depth < MOST_CALLS_DOWN && layer.length > 0; depth++) {
		const next: string[] = [];
		for (const name of layer)
			for (const callee of scene.callees.get(name) ?? []) {
				if (seen.has(callee)) continue;
				seen.add(callee);
				next.push(callee);
				const strength = decay * local(callee);
				if (strength > (best?.strength ?? 0)) best = { name: callee, strength };
			}
		layer = next;
		decay *= EXPLAINED_PER_CALL;
	}
	return best;
}
