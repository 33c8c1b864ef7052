import { describe, expect, it } from 'vitest';
import { parseIncident } from '../telemetry/incident.ts';
import { meaningOfSlowness } from './front-door-load.ts';
import { buildScene } from './scene.ts';

const minutes = ['00', '01', '02', '03', '04'].map((minute) => `2024-05-01 10:${minute}:00`);

function meaningAt(requests: readonly (number | null)[], seconds = [60, 60, 60, 60, 60]) {
	const parsed = parseIncident({
		id: 'door',
		minutes,
		seconds,
		phase: ['baseline', 'baseline', 'baseline', 'incident', 'incident'],
		alert: { node: 'door ask', service: 'door', time: minutes[3], signal: 'latency' },
		nodes: { 'door ask': { service: 'door', operation: 'ask', kind: 'entry', calls: requests } },
		edges: [],
		services: { door: {} },
	});
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return meaningOfSlowness(buildScene(parsed.value.incident));
}

describe('meaningOfSlowness', () => {
	it('is all there is under usual traffic, nothing from twice as much on, and less in between', () => {
		expect(meaningAt([100, 100, 100, 100, 100])).toBe(1);
		expect(meaningAt([100, 100, 100, 120, 120])).toBe(1);
		expect(meaningAt([100, 100, 100, 20, 20])).toBe(1);
		expect(meaningAt([100, 100, 100, 160, 160])).toBeCloseTo(0.533, 3);
		expect(meaningAt([100, 100, 100, 250, 250])).toBe(0);
	});

	it('compares rates, not counts, and leaves out windows too short to tell', () => {
		expect(meaningAt([100, 100, 100, 50, 50], [60, 60, 60, 30, 30])).toBe(1);
		expect(meaningAt([100, 100, 100, 90, 100], [60, 60, 60, 5, 60])).toBe(1);
	});

	it('is all there is where nobody counted requests', () => {
		expect(meaningAt([null, null, null, null, null])).toBe(1);
	});
});
