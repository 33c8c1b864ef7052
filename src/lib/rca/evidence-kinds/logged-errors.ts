import { levelOfTemplate } from '../../telemetry/evidence-rows.ts';
import { sumAt } from '../../telemetry/statistics.ts';
import type { LogRow } from '../../evidence/row.ts';
import { clamp01, type Finding } from '../finding.ts';
import { minutesShown, type Scene } from '../scene.ts';

const SEVERITY_WEIGHT: ReadonlyMap<string, number> = new Map([
	['ERROR', 1],
	['FATAL', 1],
	['WARN', 0.3],
]);
/** All error lines of a service together, for sources that do not tell statements apart. */
const LEVELS: ReadonlyMap<string, number> = new Map([
	['error', 1],
	['exception', 1],
]);

/** What is left of logged errors that nothing else about the service bears out: too little to name anybody. */
const UNCONFIRMED = 0.2;
/** Strength of another kind of evidence from which logged errors count in full. */
const FULL_CONFIRMATION = 0.3;

/**
 * Text is the one evidence anybody who reaches a log can write: by itself it names nobody, and it counts as far as another
 * kind of evidence (time, work, calls, resources) speaks against the same service.
 */
export function discountLoneLogs(findings: readonly Finding[]): readonly Finding[] {
	const confirmation = new Map<string, number>();
	for (const { code, candidate, strength } of findings)
		if (code !== 'errors-logged')
			confirmation.set(candidate, Math.max(confirmation.get(candidate) ?? 0, strength));
	return findings.map((finding) => {
		if (finding.code !== 'errors-logged') return finding;
		const share = clamp01((confirmation.get(finding.candidate) ?? 0) / FULL_CONFIRMATION);
		return { ...finding, strength: (UNCONFIRMED + (1 - UNCONFIRMED) * share) * finding.strength };
	});
}

/** Finds services that log more errors than their calls explain; statements never seen before weigh more. */
export function findLoggedErrors(scene: Scene): readonly Finding[] {
	const findings: Finding[] = [];
	for (const [service, logs] of scene.incident.logs) {
		const calls = scene.series.get(service)?.get('calls');
		const callsNow = sumAt(calls, scene.tracedAffected);
		if (!calls || callsNow < 1 || sumAt(calls, scene.tracedBaseline) < 1) continue;
		let best: Finding | null = null;
		const counted = [
			...[...logs.templates].map(
				([template, series]) =>
					[template, series, SEVERITY_WEIGHT.get(template.split(' ', 1)[0] ?? '')] as const,
			),
			...[...logs.levels].map(([level, series]) => [level, series, LEVELS.get(level)] as const),
		];
		for (const [template, series, weight] of counted) {
			if (weight === undefined) continue;
			const observed = sumAt(series, scene.tracedAffected);
			const rates = scene.tracedBaseline
				.map((index) => (series[index] ?? 0) / Math.max(1, calls[index] ?? 0))
				.sort((a, b) => a - b);
			const usual = rates.length > 2 ? rates.slice(0, -1) : rates;
			const expected = (usual.reduce((sum, rate) => sum + rate, 0) / Math.max(1, usual.length)) * callsNow;
			const spreads = (weight * (observed - expected)) / Math.sqrt(expected + 1);
			const isNew = sumAt(series, scene.tracedBaseline) === 0;
			const strength = isNew ? clamp01((spreads - 1) / 5) : 0.8 * clamp01((spreads - 2) / 6);
			if (strength > (best?.strength ?? 0.02))
				best = findingOf(scene, service, template, strength, observed, expected);
		}
		if (best) findings.push(best);
	}
	return findings;
}

function findingOf(
	scene: Scene,
	candidate: string,
	template: string,
	strength: number,
	observed: number,
	expected: number,
): Finding {
	let row: LogRow | undefined;
	for (const minute of minutesShown(scene)) {
		const found = scene.index.log(candidate, levelOfTemplate(template), minute);
		if (found && (!row || found.count > row.count)) row = found;
	}
	return {
		candidate,
		code: 'errors-logged',
		strength,
		hard: false,
		faultType: 'code-exception',
		subject: template,
		observed,
		expected,
		claims: row ? [{ row }] : [],
	};
}
