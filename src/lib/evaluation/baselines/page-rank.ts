import type { Scene } from '../../rca/scene.ts';
import type { Scores } from '../ranking-measures.ts';
import { deviationOf } from './deviation.ts';

const DAMPING = 0.85;
const ROUNDS = 60;

/** PageRank on the call graph: a walker goes from callers to callees and restarts where durations or errors deviate. */
export function rankByPageRank(scene: Scene): Scores {
	const restart = restartOf(scene);
	let weights = new Map(restart);
	for (let round = 0; round < ROUNDS; round++) {
		const next = new Map(
			scene.candidates.map((name) => [name, (1 - DAMPING) * (restart.get(name) as number)]),
		);
		for (const name of scene.candidates) {
			const callees = [...(scene.callees.get(name) ?? [])].filter((callee) => next.has(callee));
			const weight = DAMPING * (weights.get(name) as number);
			if (callees.length === 0)
				for (const other of scene.candidates)
					next.set(other, (next.get(other) as number) + weight * (restart.get(other) as number));
			else
				for (const callee of callees)
					next.set(callee, (next.get(callee) as number) + weight / callees.length);
		}
		weights = next;
	}
	return weights;
}

function restartOf(scene: Scene): ReadonlyMap<string, number> {
	const raw = scene.candidates.map((name) => {
		let best = 0;
		for (const [, node] of scene.nodesOf.get(name) ?? [])
			if (node.kind !== 'entry') best = Math.max(best, Math.log1p(deviationOf(scene, node)));
		return best + 1e-3;
	});
	const total = raw.reduce((sum, value) => sum + value, 0);
	return new Map(scene.candidates.map((name, i) => [name, (raw[i] as number) / total]));
}
