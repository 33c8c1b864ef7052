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

/** What is left of logged errors that nothing else about the service bears out, and what bears them out. */
const UNCONFIRMED = 0.4;
const LEAST_CONFIRMATION = 0.05;

/**
 * Text is the one evidence anybody who reaches a log can write: by itself it weighs little, until another kind of
 * evidence (time, work, calls, resources) speaks against the same service.
 */
export function discountLoneLogs(findings: readonly Finding[]): readonly Finding[] {
	const confirmed = new Set(
		findings
			.filter(({ code, strength }) => code !== 'errors-logged' && strength >= LEAST_CONFIRMATION)
			.map(({ candidate }) => candidate),
	);
	return findings.map((finding) =>
		finding.code === 'errors-logged' && !confirmed.has(finding.candidate)
			? { ...finding, strength: UNCONFIRMED * finding.strength }
			: finding,
	);
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
