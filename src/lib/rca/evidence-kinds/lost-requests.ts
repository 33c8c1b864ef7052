import { medianOf, valuesAt } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimBelow } from '../row-index.ts';
import { minutesShown, type Scene } from '../scene.ts';

/** Points of success rate at the front door whose loss is taken in full. */
const FULL_LOSS_POINTS = 10;

/** The front door loses requests: soft evidence against the front service itself, explained by anything found below it. */
export function findLostRequests(scene: Scene): readonly Finding[] {
	const rate = scene.incident.frontDoor.get('success_rate');
	const usual = medianOf(valuesAt(rate, scene.baseline));
	const now = valuesAt(rate, scene.affected);
	if (usual === null || now.length === 0 || !scene.candidates.includes(scene.start)) return [];
	const observed = Math.min(...now);
	const strength = clamp01((usual - observed - 1) / FULL_LOSS_POINTS);
	if (strength < 0.02) return [];
	const claim = claimBelow(scene.index, scene.start, 'front_door_success_rate', minutesShown(scene));
	return [
		{
			candidate: scene.start,
			code: 'requests-lost',
			strength,
			hard: false,
			faultType: 'code-exception',
			subject: 'success_rate',
			observed,
			expected: usual,
			claims: claim ? [claim] : [],
		},
	];
}
