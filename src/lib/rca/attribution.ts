import { clamp01, type EvidenceCode, type Finding } from './finding.ts';
import type { Scene } from './scene.ts';

/** How much each kind of evidence weighs in a candidate's score. */
export const WEIGHTS: Readonly<Record<EvidenceCode, number>> = {
	'work-lost': 1,
	'calls-unanswered': 0.8,
	'edges-slow': 1.5,
	'own-time': 1,
	'cpu-high': 1,
	'memory-high': 1,
	'errors-logged': 1,
	'errors-returned': 1,
	'requests-lost': 0.3,
	'mesh-slow': 0.8,
	'mesh-silent': 0.8,
	'own-impact': 2,
	'absolute-rates': 2
};

/** Part of a caller's soft evidence that its strongest callee explains. */
const EXPLAINED = 0.6;

/** A candidate's score before and after its callees explained part of it. */
export type Score = { readonly local: number; readonly score: number; readonly explainedBy: string | null };

/**
 * Scores of all candidates: the weighted sum of their findings, less what a callee explains. Errors and waiting travel up
 * from callee to caller; resources and network do not, so hard evidence is never reduced.
 */
export function attribute(scene: Scene, findings: readonly Finding[]): ReadonlyMap<string, Score> {
	const hard = new Map<string, number>();
	const soft = new Map<string, number>();
	for (const finding of findings) {
		const target = finding.hard ? hard : soft;
		target.set(finding.candidate, (target.get(finding.candidate) ?? 0) + WEIGHTS[finding.code] * finding.strength);
	}
	const local = (name: string) => (hard.get(name) ?? 0) + (soft.get(name) ?? 0);
	const scores = new Map<string, Score>();
	for (const name of scene.candidates) {
		const own = soft.get(name) ?? 0;
		const strongest = scene.level === 'service' ? strongestCallee(scene, name, local) : null;
		const explained = strongest ? EXPLAINED * clamp01(local(strongest)) * clamp01(own) : 0;
		scores.set(name, {
			local: local(name),
			score: (hard.get(name) ?? 0) + Math.max(0, own - explained),
			explainedBy: explained > 0 ? strongest : null
		});
	}
	return scores;
}

function strongestCallee(scene: Scene, name: string, local: (name: string) => number): string | null {
	let best: string | null = null;
	for (const callee of scene.callees.get(name) ?? []) if (best === null || local(callee) > local(best)) best = callee;
	return best;
}
