import { describe, expect, it } from 'vitest';
import { parseIncident } from '../telemetry/incident.ts';
import { pathTo } from './propagation.ts';
import { buildScene } from './scene.ts';

const minutes = ['2024-05-01 10:00:00', '2024-05-01 10:01:00'];
type Call = readonly [caller: string, callee: string];

/** A system of operations named `service operation`; calls inside a service are its inner edges. */
function sceneOf(alert: string, calls: readonly Call[], inner: readonly Call[] = []) {
	const names = new Set([...calls, ...inner].flat());
	const part = (name: string) => name.split(' ') as [string, string];
	const parsed = parseIncident({
		id: 'system',
		minutes,
		phase: ['baseline', 'incident'],
		alert: { node: `${alert} [entry]`, service: part(alert)[0], time: minutes[1], signal: 'latency' },
		nodes: {
			[`${alert} [entry]`]: {
				service: part(alert)[0],
				operation: part(alert)[1],
				kind: 'entry',
				calls: [1, 1],
			},
			...Object.fromEntries(
				[...names].map((name) => [
					name,
					{ service: part(name)[0], operation: part(name)[1], kind: 'server', calls: [1, 1] },
				]),
			),
		},
		edges: calls.map(([caller, callee]) => ({ caller, callee, calls: [1, 1] })),
		inner_edges: inner.map(([parent, child]) => [part(parent)[0], part(parent)[1], part(child)[1], [1, 1]]),
		services: Object.fromEntries([...names].map((name) => [part(name)[0], {}])),
	});
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
	return buildScene(parsed.value.incident);
}

const plain = () => 0;

describe('pathTo', () => {
	const calls: readonly Call[] = [
		['door buy', 'cart add'],
		['cart add', 'price get'],
		['price get', 'bank pay'],
		['door look', 'bank pay'],
	];

	it('follows what the alerted route calls, not a shorter way that another route takes', () => {
		expect(pathTo(sceneOf('door buy', calls), 'bank', plain)).toEqual(['door', 'cart', 'price', 'bank']);
		expect(pathTo(sceneOf('door look', calls), 'bank', plain)).toEqual(['door', 'bank']);
	});

	it('goes by any calls where the alerted route leads elsewhere', () => {
		expect(pathTo(sceneOf('door look', calls), 'price', plain)).toEqual(['door', 'cart', 'price']);
	});

	it('follows calls inside a service', () => {
		const scene = sceneOf('door buy', [['door call', 'cart add']], [['door buy', 'door call']]);
		expect(pathTo(scene, 'cart', plain)).toEqual(['door', 'cart']);
	});

	it('finds the route that is named after what it calls first', () => {
		const scene = sceneOf('door add', [
			['door *', 'cart add'],
			['door *', 'price get'],
			['cart add', 'bank pay'],
			['price get', 'bank pay'],
		]);
		expect(pathTo(scene, 'bank', (name) => (name === 'price' ? 1 : 0))).toEqual(['door', 'cart', 'bank']);
	});

	it('of two ways as short takes the more abnormal', () => {
		const scene = sceneOf('door buy', [
			['door buy', 'cart add'],
			['door buy', 'price get'],
			['cart add', 'bank pay'],
			['price get', 'bank pay'],
		]);
		for (const name of ['cart', 'price'])
			expect(pathTo(scene, 'bank', (other) => (other === name ? 1 : 0))).toEqual(['door', name, 'bank']);
	});

	it('is empty where no calls lead there, and one name at the alert itself', () => {
		const scene = sceneOf('door buy', [
			['door buy', 'cart add'],
			['bank pay', 'price get'],
		]);
		expect(pathTo(scene, 'bank', plain)).toEqual([]);
		expect(pathTo(scene, 'door', plain)).toEqual(['door']);
	});
});
