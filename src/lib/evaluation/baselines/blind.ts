import type { Scene } from '../../rca/scene.ts';
import type { Label } from '../labels.ts';
import type { Scores } from '../ranking-measures.ts';

/** Every candidate alike: the expected score of a guess. */
export function rankAtRandom(scene: Scene): Scores {
	return new Map(scene.candidates.map((name) => [name, 0]));
}

/** Always the name that is most often right in the data set, its own label included: no constant answer can do better. */
export function rankByHabit(scene: Scene, labels: Iterable<Label>): Scores {
	const counts = new Map(scene.candidates.map((name) => [name, 0]));
	for (const { rootCause } of labels)
		if (counts.has(rootCause)) counts.set(rootCause, (counts.get(rootCause) as number) + 1);
	return counts;
}
