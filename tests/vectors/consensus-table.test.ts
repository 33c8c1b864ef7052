import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONSENSUS_TABLE } from '../../src/lib/protocol/consensus-table.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The shape of a claim is written out once. */
function onceEach(key: string, value: unknown): unknown {
	return value === CONSENSUS_TABLE.claim && key !== 'claim' ? { $ref: '#/claim' } : value;
}

/**
 * Words that stand in blocks: whoever changes one breaks every ledger there is. Where that is meant, raise the protocol's
 * version, renew the file with `npx vitest run tests/vectors/consensus-table.test.ts --update`, and say in the commit what
 * changed.
 */
describe('the words of consensus bytes', () => {
	it('are those of the golden file', async () => {
		const table = `${JSON.stringify(CONSENSUS_TABLE, onceEach, '\t')}\n`;
		await expect(table).toMatchFileSnapshot(pathOf('tests/vectors/consensus-table.json'));
	});

	it('are all in use: an event or a reason that nothing writes any more is not in the table', () => {
		const folder = pathOf('src/lib/contracts');
		const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !/\.test\.ts$|testing|receipt-words/.test(name))
			.map((name) => readFileSync(join(folder, name), 'utf8'))
			.join('\n');
		const { eventNames, callReasons, callKinds } = CONSENSUS_TABLE;
		const words = [...eventNames, ...callReasons, ...callKinds];
		expect(words.filter((word) => !sources.includes(`'${word}'`))).toEqual([]);
	});

	it('name every transaction type once, with what it carries', () => {
		const { transactions } = CONSENSUS_TABLE;
		expect(new Set(transactions.map(({ type }) => type)).size).toBe(17);
		for (const { type, data, refusals } of transactions) {
			expect(Object.keys(data).length, type).toBeGreaterThan(0);
			expect(refusals, type).toContain('bad-data');
		}
	});
});
