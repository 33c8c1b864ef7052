import { describe, expect, it } from 'vitest';
import { parseIncident } from './incident.ts';
import { frontDoorRequestsOf, serviceSeriesOf } from './service-series.ts';

const MINUTES = ['2024-01-01 00:00:00', '2024-01-01 00:01:00'];

function incident() {
	const parsed = parseIncident({
		minutes: MINUTES,
		alert: { node: 'door buy', service: 'shop', time: MINUTES[1] },
		nodes: {
			'door buy': { service: 'shop', operation: 'buy', kind: 'entry', calls: [10, 20] },
			'shop buy': {
				service: 'shop',
				operation: 'buy',
				kind: 'server',
				calls: [10, 20],
				self_duration: [2, 4],
				average_duration: [8, 9],
			},
			'shop pay': { service: 'shop', operation: 'pay', kind: 'client', calls: [10, 20] },
			'bank pay': { service: 'bank', operation: 'pay', kind: 'server', calls: [10, 20], error_rate: [0, 10] },
		},
		edges: [{ caller: 'shop pay', callee: 'bank pay', calls: [10, 20], gap_p50: [1, 30] }],
		services: {},
		front_door: { success_rate: [100, 90] },
	});
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return parsed.value.incident;
}

describe('serviceSeriesOf', () => {
	it('sums endpoints where the file has no service series', () => {
		const bank = serviceSeriesOf(incident()).get('bank');
		expect(bank?.get('calls')).toEqual([10, 20]);
		expect(bank?.get('error_rate')).toEqual([0, 10]);
	});

	it('derives own time per request and the gap on both ends of an edge', () => {
		const series = serviceSeriesOf(incident());
		expect(series.get('shop')?.get('self_ms_per_request')).toEqual([2, 4]);
		expect(series.get('shop')?.get('outbound_gap_p50')).toEqual([1, 30]);
		expect(series.get('bank')?.get('inbound_gap_p50')).toEqual([1, 30]);
	});

	it('puts what the ingress saw at the alerted service', () => {
		expect(serviceSeriesOf(incident()).get('shop')?.get('front_door_success_rate')).toEqual([100, 90]);
		expect(serviceSeriesOf(incident()).get('bank')?.has('front_door_success_rate')).toBe(false);
	});
});

describe('frontDoorRequestsOf', () => {
	it('counts calls of entries, or nothing where there are none', () => {
		expect(frontDoorRequestsOf(incident())).toEqual([10, 20]);
		expect(frontDoorRequestsOf({ ...incident(), nodes: new Map() })).toBeNull();
	});
});
