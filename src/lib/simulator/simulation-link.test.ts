import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { buildServiceGraph } from './service-graph.ts';
import { namesOfServices } from './service-names.ts';
import {
	decodeSimulation,
	encodeSimulation,
	MAX_SEED,
	SIMULATED_FAULTS,
	SIMULATED_SIZES,
	STANDARD_SIMULATION,
	type SimulationField,
} from './simulation-link.ts';

describe('a simulation as a link', () => {
	it('comes back as it was', () => {
		const cases = SIMULATED_SIZES.flatMap((size) =>
			SIMULATED_FAULTS.flatMap((fault) =>
				[0, 0.29, 1].map((severity) => ({ size, fault, severity, seed: MAX_SEED, falseLog: true })),
			),
		);
		for (const options of [STANDARD_SIMULATION, ...cases])
			expect(decodeSimulation(encodeSimulation(options))).toEqual({ ok: true, value: options });
		const placed = { ...STANDARD_SIMULATION, service: 'svc-012' };
		expect(encodeSimulation(placed)).toBe('1/40/network-delay/80/1/svc-012/honest-logs');
		expect(decodeSimulation(encodeSimulation(placed))).toEqual({ ok: true, value: placed });
	});

	it.each([
		['0/40/cpu/80/1/any/honest-logs', 'version', '0'],
		['1/41/cpu/80/1/any/honest-logs', 'size', '41'],
		['1/40/constructor/80/1/any/honest-logs', 'fault', 'constructor'],
		['1/40/cpu/101/1/any/honest-logs', 'severity', '101'],
		['1/40/cpu/8.5/1/any/honest-logs', 'severity', '8.5'],
		['1/40/cpu/80/4294967296/any/honest-logs', 'seed', '4294967296'],
		['1/40/cpu/80/-1/any/honest-logs', 'seed', '-1'],
		['1/40/cpu/80/1/svc-040/honest-logs', 'service', 'svc-040'],
		['1/40/traffic-surge/80/1/svc-001/honest-logs', 'service', 'svc-001'],
		['1/40/cpu/80/1/any/', 'logs', ''],
	] as const)('%s: %s is not taken', (text, field: SimulationField, actual) => {
		expect(decodeSimulation(text)).toMatchObject({
			ok: false,
			error: { code: 'bad-field', field, actual },
		});
	});

	it('tells a newer link from a broken one', () => {
		expect(decodeSimulation('2/something/else')).toMatchObject({ error: { code: 'newer-link' } });
		for (const text of ['', '1/40/cpu', '1-7-20-8-80', `1/40/cpu/80/1/any/honest-logs/${'x'.repeat(200)}`])
			expect(decodeSimulation(text)).toMatchObject({ error: { code: 'bad-link' } });
	});
});

describe('namesOfServices', () => {
	it.each(SIMULATED_SIZES)('of %i are those of every system of that size', (size) => {
		for (const seed of [1, 2]) {
			const names = buildServiceGraph(size, new Random(seed)).services.map(({ name }) => name);
			expect(names.sort()).toEqual([...namesOfServices(size)].sort());
		}
	});
});
