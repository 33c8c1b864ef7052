import { strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importFiles } from './import-files.ts';
import type { ImportFile } from './importer.ts';

const [M0, M1] = ['2024-01-01 14:00:00', '2024-01-01 14:01:00'];
const STAT = {
	shop: { [M0]: { calls: 10, success_rate: 95, error_rate: 5, average_duration: 200, timeout_rate: 2 } },
	bank: { [M0]: { calls: 8, success_rate: 0, average_duration: 9000, timeout_rate: 4 } },
};
const MAPS = { None: { [M0]: ['shop'] }, shop: { [M0]: ['bank'], [M1]: ['vault'] } };
const LABEL = { [M0]: { shop: [['shop', 'bank']] } };

function files(...parts: readonly unknown[]): readonly ImportFile[] {
	return parts.map((part, i) => ({ name: `file-${i}.txt`, bytes: strToU8(`\n${JSON.stringify(part)}`) }));
}

describe('mabcImporter', () => {
	it('joins three files dropped in any order', () => {
		const imported = importFiles(files(LABEL, MAPS, STAT));
		if (!imported.ok) throw new Error(JSON.stringify(imported.error));
		const { incident, warnings } = imported.value;
		expect(incident.minutes).toEqual([M0, M1]);
		expect(incident.alert).toMatchObject({ node: 'shop', time: M0, signal: 'unspecified' });
		expect(incident.nodes.get('bank')?.series.get('error_rate')).toEqual([100, null]);
		expect(incident.nodes.get('shop')?.entered).toEqual([true, false]);
		expect(incident.nodes.get('vault')?.series.size).toBe(0);
		expect(incident.edges).toEqual([
			{ caller: 'shop', callee: 'bank', present: [true, false], series: new Map() },
			{ caller: 'shop', callee: 'vault', present: [false, true], series: new Map() },
		]);
		expect(warnings.map((warning) => warning.code)).toEqual(['missing-metrics']);
	});

	it('takes earlier minutes for the baseline, with a guard before the alert', () => {
		const minutes = [10, 11, 12, 13].map((minute) => `2024-01-01 14:${minute}:00`);
		const stat = { shop: Object.fromEntries(minutes.map((minute) => [minute, { calls: 1, error_rate: 0 }])) };
		const imported = importFiles(files(stat, { [minutes[3] as string]: { shop: [] } }));
		expect(imported.ok && imported.value.incident.phase).toEqual(['baseline', 'baseline', 'pre', 'incident']);
	});

	it('derives an alert where there is no label', () => {
		const imported = importFiles(files(STAT, MAPS));
		expect(imported.ok && imported.value.incident.alert.derived).toBe(true);
	});

	it.each([
		['no statistics', [MAPS, LABEL], 'missing-companion'],
		['one part twice', [STAT, STAT], 'duplicate'],
		['text for a figure', [{ shop: { [M0]: { calls: 'many' } } }, LABEL], 'bad-field'],
		['a negative figure', [{ shop: { [M0]: { calls: -1 } } }, LABEL], 'bad-field'],
		['a callee that is no name', [STAT, { shop: { [M0]: [7] } }, LABEL], 'bad-field'],
	] as const)('refuses %s', (_, parts, code) => {
		const imported = importFiles(files(...parts));
		expect(imported.ok || imported.error.code).toBe(code);
	});

	it('never throws on statistics of any shape', () => {
		const entry = fc.dictionary(fc.constantFrom(M0, M1, 'x', '__proto__'), fc.jsonValue());
		fc.assert(
			fc.property(fc.dictionary(fc.string(), entry), (stat) => {
				expect(typeof importFiles(files(stat, MAPS, LABEL)).ok).toBe('boolean');
			}),
		);
	});
});
