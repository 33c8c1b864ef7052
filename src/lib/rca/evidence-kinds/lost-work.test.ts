import { describe, expect, it } from 'vitest';
import { parseIncident } from '../../telemetry/incident.ts';
import { buildScene } from '../scene.ts';
import { findLostWork } from './lost-work.ts';

const BASELINE = 8;
const minutes = Array.from({ length: BASELINE + 2 }, (_, index) => `2024-05-01 10:0${index}:00`);
const series = (before: (index: number) => number, after: number) =>
	minutes.map((_, index) => (index < BASELINE ? before(index) : after));

/**
 * A shop with two operations, each with its own log statement on the way out. How often each is called varies from window
 * to window; after the onset `buy` is called `buys` times and says so `bought` times.
 */
function shop(buys: number, bought: number) {
	const calls = (index: number) => 20 + ((7 * index) % 11);
	const sells = (index: number) => 30 + ((5 * index) % 13);
	const node = (operation: string, kind: string, values: readonly number[]) => ({
		service: operation === 'ask' ? 'door' : 'shop',
		operation,
		kind,
		calls: values,
	});
	const parsed = parseIncident({
		id: 'shop',
		minutes,
		phase: minutes.map((_, index) => (index < BASELINE ? 'baseline' : 'incident')),
		alert: { node: 'door ask', service: 'door', time: minutes[BASELINE], signal: 'latency' },
		nodes: {
			'door ask': node(
				'ask',
				'server',
				series(() => 60, 60),
			),
			'shop buy': node('buy', 'server', series(calls, buys)),
			'shop sell': node('sell', 'server', series(sells, 33)),
		},
		edges: [
			{ caller: 'door ask', callee: 'shop buy', calls: series(calls, buys) },
			{ caller: 'door ask', callee: 'shop sell', calls: series(sells, 33) },
		],
		services: { door: {}, shop: {} },
		logs: { shop: { templates: { 'INFO Buy#9': series(calls, bought), 'INFO Sell#9': series(sells, 33) } } },
	});
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return findLostWork(buildScene(parsed.value.incident)).filter(({ candidate }) => candidate === 'shop');
}

describe('findLostWork', () => {
	it('finds a statement that vanishes while its operation is called as before', () => {
		expect(shop(25, 0)).toMatchObject([{ code: 'work-lost', subject: 'INFO Buy#9' }]);
	});

	it('finds nothing where the operation is not called any more: that is the caller’s doing', () => {
		expect(shop(0, 0)).toEqual([]);
	});

	it('finds what is lost beyond the calls that went missing', () => {
		expect(shop(15, 0)).toMatchObject([{ subject: 'INFO Buy#9' }]);
	});
});
