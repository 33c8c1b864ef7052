import { clamp01, type Finding } from '../finding.ts';
import type { ClaimDraft } from '../../evidence/claim.ts';
import type { MetricRow } from '../../evidence/row.ts';
import type { Scene } from '../scene.ts';

/** Percent of failing or timed-out calls that is taken in full, and the least that counts. */
const FULL_RATE = 50;
const LEAST_RATE = 4;
const FULL_DURATION_MS = 10_000;

/**
 * Without fault-free windows only absolute rates can speak: the share of calls that fail or time out at the window of
 * the alert, and durations no endpoint should have.
 */
export function findAbsoluteRates(scene: Scene): readonly Finding[] {
	if (
		scene.baseline.length > 0 ||
		[...scene.incident.nodes.values()].some((node) => node.baselineSummary.size > 0)
	)
		return [];
	const minute = scene.incident.minutes[scene.windows.focus] as string;
	return scene.candidates.flatMap((candidate) => {
		const at = (metric: string) => scene.series.get(candidate)?.get(metric)?.[scene.windows.focus] ?? null;
		const [errors, timeouts, duration] = [at('error_rate'), at('timeout_rate'), at('average_duration')];
		const rate = Math.max(errors ?? 0, timeouts ?? 0);
		const failing = clamp01((rate - LEAST_RATE) / (FULL_RATE - LEAST_RATE));
		const slow =
			duration === null
				? 0
				: clamp01(Math.log2(1 + duration / 1000) / Math.log2(1 + FULL_DURATION_MS / 1000));
		const strength = clamp01(0.8 * failing + 0.4 * (slow > 0.25 ? slow : 0));
		if (strength < 0.02) return [];
		return [
			{
				candidate,
				code: 'absolute-rates' as const,
				strength,
				hard: false,
				faultType: failing >= slow ? ('error' as const) : ('latency' as const),
				subject: failing >= slow ? 'error_rate' : 'average_duration',
				observed: failing >= slow ? rate : (duration ?? 0),
				expected: null,
				claims: ['error_rate', 'average_duration', 'timeout_rate'].flatMap(
					(metric) => claimBeside(scene, candidate, metric, minute) ?? [],
				),
			},
		];
	});
}

/** The claim of a figure, set against the highest one of any other candidate in that window where it is higher still. */
function claimBeside(scene: Scene, candidate: string, metric: string, minute: string): ClaimDraft | null {
	const row = scene.index.metric(candidate, metric, minute);
	if (!row || !row.value) return null;
	let next: MetricRow | undefined;
	for (const other of scene.candidates) {
		const found = other === candidate ? undefined : scene.index.metric(other, metric, minute);
		if (found && found.value !== null && found.value > (next?.value ?? Number.NEGATIVE_INFINITY))
			next = found;
	}
	if (!next || next.value === null || next.value >= row.value) return { row };
	const multiple = next.value > 0 ? Math.floor(row.value / next.value) : 0;
	return multiple >= 2
		? { row, relation: { op: 'ratio', factor: 1000 * multiple, row: next } }
		: { row, relation: { op: 'gt', row: next } };
}
