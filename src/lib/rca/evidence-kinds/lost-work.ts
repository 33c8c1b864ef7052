import type { ClaimDraft } from '../../evidence/claim.ts';
import type { Series } from '../../telemetry/incident.ts';
import { levelOfTemplate } from '../../telemetry/evidence-rows.ts';
import { MAD_SCALE, medianOf, sumAt, totalOf } from '../../telemetry/statistics.ts';
import { clamp01, type Finding } from '../finding.ts';
import { claimBelow } from '../row-index.ts';
import { isWork, minutesShown, type Scene } from '../scene.ts';

/** A thing of one service that can be counted per window: calls of an operation, or lines of a log statement. */
type Counter = {
	/** `inner` = calls of one operation from inside another: only compared with that other. */
	readonly kind: 'calls' | 'inner' | 'log';
	readonly parent?: string;
	readonly isEntry: boolean;
	readonly name: string;
	readonly node: string;
	readonly history: readonly number[];
	readonly now: number;
};

/** How a counter stands to the sibling it used to move with. */
type Break = {
	readonly counter: Counter;
	readonly sibling: Counter;
	readonly expected: number;
	readonly scatter: number;
	readonly spreads: number;
};

const MIN_HISTORY = 4;
const MIN_EXPECTED = 2;
/** Even the steadiest ratio is not trusted beyond this. */
const LEAST_SCATTER = 0.08;
const MOST_SCATTER = 0.3;
/** A counter moves with an operation when their ratio is steadier than this; operations about as steady are asked together. */
const MOST_DEMAND_SCATTER = 0.15;
const SAME_SCATTER = 0.03;
const KEPT_SPREADS = 1.5;
/** Siblings as steady as this are equally good; the one that says more then speaks, so that order never matters. */
const TIE = 1e-9;

/**
 * Finds broken invariants: two counters of one service that kept a steady ratio part ways, one vanishes while its sibling
 * stays. The vanished one is missing work, the sibling says that it was due.
 */
export function findLostWork(scene: Scene): readonly Finding[] {
	return scene.candidates.flatMap((candidate) => {
		const counters = countersOf(scene, candidate);
		let best: { readonly lost: Break; readonly strength: number } | null = null;
		for (const counter of counters) {
			if (counter.isEntry && scene.callers.has(candidate)) continue;
			if (followsDemand(counter, counters)) continue;
			const lost = steadiestBreak(counter, counters);
			const strength = lost ? strengthOf(lost) : 0;
			if (lost && strength > (best?.strength ?? 0.02)) best = { lost, strength };
		}
		const strength = best ? best.strength * demandOf(scene, candidate) : 0;
		return best && strength > 0.02 ? [findingOf(scene, candidate, best.lost, strength)] : [];
	});
}

/**
 * How much of the usual demand still reaches a candidate: 1, or the square of the kept share where it is clearly asked
 * less than before. A service that is asked less, or for other things, has less to do: that is its caller's doing.
 */
function demandOf(scene: Scene, candidate: string): number {
	let kept = 0;
	for (const [, node] of scene.nodesOf.get(candidate) ?? []) {
		const calls = node.series.get('calls');
		if (node.kind !== 'server' || !calls || !scene.requests) continue;
		const requests = scene.requests;
		const rates = scene.tracedBaseline.flatMap((i) =>
			requests[i] ? [(calls[i] ?? 0) / (requests[i] as number)] : [],
		);
		const expected = (medianOf(rates) ?? 0) * sumAt(requests, scene.tracedAffected);
		if (expected < MIN_EXPECTED) continue;
		const observed = sumAt(calls, scene.tracedAffected);
		const clearly = (expected - observed) / Math.sqrt(expected + (0.15 * expected) ** 2) > 2.5;
		kept = Math.max(kept, clearly ? observed / expected : 1);
	}
	return kept > 0 && kept < 0.75 ? kept * kept : 1;
}

/**
 * Whether a counter did what the calls asked for: of all operations others call, it always moved with one in the steadiest
 * ratio, and it still does. Where that operation is called less, so much less is done, and nothing is lost.
 */
function followsDemand(counter: Counter, counters: readonly Counter[]): boolean {
	if (counter.kind === 'inner' || counter.isEntry) return false;
	const fits = counters.flatMap((entry) => (entry.isEntry ? (ratioOf(counter, entry) ?? []) : []));
	const best = Math.min(...fits.map(({ scatter }) => scatter));
	if (best >= MOST_DEMAND_SCATTER) return false;
	return fits
		.filter(({ scatter }) => scatter <= best + SAME_SCATTER)
		.every(({ ratio, scatter, sibling }) => {
			const expected = ratio * sibling.now;
			return expected - counter.now <= KEPT_SPREADS * noiseOf(expected, scatter) + 1;
		});
}

function countersOf(scene: Scene, candidate: string): readonly Counter[] {
	const counters: Counter[] = [];
	const add = (
		kind: Counter['kind'],
		name: string,
		node: string,
		series: Series | undefined,
		more: { parent?: string; isEntry?: boolean } = {},
	) => {
		if (!series) return;
		const history = scene.tracedBaseline.map((index) => series[index] ?? 0);
		if (totalOf(history) < MIN_HISTORY || history.filter((count) => count > 0).length < 2) return;
		counters.push({
			kind,
			name,
			node,
			history,
			now: sumAt(series, scene.tracedAffected),
			isEntry: false,
			...more,
		});
	};
	for (const [name, node] of scene.nodesOf.get(candidate) ?? []) {
		if (isWork(node))
			add('calls', node.operation, name, node.series.get('calls'), { isEntry: node.kind === 'server' });
	}
	for (const edge of scene.innerEdges.get(candidate) ?? [])
		add('inner', edge.child, `${candidate} ${edge.child}`, edge.calls, { parent: edge.parent });
	const logs = scene.incident.logs.get(candidate);
	if (logs) for (const [template, series] of logs.templates) add('log', template, candidate, series);
	return counters;
}

/** The break of a counter against the sibling with the steadiest ratio; null when it has none. */
function steadiestBreak(counter: Counter, counters: readonly Counter[]): Break | null {
	let best: Break | null = null;
	let bestFit = Number.POSITIVE_INFINITY;
	for (const sibling of counters) {
		if (sibling === counter || sibling.now < MIN_EXPECTED || !mayCompare(counter, sibling)) continue;
		const broken = breakOf(counter, sibling);
		if (!broken) continue;
		const fit = broken.scatter - 0.02 * Math.min(5, broken.expected);
		const isTie = Math.abs(fit - bestFit) < TIE;
		if (isTie ? broken.spreads > (best?.spreads ?? 0) : fit < bestFit) [best, bestFit] = [broken, fit];
	}
	return best;
}

/** Calls inside an operation are judged by that operation alone; all other counters by any sibling. */
function mayCompare(counter: Counter, sibling: Counter): boolean {
	if (sibling.kind === 'inner') return false;
	return counter.kind !== 'inner' || (sibling.kind === 'calls' && sibling.name === counter.parent);
}

/** How a counter usually stands to a sibling; null where they were not seen together often enough. */
function ratioOf(
	counter: Counter,
	sibling: Counter,
): { readonly sibling: Counter; readonly ratio: number; readonly scatter: number } | null {
	const ratios: number[] = [];
	let alone = false;
	counter.history.forEach((count, i) => {
		const beside = sibling.history[i] as number;
		if (beside >= 2) ratios.push(count / beside);
		else if (count > 2) alone = true;
	});
	const ratio = medianOf(ratios);
	if (ratio === null || ratios.length < 2 || ratio < (counter.kind === 'inner' ? 0.02 : 0.3) || ratio > 30)
		return null;
	const spread = MAD_SCALE * (medianOf(ratios.map((value) => Math.abs(value - ratio))) as number);
	const breaking = ratios.filter((value) => Math.abs(value - ratio) > 0.3 * ratio).length / ratios.length;
	return { sibling, ratio, scatter: spread / ratio + 0.1 * breaking + (alone ? 0.1 : 0) };
}

function breakOf(counter: Counter, sibling: Counter): Break | null {
	const usual = ratioOf(counter, sibling);
	const expected = usual ? usual.ratio * sibling.now : 0;
	if (!usual || expected < MIN_EXPECTED) return null;
	const { scatter } = usual;
	return {
		counter,
		sibling,
		expected,
		scatter,
		spreads: (expected - counter.now) / noiseOf(expected, scatter),
	};
}

function noiseOf(expected: number, scatter: number): number {
	return Math.sqrt(expected + (Math.max(scatter, LEAST_SCATTER) * expected) ** 2);
}

function strengthOf({ counter, expected, scatter, spreads }: Break): number {
	const lost = 1 - counter.now / expected;
	if (spreads <= 1.5 || scatter >= MOST_SCATTER || lost <= 0.25) return 0;
	return clamp01(spreads / 4) * lost * (scatter < 0.15 ? 1 : 0.6);
}

function findingOf(scene: Scene, candidate: string, lost: Break, strength: number): Finding {
	const claims = [
		...siblingClaims(scene, lost),
		claimBelow(scene.index, candidate, 'spans_per_call', minutesShown(scene)),
	];
	return {
		candidate,
		code: 'work-lost',
		strength,
		hard: false,
		faultType: 'code-exception',
		subject: lost.counter.name,
		observed: lost.counter.now,
		expected: lost.expected,
		claims: claims.filter((claim) => claim !== null),
	};
}

/** The vanished counter below its sibling in one window, or alone below its baseline. */
function siblingClaims(scene: Scene, { counter, sibling }: Break): readonly (ClaimDraft | null)[] {
	const minutes = minutesShown(scene);
	if (counter.kind !== 'log') return [claimBelow(scene.index, counter.node, 'calls', minutes)];
	for (const minute of minutes) {
		const row = scene.index.log(counter.node, levelOfTemplate(counter.name), minute);
		const beside =
			sibling.kind === 'log'
				? scene.index.log(sibling.node, levelOfTemplate(sibling.name), minute)
				: undefined;
		if (row && beside && row.count < beside.count) return [{ row, relation: { op: 'lt', row: beside } }];
	}
	const row = minutes
		.map((minute) => scene.index.log(counter.node, levelOfTemplate(counter.name), minute))
		.find((found) => found);
	return [row ? { row } : null];
}
