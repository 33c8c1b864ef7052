import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyseIncident } from '../../src/lib/rca/analysis.ts';
import { verifyClaims } from '../../src/lib/rca/claim-check.ts';
import { importFiles } from '../../src/lib/telemetry/importers/import-files.ts';
import { windowsOf } from '../../src/lib/telemetry/windows.ts';

const FILE = fileURLToPath(new URL('../../data/incidents/train-ticket-sample.json', import.meta.url));

function sample() {
	const imported = importFiles([{ name: 'sample', bytes: readFileSync(FILE) }]);
	if (!imported.ok) throw new Error(JSON.stringify(imported.error));
	return imported.value.incident;
}

describe('the shipped Train-Ticket sample', () => {
	const incident = sample();
	const analysis = analyseIncident(incident);

	it('names food-buy, and claims its figures of 14:00', () => {
		expect(analysis.verdict).toMatchObject({
			kind: 'cause',
			node: 'food-buy',
			service: 'food-buy',
			faultType: 'error',
		});
		if (analysis.verdict.kind !== 'cause') return;
		const figures = analysis.verdict.claims.flatMap(({ row }) =>
			row.kind === 'metric' && row.node === 'food-buy' ? [[row.metric, row.value]] : [],
		);
		expect(figures).toContainEqual(['error_rate', 100]);
		expect(figures).toContainEqual(['average_duration', 22220]);
		expect(verifyClaims(incident, analysis.verdict.claims).refused).toBe(0);
	});

	it('stays below certainty, since the only callee of food-buy at 14:00 has no metrics', () => {
		expect(analysis.verdict.kind === 'cause' && analysis.verdict.confidence).toBeLessThan(90);
		expect(analysis.ranking[1]?.node).toBe('drink-buy');
		expect(analysis.cleared).toContainEqual({ node: 'drink-buy', reason: { code: 'no-data' } });
		expect(analysis.faultWeb.nodes.find((node) => node.name === 'drink-buy')?.status).toBe('unknown');
	});

	it('never says that food-cancel is downstream of food-buy at 14:00', () => {
		expect(incident.minutes[windowsOf(incident).focus]).toBe('2023-10-15 14:00:00');
		const said = analysis.faultWeb.edges.map((edge) => `${edge.caller} > ${edge.callee}`);
		expect(said).toContain('food-buy > drink-buy');
		expect(said).not.toContain('food-buy > food-cancel');
		expect(analysis.path).toEqual(['train-buy', 'food-buy']);
		expect(analysis.cleared).toContainEqual({ node: 'food-cancel', reason: { code: 'normal' } });
	});
});
