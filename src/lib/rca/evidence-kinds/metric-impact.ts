import { MAD_SCALE, centreOf, quantileOf, valuesAt } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimAbove } from '../row-index.ts';
import { minutesShown, type Scene } from '../scene.ts';

type Metric = 'average_duration' | 'error_rate';
type Excess = {
	readonly impact: number;
	readonly spreads: number;
	readonly observed: number;
	readonly expected: number;
};
type Usual = { readonly median: number; readonly spread: number; readonly high: number };

const NOTHING: Excess = { impact: 0, spreads: 0, observed: 0, expected: 0 };
/** An excess counts from this many spreads; at FULL more it is taken in full. */
const FIRST_SPREADS = 3;
const FULL_SPREADS = 4;
/** The 99th percentile of the history stands at least this many spreads up: tails are often long. */
const TAIL_SPREADS = 6;
/** What an excess within the tail of its history still counts. */
const LEAST_SURE = 0.1;
const FLOOR: Readonly<Record<Metric, number>> = { average_duration: 0.5, error_rate: 0.5 };
const FLOOR_SHARE = 0.1;
/** Names that only stand for "something outside" cannot be fixed here, and repeat what their caller saw. */
const PSEUDO_NODE_SHARE = 0.3;
const UNREACHABLE_SHARE = 0.3;
const ALERT_NODE_SHARE = 0.5;

/**
 * For metric-only graphs: impact = excess of the alerted metric × calls; a node's own impact is its impact minus that of
 * its callees, and its strength the share it has in everybody's own impact. Pseudo nodes, nodes the alert cannot reach
 * and the alert node itself are discounted.
 */
export function findMetricImpact(scene: Scene): readonly Finding[] {
	if (scene.level !== 'node' || !hasHistory(scene)) return [];
	const alerted = metricsOf(scene.incident.alert.signal).flatMap((metric) => findImpactOf(scene, metric));
	return alerted.length > 0
		? alerted
		: metricsOf('unspecified').flatMap((metric) => findImpactOf(scene, metric));
}

function hasHistory(scene: Scene): boolean {
	return (
		scene.baseline.length > 0 ||
		[...scene.incident.nodes.values()].some((node) => node.baselineSummary.size > 0)
	);
}

function metricsOf(signal: string): readonly Metric[] {
	if (signal === 'latency') return ['average_duration'];
	if (signal === 'availability' || signal === 'error_rate' || signal === 'success_rate')
		return ['error_rate'];
	return ['average_duration', 'error_rate'];
}

function findImpactOf(scene: Scene, metric: Metric): readonly Finding[] {
	const excess = new Map(scene.candidates.map((node) => [node, excessOf(scene, node, metric)]));
	const reachable = reachableFrom(scene, scene.start);
	const own = new Map(
		scene.candidates.map((node) => [
			node,
			ownImpact(scene, node, excess) * discountOf(scene, node, reachable),
		]),
	);
	const total = [...own.values()].reduce((sum, value) => sum + value, 0);
	if (total <= 0) return [];
	return scene.candidates.flatMap((node) => {
		const { spreads, observed, expected } = excess.get(node) ?? NOTHING;
		const sure = clamp01((spreads - FIRST_SPREADS) / FULL_SPREADS);
		const strength = ((own.get(node) as number) / total) * (LEAST_SURE + (1 - LEAST_SURE) * sure);
		if (strength < 0.005) return [];
		const claim = claimAbove(scene.index, node, metric, minutesShown(scene));
		const finding: Finding = {
			candidate: node,
			code: 'own-impact',
			strength,
			hard: false,
			faultType: metric === 'error_rate' ? 'error' : 'latency',
			subject: metric,
			observed,
			expected,
			claims: claim ? [claim] : [],
		};
		return [finding];
	});
}

function usualOf(scene: Scene, node: string, metric: Metric): Usual | null {
	const telemetry = scene.incident.nodes.get(node);
	const summary = telemetry?.baselineSummary.get(metric);
	if (summary)
		return { median: summary.median, spread: MAD_SCALE * summary.mad, high: summary.p99 ?? summary.median };
	const history = valuesAt(telemetry?.series.get(metric), scene.baseline);
	const centre = centreOf(history);
	if (centre) return { ...centre, high: quantileOf(history, 0.99) as number };
	return metric === 'error_rate' ? { median: 0, spread: 0, high: 0 } : null;
}

function excessOf(scene: Scene, node: string, metric: Metric): Excess {
	const telemetry = scene.incident.nodes.get(node);
	const series = telemetry?.series.get(metric);
	const calls = telemetry?.series.get('calls');
	const usual = usualOf(scene, node, metric);
	if (!series || !usual) return NOTHING;
	const scale = Math.max(usual.spread, FLOOR_SHARE * Math.abs(usual.median), FLOOR[metric]);
	const tail = Math.max(scale, (usual.high - usual.median) / TAIL_SPREADS);
	const before = valuesAt(series, scene.windows.pre);
	const expected =
		before.length > 0 ? Math.max(usual.median, Math.min(Math.max(...before), usual.high)) : usual.median;
	let [impact, spreads, observed] = [0, 0, expected];
	for (const index of scene.affected) {
		const [value, count] = [series[index] ?? null, calls ? (calls[index] ?? 0) : 1];
		if (value === null || !count) continue;
		const here = (value - expected) / scale;
		if ((value - expected) / tail > spreads) [spreads, observed] = [(value - expected) / tail, value];
		if (here > FIRST_SPREADS) impact += (value - expected) * count;
	}
	return { impact, spreads, observed, expected };
}

/** A dependency that did not exist in the baseline is a change in its caller: its share stays with the caller. */
function ownImpact(scene: Scene, node: string, excess: ReadonlyMap<string, Excess>): number {
	if (isNew(scene, node)) return 0;
	let own = (excess.get(node) ?? NOTHING).impact;
	for (const callee of scene.callees.get(node) ?? [])
		if (!isNew(scene, callee)) own -= (excess.get(callee) ?? NOTHING).impact;
	return Math.max(0, own);
}

function isNew(scene: Scene, node: string): boolean {
	const telemetry = scene.incident.nodes.get(node);
	if (!telemetry?.series.has('calls') || (telemetry.baselineSummary.get('calls')?.max ?? 0) > 0) return false;
	return !valuesAt(telemetry.series.get('calls'), scene.baseline).some((calls) => calls > 0);
}

function discountOf(scene: Scene, node: string, reachable: ReadonlySet<string>): number {
	const kind = scene.incident.nodes.get(node)?.kind;
	const pseudo = kind === 'remote' || kind === 'client' ? PSEUDO_NODE_SHARE : 1;
	return (
		pseudo *
		(reachable.has(node) ? 1 : UNREACHABLE_SHARE) *
		(node === scene.incident.alert.node ? ALERT_NODE_SHARE : 1)
	);
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
