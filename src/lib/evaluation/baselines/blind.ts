import { buildScene } from '../../rca/scene.ts';
import type { Incident } from '../../telemetry/incident.ts';
import type { Label } from '../labels.ts';
import type { Scores } from '../ranking-measures.ts';

/** Every candidate alike: the expected score of a guess. */
export function rankAtRandom(incident: Incident): Scores {
	return new Map(candidatesOf(incident).map((name) => [name, 0]));
}

/** Always the name that is most often right in the data set, its own label included: no constant answer can do better. */
export function rankByHabit(incident: Incident, labels: Iterable<Label>): Scores {
	const counts = new Map(candidatesOf(incident).map((name) => [name, 0]));
	for (const { rootCause } of labels)
		if (counts.has(rootCause)) counts.set(rootCause, (counts.get(rootCause) as number) + 1);
	return counts;
}

/** The candidates of an incident: services, or nodes where the telemetry has no services. */
export function candidatesOf(incident: Incident): readonly string[] {
	return buildScene(incident).candidates;
}
