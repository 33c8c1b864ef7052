import { describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import { encodeIncident } from '../telemetry/encode-incident.ts';
import { parseIncident } from '../telemetry/incident.ts';
import { parseLabelFile } from '../evaluation/labels.ts';
import type { Incident } from '../telemetry/incident-model.ts';
import { CAUSES, simulationCases, surgeCases, testSetCases } from './case-list.ts';
import { Random } from './random.ts';
import { faultsOfRun, servicesMet, type SimulationOptions } from './run-simulation.ts';
import { labelsDocument, simulateIncident } from './simulate-incident.ts';
import { buildServiceGraph } from './service-graph.ts';

const OPTIONS: SimulationOptions = { size: 10, fault: 'cpu', severity: 1, seed: 7 };

describe('simulateIncident', () => {
	it('gives the same bytes for the same seed, and others for another', () => {
		const bytesOf = (options: SimulationOptions) =>
			encodeCanonicalJson(encodeIncident(simulateIncident(options).incident));
		expect(bytesOf(OPTIONS)).toBe(bytesOf(OPTIONS));
		expect(bytesOf({ ...OPTIONS, seed: 8 })).not.toBe(bytesOf(OPTIONS));
	});

	it.each([...CAUSES, 'traffic-surge'] as const)('makes a %s that its own file form reads back', (fault) => {
		const { incident, label } = simulateIncident({ ...OPTIONS, fault });
		const parsed = parseIncident(JSON.parse(JSON.stringify(encodeIncident(incident))));
		expect(parsed.ok && parsed.value.incident).toEqual(incident);
		expect(parsed.ok && parsed.value.warnings).toEqual([]);
		expect(label.rootCause === null).toBe(fault === 'traffic-surge');
		expect(label.alsoRight.length).toBe(fault === 'double' ? 1 : 0);
		expect(new Set(incident.phase)).toEqual(new Set(['baseline', 'pre', 'incident']));
	});

	it('says what it breaks without running', () => {
		for (const options of [...simulationCases(2, 10), ...surgeCases(1, 10)])
			expect(faultsOfRun(options)).toEqual(simulateIncident(options).label.injected);
	});

	it('puts the fault where it is told, and accuses only the innocent', () => {
		const placed = simulateIncident({ ...OPTIONS, service: 'svc-003', falseLog: true });
		expect(placed.label.rootCause).toBe('svc-003');
		expect(placed.label.accused).not.toBe('svc-003');
		const logs = placed.incident.logs.get(placed.label.accused as string);
		expect(logs?.templates.has('ERROR RootCause#666')).toBe(true);
		expect(() => simulateIncident({ ...OPTIONS, service: 'nobody' })).toThrow('no service nobody');
	});

	it('adds false log lines and changes nothing else', () => {
		const [plain, accused] = [OPTIONS, { ...OPTIONS, falseLog: true }].map((options) =>
			simulateIncident(options),
		);
		const { accused: name, original } = accused!.label;
		expect(original).toBe(plain!.incident.id);
		const without = (incident: Incident) =>
			encodeIncident({
				...incident,
				id: '',
				logs: new Map([...incident.logs].filter(([service]) => service !== name)),
			});
		expect(without(accused!.incident)).toEqual(without(plain!.incident));
	});

	it('knows the path of calls from the alert to the cause where there is one way', () => {
		const paths = simulationCases(2, 10).map((options) => simulateIncident(options).label);
		const known = paths.filter(({ path }) => path !== null);
		expect(known.length).toBeGreaterThan(paths.length / 4);
		for (const { path, rootCause } of known) expect([path![0], path!.at(-1)]).toEqual(['gateway', rootCause]);
	});

	it.each([10, 40, 300] as const)('finds places for two faults in every system of %i services', (size) => {
		for (let seed = 1; seed <= 20; seed++) {
			const graph = buildServiceGraph(size, new Random(seed));
			expect(servicesMet(graph, size).length, `seed ${seed}`).toBeGreaterThan(1);
		}
	});

	it('labels faults, says where there is none, and which incident is another one with false lines', () => {
		const cases = [
			OPTIONS,
			{ ...OPTIONS, fault: 'traffic-surge' as const },
			{ ...OPTIONS, falseLog: true },
		].map(simulateIncident);
		const file = parseLabelFile(JSON.parse(JSON.stringify(labelsDocument(cases))));
		if (!file.ok) throw new Error(file.error.where);
		expect([...file.value.labels.keys()]).toEqual(['sim-10-cpu-7']);
		expect([...file.value.faultFree]).toEqual(['sim-10-traffic-surge-7']);
		expect([...file.value.falseLogs.keys()]).toEqual(['sim-10-cpu-7-false-log']);
		expect(file.value.falseLogs.get('sim-10-cpu-7-false-log')?.original).toBe('sim-10-cpu-7');
	});

	it('makes nine single faults and a double one per seed, surges beside, each twice where logs lie', () => {
		expect(simulationCases(20)).toHaveLength(200);
		expect(surgeCases(50)).toHaveLength(50);
		expect(testSetCases({ size: 40, seeds: 2, surges: 3, adversarial: true })).toHaveLength(46);
	});
});

describe('buildServiceGraph', () => {
	it.each([
		[10, 30],
		[40, 120],
		[300, 900],
	] as const)('of %i services has about %i operations and calls only downwards', (size, operations) => {
		const graph = buildServiceGraph(size, new Random(1));
		const all = graph.services.flatMap((service) => service.operations);
		expect(graph.services.length).toBe(size);
		expect(all.length).toBeGreaterThan(operations - 5);
		for (const { service, calls } of all)
			for (const { to } of calls) expect(to.service > service || service === 'gateway').toBe(true);
	});
});
