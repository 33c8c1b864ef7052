import { describe, expect, it } from 'vitest';
import { CONSENSUS_TABLE } from '../../protocol/consensus-table.ts';
import { fieldsOf } from './data-fields.ts';

const named = new Map([[CONSENSUS_TABLE.claim, 'claim']]);
const of = (type: string) =>
	fieldsOf(CONSENSUS_TABLE.transactions.find((one) => one.type === type)!.data, named);
const lines = (type: string) =>
	of(type).map((fields) =>
		fields.map(({ path, shape, optional }) => `${path}${optional ? '?' : ''}: ${shape}`),
	);

const HASH = '^0x[0-9a-f]{64}$';

describe('the fields of transaction data', () => {
	it('are told by path, with bounds and words', () => {
		expect(lines('open_incident')).toEqual([
			[
				'incident: ^[a-z0-9-]{1,64}$',
				'alert.node: text 1…512',
				'alert.minute: ^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$',
				'alert.signal: text 1…64',
				'alert.priority: critical | high | medium | low',
			],
		]);
		expect(lines('transfer')[0]).toContain('amount: integer ≥ 1');
		expect(lines('propose_root_cause')[0]).toContain('confidence: integer 0…100');
	});

	it('tell the two shapes of a vote apart', () => {
		expect(lines('vote')).toEqual([
			[
				`proposal: ${HASH}`,
				'option: For | Against | Abstain',
				'stake: integer ≥ 0',
				'claims: [claim] × 0…16',
				`transcript: ${HASH} | null`,
			],
			[`proposal: ${HASH}`, `commitment: ${HASH}`, 'stake: integer ≥ 0'],
		]);
	});

	it('go into lists of objects, and say what may be left out', () => {
		expect(lines('submit_solution')[0]).toContain('steps: [object] × 1…20');
		expect(lines('submit_solution')[0]).toContain('steps[].command?: text 1…1024');
		const claim = fieldsOf(CONSENSUS_TABLE.claim)[0]!.map(({ path }) => path);
		expect(claim).toContain('relation.factor');
	});

	it('are there for every type', () => {
		for (const { type } of CONSENSUS_TABLE.transactions)
			for (const fields of of(type)) {
				expect(fields.length, type).toBeGreaterThan(0);
				for (const { path, shape } of fields) expect(shape, `${type} ${path}`).not.toContain('undefined');
			}
	});
});
