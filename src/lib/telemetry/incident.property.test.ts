import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIncident } from './incident.ts';

const VALID = {
	minutes: ['2024-01-01 00:00:00', '2024-01-01 00:01:00'],
	phase: ['baseline', 'incident'],
	alert: { node: 'a', time: '2024-01-01 00:01:00' },
	nodes: { a: { calls: [1, 2], average_duration: [3, null] }, b: { calls: [1, 2] } },
	edges: [{ caller: 'a', callee: 'b', calls: [1, 2] }],
	services: { a: { resources: { cpu_pct: [1, 2] } } },
	logs: { a: { error: [0, 1], templates: { 'ERROR X#1': [0, 1] } } },
};

describe('parseIncident', () => {
	it('never throws, whatever it is given', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(typeof parseIncident(value).ok).toBe('boolean');
			}),
		);
	});

	it('never throws on a valid file with one field replaced', () => {
		const field = fc.constantFrom(...Object.keys(VALID));
		fc.assert(
			fc.property(field, fc.jsonValue(), (key, value) => {
				const parsed = parseIncident({ ...VALID, [key]: value });
				if (!parsed.ok) expect(parsed.error.code).toMatch(/^[a-z-]+$/);
			}),
		);
	});
});
