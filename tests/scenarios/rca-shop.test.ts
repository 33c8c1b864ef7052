import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvidence } from '../../src/lib/evidence/row-list.ts';
import { analyseIncident } from '../../src/lib/rca/analysis.ts';
import { verifyClaims } from '../../src/lib/rca/claim-check.ts';
import { rowsOfIncident } from '../../src/lib/telemetry/evidence-rows.ts';
import { parseIncident } from '../../src/lib/telemetry/incident.ts';
import { shopFile, shopIncident, type ShopFault } from './rca-shop-incident.ts';

const SERVICES = ['door', 'cart', 'price', 'stock', 'mail'];

describe('one fault at one service of a little shop', () => {
	const kinds: readonly [ShopFault, string][] = [
		['cpu', 'cpu'],
		['delay', 'network-delay'],
		['slow-code', 'slow-code'],
		['lost-work', 'code-exception'],
		['errors', 'code-exception'],
		['mesh-delay', 'network-delay'],
	];
	it.each(kinds)('%s is found at every service, as %s', (fault, faultType) => {
		for (const at of SERVICES) {
			if ((fault === 'delay' || fault === 'mesh-delay') && at === 'door') continue;
			const incident = shopIncident(fault, at);
			const { verdict, ranking } = analyseIncident(incident);
			expect(verdict, `${fault} at ${at}`).toMatchObject({ kind: 'cause', node: at, faultType });
			expect(ranking[0]?.evidence.length).toBeGreaterThan(0);
			if (verdict.kind === 'cause') expect(verifyClaims(incident, verdict.claims).refused).toBe(0);
		}
	});

	it('silence on the mesh is the caller’s doing, not the silent callees’', () => {
		for (const at of ['cart', 'stock'])
			expect(analyseIncident(shopIncident('mesh-silence', at)).ranking[0]?.node).toBe(at);
	});

	it('a path of calls leads from the alert to the cause', () => {
		const { path, faultWeb, cleared } = analyseIncident(shopIncident('delay', 'mail'));
		expect(path).toEqual(['door', 'cart', 'stock', 'mail']);
		expect(faultWeb.nodes.find((node) => node.name === 'mail')?.status).toBe('cause');
		expect(faultWeb.edges.filter((edge) => edge.onPath).map((edge) => edge.callee)).toEqual([
			'stock',
			'cart',
			'mail',
		]);
		expect(cleared).toContainEqual({ node: 'price', reason: { code: 'normal' } });
	});

	it('every claim stands on a committed row, at least one is about the cause, and at most twelve', () => {
		for (const [fault] of kinds) {
			const { verdict } = analyseIncident(shopIncident(fault, 'stock'));
			if (verdict.kind !== 'cause') throw new Error(fault);
			expect(verdict.claims.length).toBeLessThanOrEqual(12);
			expect(
				verdict.claims.some(({ row }) => row.kind !== 'node' && row.kind !== 'edge' && row.node === 'stock'),
			).toBe(true);
		}
	});
});

describe('no fault', () => {
	it.each(['none', 'surge'] as const)('%s: no cause is named, and what to collect is said', (fault) => {
		const { verdict } = analyseIncident(shopIncident(fault));
		expect(verdict).toMatchObject({ kind: 'abstain' });
	});

	it('nothing after the onset: says so', () => {
		const parsed = parseIncident({ ...shopFile('cpu'), phase: Array(10).fill('baseline') });
		if (!parsed.ok) throw new Error(parsed.error.code);
		expect(analyseIncident(parsed.value.incident).verdict).toMatchObject({
			reason: 'no-telemetry-after-onset',
		});
	});
});

describe('the onset is found when it is not given', () => {
	it.each(['cpu', 'delay', 'slow-code', 'errors'] as const)('%s', (fault) => {
		const { phase: _given, ...rest } = shopIncident(fault, 'stock');
		expect(analyseIncident(rest).verdict).toMatchObject({ kind: 'cause', node: 'stock' });
	});
});

describe('telemetry with holes', () => {
	it('never makes the analysis throw or cite a row that is not committed', () => {
		const faults = fc.constantFrom<ShopFault>(
			'cpu',
			'delay',
			'slow-code',
			'lost-work',
			'errors',
			'mesh-delay',
			'mesh-silence',
		);
		const blocks = fc.subarray([
			'edges',
			'inner_edges',
			'services',
			'logs',
			'mesh_edges',
			'phase',
			'front_door',
		]);
		fc.assert(
			fc.property(
				faults,
				fc.constantFrom(...SERVICES),
				blocks,
				fc.double({ min: 0, max: 0.9, noNaN: true }),
				(fault, at, gone, holes) => {
					const file = punch(
						Object.fromEntries(Object.entries(shopFile(fault, at)).filter(([key]) => !gone.includes(key))),
						holes,
					);
					const parsed = parseIncident(file);
					if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
					const { verdict } = analyseIncident(parsed.value.incident);
					expect(buildEvidence(rowsOfIncident(parsed.value.incident)).ok).toBe(true);
					if (verdict.kind === 'cause')
						expect(verifyClaims(parsed.value.incident, verdict.claims).refused).toBe(0);
				},
			),
			{ numRuns: 60 },
		);
	});
});

/** Replaces a share of all numbers in series by null, deterministically. */
function punch(value: unknown, share: number, salt = { at: 0 }): unknown {
	if (
		Array.isArray(value) &&
		value.length === 10 &&
		value.every((entry) => entry === null || typeof entry === 'number')
	)
		return value.map((entry: number | null) => (Math.abs(Math.sin(++salt.at * 99.7)) < share ? null : entry));
	if (Array.isArray(value)) return value.map((entry) => punch(entry, share, salt));
	if (typeof value === 'object' && value !== null)
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [
				key,
				key === 'trace_available' || key === 'phase' ? entry : punch(entry, share, salt),
			]),
		);
	return value;
}
