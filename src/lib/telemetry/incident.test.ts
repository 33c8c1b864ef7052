import { describe, expect, it } from 'vitest';
import { encodeIncident } from './encode-incident.ts';
import type { ImportFailure } from './import-failure.ts';
import { parseIncident, parseTelemetry, unitOf, edgeSeenAt, serviceNamesOf } from './incident.ts';

const MINUTES = ['2024-01-01 00:00:00', '2024-01-01 00:01:00'];

function file(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		id: 'one',
		minutes: MINUTES,
		phase: ['baseline', 'incident'],
		alert: { node: 'shop', time: MINUTES[1] },
		nodes: {
			shop: { service: 'shop', operation: 'buy', kind: 'server', calls: [10, 12], error_rate: [0, null] },
			bank: { calls: [5, 6] },
		},
		edges: [{ caller: 'shop', callee: 'bank', calls: [5, 0], gap: [-0.5, -0] }],
		services: { shop: { resources: { cpu_pct: [1, 2] }, pod: 'shop-1' } },
		logs: { shop: { error: [0, 3], templates: { 'ERROR A#1': [0, 3] } } },
		...changes,
	};
}

function failureOf(value: unknown): ImportFailure | null {
	const parsed = parseIncident(value);
	return parsed.ok ? null : parsed.error;
}

describe('parseIncident', () => {
	it('reads the file form, fills what is absent and keeps series by name', () => {
		const parsed = parseIncident(file());
		if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
		const { incident, warnings } = parsed.value;
		expect(warnings).toEqual([]);
		expect(incident.alert).toMatchObject({
			node: 'shop',
			service: 'shop',
			signal: 'unspecified',
			weak: false,
		});
		expect(incident.nodes.get('bank')).toMatchObject({ service: 'bank', operation: 'bank', kind: 'server' });
		expect(incident.nodes.get('shop')?.series.get('error_rate')).toEqual([0, null]);
		expect(incident.edges[0]?.series.get('gap')).toEqual([-0.5, 0]);
		expect(incident.windowSeconds).toBe(60);
		expect(serviceNamesOf(incident)).toEqual(['bank', 'shop']);
	});

	it('is read back from what it is written as', () => {
		const parsed = parseIncident(file());
		if (!parsed.ok) throw new Error('unreadable');
		const again = parseIncident(JSON.parse(JSON.stringify(encodeIncident(parsed.value.incident))));
		expect(again.ok && again.value.incident).toEqual(parsed.value.incident);
	});

	it('reports unknown fields and an alert on an unknown node without failing', () => {
		const parsed = parseIncident(file({ extra: 1, alert: { node: 'ghost', time: MINUTES[0] } }));
		expect(parsed.ok && parsed.value.warnings.map((warning) => [warning.code, warning.where])).toEqual([
			['unknown-field', 'extra'],
			['alert-node-unknown', 'alert.node'],
		]);
	});

	it.each<[string, Record<string, unknown>, Partial<ImportFailure>]>([
		['no alert', { alert: undefined }, { code: 'no-alert' }],
		[
			'a series of another length',
			{ nodes: { shop: { calls: [1] } } },
			{ code: 'series-length', where: 'nodes["shop"].calls' },
		],
		[
			'text in a series',
			{ nodes: { shop: { calls: [1, 'x'] } } },
			{ code: 'bad-field', where: 'nodes["shop"].calls[1]' },
		],
		[
			'a negative count',
			{ nodes: { shop: { calls: [1, -1] } } },
			{ code: 'bad-field', where: 'nodes["shop"].calls[1]' },
		],
		['a huge number', { nodes: { shop: { calls: [1, 1e300] } } }, { code: 'bad-field' }],
		[
			'an impossible date',
			{ minutes: ['2024-02-30 00:00:00', MINUTES[1]] },
			{ code: 'bad-field', where: 'minutes[0]' },
		],
		['a minute twice', { minutes: [MINUTES[0], MINUTES[0]] }, { code: 'duplicate', where: 'minutes[1]' }],
		['no minutes', { minutes: [] }, { code: 'no-telemetry' }],
		[
			'an edge to nowhere',
			{ edges: [{ caller: 'shop', callee: 'x' }] },
			{ code: 'unknown-name', where: 'edges[0].callee' },
		],
		[
			'an edge twice',
			{
				edges: [
					{ caller: 'shop', callee: 'bank' },
					{ caller: 'shop', callee: 'bank' },
				],
			},
			{ code: 'duplicate', where: 'edges[1]' },
		],
		['an unknown phase', { phase: ['baseline', 'later'] }, { code: 'bad-field', where: 'phase[1]' }],
		['another unit', { unit: 's' }, { code: 'bad-field', where: 'unit' }],
		['a newer version', { version: 2 }, { code: 'newer-version', supported: 1, found: 2 }],
		['a broken summary', { nodes: { shop: { baseline_summary: { p90: { n: 3 } } } } }, { code: 'bad-field' }],
		['a name too long for a row', { nodes: { ['x'.repeat(401)]: {} } }, { code: 'bad-field' }],
		['a lone surrogate', { source: '\ud800' }, { code: 'bad-field', where: 'source' }],
	])('refuses %s', (_, changes, expected) => {
		expect(failureOf(file(changes))).toMatchObject(expected);
	});

	it('refuses prototype keys as names, and leaves prototypes alone', () => {
		const nodes = JSON.parse('{"__proto__":{"calls":[1,2],"polluted":true}}') as unknown;
		expect(failureOf(file({ nodes }))).toMatchObject({ code: 'bad-field', where: 'nodes.(name)' });
		expect(failureOf(JSON.parse('{"__proto__":1,"minutes":["2024-01-01 00:00:00"]}'))).toMatchObject({
			code: 'bad-field',
		});
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	});

	it('reads telemetry without an alert as telemetry', () => {
		const parsed = parseTelemetry(file({ alert: undefined }));
		expect(parsed.ok && parsed.value.telemetry.alert).toBeUndefined();
	});
});

describe('edgeSeenAt', () => {
	it('goes by counts, else by presence, else holds everywhere', () => {
		const edge = { caller: 'a', callee: 'b', series: new Map() };
		expect(edgeSeenAt({ ...edge, calls: [0, 3] }, 0)).toBe(false);
		expect(edgeSeenAt({ ...edge, calls: [0, 3] }, 1)).toBe(true);
		expect(edgeSeenAt({ ...edge, present: [false, true] }, 0)).toBe(false);
		expect(edgeSeenAt(edge, 0)).toBe(true);
	});
});

describe('unitOf', () => {
	it.each([
		['average_duration', 'ms'],
		['error_rate', 'percent'],
		['cpu_pct', 'percent'],
		['calls', 'count'],
		['net_rx_bytes', 'bytes'],
		['spans_per_call', 'ratio'],
	])('%s is in %s', (metric, unit) => expect(unitOf(metric)).toBe(unit));
});
