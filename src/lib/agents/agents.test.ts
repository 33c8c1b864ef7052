import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_ROLES } from '../chain/genesis.ts';
import { seededGenesis } from '../chain/testing/seeded-chain.ts';
import { submitSolutionData } from '../contracts/ops/transaction-data.ts';
import { sampleIncident } from '../ledger/testing/small-ledger.ts';
import { unwrap } from '../primitives/result.ts';
import { buildCaseFile, claimsFor, isProposable, rowNaming } from './case-file.ts';
import { ROSTER } from './roster.ts';
import { solutionFor } from './runbook.ts';
import { proposalStake, voteStake } from './stake.ts';

const genesis = seededGenesis();

it('the roster has the seven roles in genesis order', () => {
	expect(ROSTER.map(({ role }) => role)).toEqual(AGENT_ROLES);
});

describe('a stake', () => {
	it.each([
		[100_000, 59, 0],
		[100_000, 60, 1000],
		[100_000, 79, 1000],
		[100_000, 80, 2000],
		[50_000, 80, 1000],
		[50_000, 60, 500],
		[10 ** 9, 100, 2000],
		[10 ** 9, 60, 1000],
		[999, 60, 0],
		[1000, 60, 10],
		[499, 80, 0],
		[500, 80, 10],
		[0, 100, 0],
	])('of a balance of %i and a confidence of %i is %i', (balance, confidence, stake) => {
		expect(voteStake(genesis, balance, confidence)).toBe(stake);
	});

	it('of a proposal is at least what the chain asks for', () => {
		expect([0, 60, 80].map((confidence) => proposalStake(genesis, 20_000, confidence))).toEqual([
			300, 300, 400,
		]);
	});

	it('is always one that the chain accepts, whatever its parameters', () => {
		const bound = fc.integer({ min: 1, max: 3000 });
		fc.assert(
			fc.property(
				bound,
				bound,
				fc.integer({ min: 0, max: 200_000 }),
				fc.integer({ min: 0, max: 100 }),
				(a, b, balance, confidence) => {
					const [least, most] = [Math.min(a, b), Math.max(a, b)];
					const parameters = {
						...genesis.parameters,
						'vote-stake-min': least,
						'vote-stake-max': most,
						'proposal-stake-min': least,
						'proposal-stake-max': most,
					};
					const vote = voteStake({ ...genesis, parameters }, balance, confidence);
					expect(vote === 0 || (vote >= least && vote <= most)).toBe(true);
					const proposal = proposalStake({ ...genesis, parameters }, balance, confidence);
					expect(proposal >= least && proposal <= most).toBe(true);
				},
			),
		);
	});
});

describe('a solution', () => {
	const faults = [
		'cpu',
		'memory',
		'network-delay',
		'code-exception',
		'wrong-return',
		'slow-code',
		'connection-pool',
		'outage',
		'error',
		'latency',
		'unknown',
		'constructor',
		'',
	];

	it.each(faults)('for the fault type %j is one the chain accepts, also for very long names', (faultType) => {
		for (const node of [
			'ts-order-service',
			'x'.repeat(512),
			'部'.repeat(512),
			`${'x'.repeat(118)}${'\u{1f525}'.repeat(9)}`,
			'{node}',
			'$& $1',
		]) {
			const steps = solutionFor(faultType, node, { node });
			const data = { incident: 'one', proposal: `0x${'1'.repeat(64)}`, steps, claims: [], transcript: null };
			const parsed = submitSolutionData.parse(data);
			expect(parsed.ok ? 'accepted' : parsed.error).toBe('accepted');
			expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
			if (node.length < 20) expect(steps[0]?.description).toContain(` ${node} `);
			expect(steps.every(({ rollback, verification }) => rollback && verification)).toBe(true);
		}
	});
});

describe('a case file', () => {
	const caseFile = unwrap(buildCaseFile(sampleIncident()));

	it('names a committed row for every node it ranks, and claims only committed rows', () => {
		const rows = new Set(caseFile.evidence.rows.map((row) => JSON.stringify(row)));
		for (const candidate of caseFile.analysis.ranking) {
			expect(rowNaming(caseFile, candidate.node)).toBeDefined();
			for (const { row } of claimsFor(caseFile, candidate)) expect(rows.has(JSON.stringify(row))).toBe(true);
		}
		expect(rowNaming(caseFile, 'inventory-service')).toBeUndefined();
	});

	it('has a cause that can be proposed, with no more claims than a transaction takes', () => {
		const [first] = caseFile.analysis.ranking;
		expect(isProposable(caseFile, first!)).toBe(true);
		expect(claimsFor(caseFile, first!).length).toBeLessThanOrEqual(16);
	});
});
