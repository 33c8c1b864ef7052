import { weightOf } from './attribution.ts';
import type { FaultType, Finding } from './finding.ts';

/** Strength from which a starved resource names the fault, whatever slowed down with it. */
const SURE_RESOURCE = 0.5;
const LIKELY_RESOURCE = 0.15;

/**
 * The fault type a candidate's findings point to: a starved resource explains slow code and slow edges, so it is asked
 * first; otherwise the weightiest finding speaks.
 */
export function faultTypeOf(findings: readonly Finding[]): FaultType {
	const strengthOf = (code: Finding['code']) =>
		findings.find((finding) => finding.code === code)?.strength ?? 0;
	let best: Finding | null = null;
	for (const finding of findings) if (!best || weightOf(finding) > weightOf(best)) best = finding;
	if (!best) return 'unknown';
	const isTime = best.faultType === 'slow-code' || best.faultType === 'network-delay';
	if (
		strengthOf('cpu-high') >= SURE_RESOURCE ||
		(best.code === 'own-time' && strengthOf('cpu-high') >= LIKELY_RESOURCE)
	)
		return 'cpu';
	if (strengthOf('memory-high') >= SURE_RESOURCE && isTime) return 'memory';
	return best.faultType;
}
