import { describe, expect, it } from 'vitest';
import { MAX_ROW_BYTES } from '../evidence/parse-row.ts';
import { buildEvidence, factOf } from '../evidence/row-list.ts';
import { jsonOfRow } from '../evidence/row.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import { MAX_ROW_WINDOWS, rowsOfIncident, shownWindowsOf } from './evidence-rows.ts';
import { parseIncident, type Incident } from './incident.ts';
import { windowsOf } from './windows.ts';

function minuteAt(index: number): string {
	return `2024-01-01 00:${String(index).padStart(2, '0')}:00`;
}

function incidentOf(count: number, onset: number): Incident {
	const series = (value: number) => Array.from({ length: count }, (_, i) => value + (i >= onset ? 50 : 0));
	const parsed = parseIncident({
		minutes: Array.from({ length: count }, (_, i) => minuteAt(i)),
		phase: Array.from({ length: count }, (_, i) => (i >= onset ? 'incident' : 'baseline')),
		alert: { node: 'shop buy', service: 'shop', time: minuteAt(onset) },
		nodes: {
			'shop buy': {
				service: 'shop',
				operation: 'buy',
				kind: 'server',
				calls: series(10),
				average_duration: series(20),
			},
			'shop sql': {
				service: 'shop',
				operation: 'sql',
				kind: 'internal',
				calls: series(10),
				self_p50: series(5),
				p90: series(9),
			},
			'bank pay': { service: 'bank', operation: 'pay', kind: 'server', calls: series(10) },
		},
		edges: [{ caller: 'shop sql', callee: 'bank pay', calls: series(3) }],
		services: {
			shop: { calls: series(10), resources: { cpu_pct: series(5), net_rx_bytes: series(7) } },
			bank: {},
		},
		logs: { shop: { error: series(0), templates: { 'INFO A#1': series(4) } } },
	});
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value.incident;
}

describe('rowsOfIncident', () => {
	it('is evidence: small rows, no fact twice, the same each time', () => {
		const incident = incidentOf(8, 6);
		const rows = rowsOfIncident(incident);
		expect(buildEvidence(rows).ok).toBe(true);
		expect(rowsOfIncident(incident)).toEqual(rows);
		expect(new Set(rows.map(factOf)).size).toBe(rows.length);
		for (const row of rows)
			expect(encodeCanonicalJson(jsonOfRow(row)).length).toBeLessThanOrEqual(MAX_ROW_BYTES);
	});

	it('holds services and endpoints with baselines, edges, logs and nodes', () => {
		const rows = rowsOfIncident(incidentOf(8, 6));
		const has = (part: object) => expect(rows).toContainEqual(expect.objectContaining(part));
		has({ kind: 'metric', node: 'shop', metric: 'cpu_pct', minute: minuteAt(6), value: 55, unit: 'percent' });
		has({ kind: 'baseline', node: 'shop', metric: 'cpu_pct', median: 5, spread: 0, samples: 6 });
		has({ kind: 'metric', node: 'shop sql', metric: 'self_p50', value: 55 });
		has({ kind: 'edge', caller: 'shop sql', callee: 'bank pay', calls: 53 });
		has({ kind: 'log', node: 'shop', level: 'INFO A#1', count: 54 });
		has({ kind: 'node', node: 'bank' });
		expect(rows.some((row) => row.kind === 'metric' && row.metric === 'net_rx_bytes')).toBe(false);
		expect(rows.some((row) => 'minute' in row && row.minute === minuteAt(1))).toBe(false);
	});

	it('shows at most twelve windows, those around the alert', () => {
		const incident = incidentOf(40, 4);
		const shown = shownWindowsOf(incident, windowsOf(incident));
		expect(shown).toHaveLength(MAX_ROW_WINDOWS);
		expect(shown).toContain(windowsOf(incident).focus);
	});

	it('says of a static edge neither minute nor calls', () => {
		const incident = incidentOf(8, 6);
		const edges = [{ caller: 'shop sql', callee: 'bank pay', series: new Map() }];
		expect(rowsOfIncident({ ...incident, edges })).toContainEqual({
			kind: 'edge',
			caller: 'shop sql',
			callee: 'bank pay',
			minute: null,
			calls: null,
		});
	});
});
