import { centreOf, valuesAt, weightedMean } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimAbove } from '../row-index.ts';
import { candidateOf, minutesShown, type Scene } from '../scene.ts';
import { delayMagnitude, endpointScores, type EdgeShift } from './common-endpoint.ts';

/** Least excess, in ms and in spreads, from which an edge begins to count as slower; at twice as much it counts in full. */
const FLOOR_MS = 3;
const SPREADS = 4;
const LEAST_SPREAD_SHARE = 0.25;

/** Shifts of every traced edge with enough history. */
export function edgeShiftsOf(scene: Scene): readonly EdgeShift[] {
	const shifts: EdgeShift[] = [];
	for (const edge of scene.incident.edges) {
		const now = weightedMean(edge.series.get('gap_p50'), edge.calls, scene.tracedAffected);
		const centre = centreOf(valuesAt(edge.series.get('gap_p50'), scene.tracedBaseline));
		if (!now || !centre) continue;
		const excessMs = now.mean - centre.median;
		const floor = Math.max(
			FLOOR_MS,
			SPREADS * Math.max(centre.spread, LEAST_SPREAD_SHARE * Math.abs(centre.median)),
		);
		shifts.push({
			caller: candidateOf(scene, edge.caller),
			callee: candidateOf(scene, edge.callee),
			calls: now.weight,
			before: centre.median,
			after: now.mean,
			excessMs,
			floorMs: floor,
			slow: clamp01((excessMs - floor) / floor),
		});
	}
	return shifts;
}

/** Finds the service all slow calls have in common: where client spans outlast their server spans, the way there is slow. */
export function findSlowEdges(scene: Scene): readonly Finding[] {
	return [...endpointScores(edgeShiftsOf(scene))].flatMap(([candidate, { score, worst, inboundSlow }]) => {
		const strength = score * delayMagnitude(worst.excessMs);
		if (strength < 0.02) return [];
		const claim = claimAbove(
			scene.index,
			candidate,
			inboundSlow ? 'inbound_gap_p50' : 'outbound_gap_p50',
			minutesShown(scene),
		);
		const finding: Finding = {
			candidate,
			code: 'edges-slow',
			strength,
			hard: true,
			faultType: 'network-delay',
			subject: `${worst.caller} → ${worst.callee}`,
			observed: worst.after,
			expected: worst.before,
			claims: claim ? [claim] : [],
		};
		return [finding];
	});
}
