import { describe, expect, it } from 'vitest';
import { parseIncident, type Incident } from './incident.ts';
import { detectPhases } from './onset.ts';
import { affectedWindowsOf, windowsOf } from './windows.ts';

function minuteAt(index: number): string {
	return `2024-01-01 00:${String(index).padStart(2, '0')}:00`;
}

function incidentOf(values: readonly number[], alert: number, more: Record<string, unknown> = {}): Incident {
	const parsed = parseIncident({
		minutes: values.map((_, i) => minuteAt(i)),
		alert: { node: 'shop', time: minuteAt(alert) },
		nodes: { shop: { kind: 'server', calls: values.map(() => 100), average_duration: values } },
		...more,
	});
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value.incident;
}

describe('windowsOf', () => {
	it('goes by the given phases, in time order, and focuses on the window of the alert', () => {
		const incident = incidentOf([10, 10, 10, 90, 90], 4, {
			minutes: [4, 3, 2, 1, 0].map(minuteAt),
			phase: ['incident', 'incident', 'pre', 'baseline', 'baseline'],
		});
		expect(windowsOf(incident)).toEqual({
			baseline: [4, 3],
			pre: [2],
			transition: [],
			incident: [1, 0],
			focus: 0,
		});
	});

	it('takes another division when one is given', () => {
		const incident = incidentOf([10, 10, 90], 2);
		const windows = windowsOf(incident, ['baseline', 'transition', 'incident']);
		expect(affectedWindowsOf(windows)).toEqual([1, 2]);
	});
});

describe('detectPhases', () => {
	it('finds the onset before the alert, guards the window before it, and the end', () => {
		const values = [10, 11, 10, 9, 10, 10, 11, 95, 99, 90, 10, 10, 11, 10];
		const phases = detectPhases(incidentOf(values, 8));
		expect(phases.map((phase) => phase[0]).join('')).toBe('bbbbbbpiiipbbb');
	});

	it('without enough windows takes earlier ones for the baseline', () => {
		expect(detectPhases(incidentOf([10, 90], 1))).toEqual(['baseline', 'incident']);
		expect(detectPhases(incidentOf([90], 0))).toEqual(['incident']);
	});

	it('does not join windows across a gap', () => {
		const minutes = [0, 1, 2, 3, 30, 31].map(minuteAt);
		const incident = incidentOf([90, 10, 10, 10, 90, 90], 31, { minutes });
		expect(
			detectPhases(incident)
				.map((phase) => phase[0])
				.join(''),
		).toBe('bbbbii');
	});
});
