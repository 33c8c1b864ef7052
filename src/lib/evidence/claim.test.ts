import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { changeCharacter, leavesOf, withValue } from '../ledger/testing/change-value.ts';
import { EVIDENCE, ROWS } from '../contracts/testing/case.ts';
import {
	buildClaims,
	claimSchema,
	findConflictingRow,
	hashesOfClaim,
	verifyClaim,
	type Claim,
} from './claim.ts';
import { buildEvidence } from './row-list.ts';
import type { EvidenceRow } from './row.ts';

/** What the verifier of claims answers; `holds` where nothing is wrong. */
function answer(claim: Claim, evidence = EVIDENCE): string {
	const verified = verifyClaim(claim, evidence);
	return verified.ok ? 'holds' : verified.error.reason;
}

function claimOf(row: EvidenceRow, relation?: Parameters<typeof buildClaims>[1][number]['relation']): Claim {
	const [claim] = buildClaims(EVIDENCE, [relation ? { row, relation } : { row }]);
	return claim as Claim;
}

const ALL = Object.values(ROWS) as readonly EvidenceRow[];

describe('a claim', () => {
	it('holds for every row of the evidence, and for none with any value changed', () => {
		for (const row of ALL) {
			const claim = claimOf(row);
			expect(answer(claim)).toBe('holds');
			const document = JSON.parse(JSON.stringify(claim)) as Record<string, JsonValue>;
			for (const [number, { path, value }] of leavesOf(document).entries()) {
				const text = withValue(document, path, changeCharacter(value, number * 17));
				const changed = claimSchema.parse(JSON.parse(text));
				if (changed.ok) expect(answer(changed.value)).toBe('row-not-under-root');
			}
		}
	});

	it('does not hold with a step of its proof too few or too many, or at a place beyond the list', () => {
		const claim = claimOf(ROWS.errors);
		const { proof, index } = claim;
		for (const changed of [
			{ ...claim, proof: proof.slice(1) },
			{ ...claim, proof: proof.slice(0, -1) },
			{ ...claim, proof: [...proof, proof[0]!] },
			{ ...claim, proof: [...proof].reverse() },
			{ ...claim, proof: [] },
			{ ...claim, index: index + EVIDENCE.size },
			{ ...claim, index: index + 2 ** 32 },
		])
			expect(answer(changed)).toBe('row-not-under-root');
	});

	it('does not hold under another root or size', () => {
		const claim = claimOf(ROWS.errors);
		const other = unwrap(buildEvidence(ALL.slice(1)));
		expect(answer(claim, other)).toBe('row-not-under-root');
		expect(answer(claim, { ...EVIDENCE, size: 2 * EVIDENCE.size })).toBe('row-not-under-root');
		expect(answer(claim, { ...EVIDENCE, root: encodeHex(new Uint8Array(32)) })).toBe('row-not-under-root');
	});

	it('costs a hash for each leaf and for each step of its proofs', () => {
		const claim = claimOf(ROWS.errors, { op: 'gt', row: ROWS.usual });
		expect(hashesOfClaim(claimOf(ROWS.errors))).toBe(1 + claim.proof.length);
		expect(hashesOfClaim(claim)).toBe(2 + claim.proof.length + (claim.relation?.proof.length ?? 0));
	});

	it('is left out where its row is not in the evidence, and takes the number that was committed', () => {
		const missing: EvidenceRow = { kind: 'node', node: 'inventory-service' };
		const rounded: EvidenceRow = { ...ROWS.errorsLater, value: 36 };
		const built = buildClaims(EVIDENCE, [
			{ row: missing },
			{ row: rounded },
			{ row: ROWS.errors, relation: { op: 'gt', row: missing } },
		]);
		expect(built.map(({ row }) => row)).toEqual([ROWS.errorsLater]);
	});
});

describe('a relation', () => {
	it.each([
		['gt', ROWS.errors, ROWS.usual, 'holds'],
		['gt', ROWS.usual, ROWS.errors, 'relation-does-not-hold'],
		['lt', ROWS.usual, ROWS.errors, 'holds'],
		['lt', ROWS.errors, ROWS.usual, 'relation-does-not-hold'],
		['gt', ROWS.errors, ROWS.errorsLater, 'holds'],
		['gt', ROWS.errors, ROWS.paymentErrors, 'holds'],
		['gt', ROWS.calls, ROWS.inner, 'holds'],
		['gt', ROWS.log, ROWS.otherLog, 'holds'],
		['gt', ROWS.errors, ROWS.errors, 'relation-does-not-hold'],
		['gt', ROWS.errors, ROWS.latency, 'not-comparable'],
		['gt', ROWS.errors, ROWS.calls, 'not-comparable'],
		['gt', ROWS.log, ROWS.calls, 'not-comparable'],
		['gt', ROWS.checkout, ROWS.payment, 'not-comparable'],
		['gt', ROWS.latency, ROWS.unmeasured, 'no-number'],
		['lt', ROWS.databaseLater, ROWS.calls, 'no-number'],
	] as const)('%s between two rows is judged by their numbers alone', (op, a, b, expected) => {
		expect(answer(claimOf(a, { op, row: b }))).toBe(expected);
	});

	it('of a ratio holds from its factor on', () => {
		// 40 against 1 is a ratio of exactly 40.
		for (const [factor, expected] of [
			[40_000, 'holds'],
			[40_001, 'relation-does-not-hold'],
			[0, 'holds'],
		] as const)
			expect(answer(claimOf(ROWS.errors, { op: 'ratio', factor, row: ROWS.usual }))).toBe(expected);
		expect(answer(claimOf(ROWS.errors, { op: 'ratio', row: ROWS.usual }))).toBe('relation-does-not-hold');
	});

	it('of a ratio to nothing, or to less, does not hold', () => {
		const number = (node: string, value: number): EvidenceRow => ({ ...ROWS.errors, node, value });
		const [zero, less, much] = [number('zero', 0), number('less', -1), number('much', 100)];
		const evidence = unwrap(buildEvidence([zero, less, much]));
		for (const row of [zero, less]) {
			const [claim] = buildClaims(evidence, [{ row: much, relation: { op: 'ratio', factor: 1, row } }]);
			expect(answer(claim as Claim, evidence)).toBe('relation-does-not-hold');
		}
	});

	it('is judged in binary64 as written, like any other reader would', () => {
		const value = fc
			.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
			.map((x) => x + 0);
		fc.assert(
			fc.property(value, value, fc.nat({ max: 10_000 }), (a, b, factor) => {
				const rows: EvidenceRow[] = [
					{ ...ROWS.errors, node: 'a', value: a },
					{ ...ROWS.errors, node: 'b', value: b },
				];
				const evidence = unwrap(buildEvidence(rows));
				const holds = (op: 'gt' | 'lt' | 'ratio') => {
					const [claim] = buildClaims(evidence, [{ row: rows[0]!, relation: { op, factor, row: rows[1]! } }]);
					return answer(claim as Claim, evidence) === 'holds';
				};
				expect([holds('gt'), holds('lt')]).toEqual([a > b, a < b]);
				expect(holds('ratio')).toBe(b > 0 && 1000 * a >= factor * b);
			}),
			{ numRuns: 60 },
		);
	});

	it('with a second row that is not in the evidence does not hold', () => {
		const claim = claimOf(ROWS.errors, { op: 'gt', row: ROWS.usual });
		const relation = { ...claim.relation!, row: { ...ROWS.usual, median: 2 } };
		expect(answer({ ...claim, relation })).toBe('related-row-not-under-root');
	});
});

describe('claims of one transaction', () => {
	it('may repeat a row, but not cite one fact at two places of the list', () => {
		const [errors, usual] = [claimOf(ROWS.errors), claimOf(ROWS.usual)];
		expect(findConflictingRow([errors, usual, errors])).toBeUndefined();
		const second = { ...errors, row: { ...ROWS.errors, value: 41 }, index: errors.index + 1 };
		expect(findConflictingRow([errors, usual, second])).toBe(2);
		expect(findConflictingRow([{ ...errors, relation: { op: 'gt', ...second } }])).toBe(0);
	});
});
