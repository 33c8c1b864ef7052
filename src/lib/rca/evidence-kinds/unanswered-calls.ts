import type { Series } from '../../telemetry/incident.ts';
import { medianOf, sumAt } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimBelow } from '../row-index.ts';
import { candidateOf, minutesShown, type Scene } from '../scene.ts';

/** Share of a client operation's calls one callee must usually answer for silence to be its own. */
const ONE_PEER_SHARE = 0.8;
const MIN_EXPECTED = 3;

/** Share of all calls together: in narrow windows an operation with several peers can look as if it had one. */
function pooledShare(answered: Series, asked: Series, windows: readonly number[]): number {
	return sumAt(answered, windows) / Math.max(1, sumAt(asked, windows));
}

/** Finds callees that stopped answering: client spans whose server side used to be there and now is not. */
export function findUnansweredCalls(scene: Scene): readonly Finding[] {
	const best = new Map<string, Finding>();
	for (const edge of scene.incident.edges) {
		const asked = scene.incident.nodes.get(edge.caller)?.series.get('calls');
		if (!asked || !edge.calls || scene.incident.nodes.get(edge.caller)?.kind !== 'client') continue;
		const shares = scene.tracedBaseline.flatMap((i) =>
			asked[i] ? [(edge.calls?.[i] ?? 0) / (asked[i] as number)] : [],
		);
		const typical = medianOf(shares);
		const usual =
			typical === null ? null : Math.min(typical, pooledShare(edge.calls, asked, scene.tracedBaseline));
		if (usual === null || shares.length < 2 || usual < ONE_PEER_SHARE) continue;
		const expected = Math.min(1, usual) * sumAt(asked, scene.tracedAffected);
		const observed = sumAt(edge.calls, scene.tracedAffected);
		if (expected < MIN_EXPECTED) continue;
		const lost = 1 - observed / expected;
		const spreads = (expected - observed) / Math.sqrt(0.2 * expected + 1);
		if (lost <= 0.1 || spreads <= 2) continue;
		const candidate = candidateOf(scene, edge.callee);
		const strength = clamp01(spreads / 5) * clamp01(2 * lost);
		if (strength <= (best.get(candidate)?.strength ?? 0.02)) continue;
		const claim = claimBelow(scene.index, edge.callee, 'calls', minutesShown(scene));
		best.set(candidate, {
			candidate,
			code: 'calls-unanswered',
			strength,
			hard: true,
			faultType: 'outage',
			subject: `${edge.caller} → ${edge.callee}`,
			observed,
			expected,
			claims: claim ? [claim] : [],
		});
	}
	return [...best.values()];
}
