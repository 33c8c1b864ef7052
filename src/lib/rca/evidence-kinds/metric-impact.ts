import { MAD_SCALE, valuesAt } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimAbove } from '../row-index.ts';
import { minutesShown, type Scene } from '../scene.ts';

type Excess = { readonly impact: number; readonly spreads: number; readonly observed: number; readonly expected: number };

const NOTHING: Excess = { impact: 0, spreads: 0, observed: 0, expected: 0 };
const SIGNIFICANT_SPREADS = 3;
/** Names that only stand for "something outside" cannot be fixed here, and repeat what their caller saw. */
const PSEUDO_NODE_SHARE = 0.3;
const UNREACHABLE_SHARE = 0.3;
const ALERT_NODE_SHARE = 0.5;

/**
 * For metric-only graphs: impact = excess of the alerted metric × calls; a node's own impact is its impact minus that of
 * its callees. Pseudo nodes, nodes the alert cannot reach and the alert node itself are discounted.
 */
export function findMetricImpact(scene: Scene): readonly Finding[] {
	if (scene.level !== 'node') return [];
	const metric = scene.incident.alert.signal === 'latency' ? 'average_duration' : 'error_rate';
	const excess = new Map(scene.candidates.map((node) => [node, excessOf(scene, node, metric)]));
	const total = [...excess.values()].reduce((sum, entry) => sum + entry.impact, 0);
	if (total <= 0) return [];
	const reachable = reachableFrom(scene, scene.start);
	return scene.candidates.flatMap((node) => findingOf(scene, node, metric, excess, total, reachable) ?? []);
}

function excessOf(scene: Scene, node: string, metric: string): Excess {
	const telemetry = scene.incident.nodes.get(node);
	const series = telemetry?.series.get(metric);
	const calls = telemetry?.series.get('calls');
	if (!telemetry || !series || !calls) return NOTHING;
	const summary = telemetry.baselineSummary.get(metric) ?? (metric === 'error_rate' ? { n: 0, median: 0, mad: 0, p99: 0 } : null);
	if (!summary) return NOTHING;
	const scale = Math.max(MAD_SCALE * summary.mad, 0.1 * Math.abs(summary.median), 0.5);
	const before = valuesAt(series, scene.windows.pre);
	const expected = before.length > 0 ? Math.max(summary.median, Math.min(Math.max(...before), summary.p99 ?? summary.median)) : summary.median;
	let [impact, spreads, observed] = [0, 0, expected];
	for (const index of scene.affected) {
		const [value, count] = [series[index] ?? null, calls[index] ?? 0];
		if (value === null || !count) continue;
		const here = (value - expected) / scale;
		if (here > spreads) [spreads, observed] = [here, value];
		if (here > SIGNIFICANT_SPREADS) impact += (value - expected) * count;
	}
	return { impact, spreads, observed, expected };
}

function isNew(scene: Scene, node: string): boolean {
	return !valuesAt(scene.incident.nodes.get(node)?.series.get('calls'), scene.baseline).some((calls) => calls > 0);
}

function findingOf(
	scene: Scene,
	node: string,
	metric: string,
	excess: ReadonlyMap<string, Excess>,
	total: number,
	reachable: ReadonlySet<string>
): Finding | null {
	const own = excess.get(node) ?? NOTHING;
	if (isNew(scene, node) || own.impact <= 0) return null;
	let passedOn = 0;
	for (const callee of scene.callees.get(node) ?? []) if (!isNew(scene, callee)) passedOn += (excess.get(callee) ?? NOTHING).impact;
	const kind = scene.incident.nodes.get(node)?.kind;
	const discount =
		(kind === 'remote' || kind === 'client' ? PSEUDO_NODE_SHARE : 1) *
		(reachable.has(node) ? 1 : UNREACHABLE_SHARE) *
		(node === scene.incident.alert.node ? ALERT_NODE_SHARE : 1);
	const strength = clamp01((Math.max(0, own.impact - passedOn) / total) * discount + 1e-4 * Math.log1p(own.spreads) * discount);
	const claim = claimAbove(scene.index, node, metric, minutesShown(scene));
	return {
		candidate: node,
		code: 'own-impact',
		strength,
		hard: false,
		faultType: metric === 'error_rate' ? 'error' : 'latency',
		subject: metric,
		observed: own.observed,
		expected: own.expected,
		claims: claim ? [claim] : []
	};
}

function reachableFrom(scene: Scene, start: string): ReadonlySet<string> {
	const seen = new Set<string>();
	const queue = [start];
	for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
		if (seen.has(name)) continue;
		seen.add(name);
		queue.push(...(scene.callees.get(name) ?? []));
	}
	return seen;
}
