import { describe, expect, it } from 'vitest';
import { buildClaims, type Claim } from '../../evidence/claim.ts';
import { buildEvidence } from '../../evidence/row-list.ts';
import type { EdgeRow, EvidenceRow, MetricRow } from '../../evidence/row.ts';
import { sampleIncident } from '../../ledger/testing/small-ledger.ts';
import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import { unwrap } from '../../primitives/result.ts';
import { rowsOfIncident } from '../../telemetry/evidence-rows.ts';
import { claims, createCase } from '../testing/case.ts';
import { createSandbox } from '../testing/sandbox.ts';

const FIRST = '2023-10-15 14:00:00';
const SECOND = '2023-10-15 14:01:00';

// The sample alert: train-buy calls food-buy and food-cancel at 14:00; food-buy calls food-cancel only from 14:01 on.
const evidence = unwrap(buildEvidence(rowsOfIncident(sampleIncident())));

function metricOf(node: string, metric: string, minute = FIRST): MetricRow {
	const row = evidence.rows.find(
		(one) => one.kind === 'metric' && one.node === node && one.metric === metric && one.minute === minute,
	);
	return row as MetricRow;
}

function edgeOf(caller: string, callee: string, minute = FIRST): EdgeRow | undefined {
	return evidence.rows.find(
		(one): one is EdgeRow =>
			one.kind === 'edge' && one.caller === caller && one.callee === callee && one.minute === minute,
	);
}

const proven = (row: EvidenceRow) => buildClaims(evidence, [{ row }])[0] as Claim;
/** A claim whose proof is that of a true row, and whose row says something else. */
const altered = (row: EvidenceRow, change: JsonObject) =>
	({ ...proven(row), row: { ...row, ...change } }) as Claim;

/** A case of the sample alert in which everything is on chain but a proposal. */
function ready() {
	const sandbox = createSandbox();
	const at = createCase(sandbox, 'train-ticket');
	const alert = { node: 'train-buy', minute: FIRST, signal: 'unspecified', priority: 'high' };
	at.step('open_incident', { alert });
	const { root, size, hash } = evidence;
	const alertRow = proven({ kind: 'node', node: 'train-buy' }) as unknown as JsonValue;
	at.step('submit_data', { evidence: { root, size, hash }, alertRow });
	at.step('submit_dependencies', { claims: claims(proven(edgeOf('train-buy', 'food-buy')!)) });
	at.step('submit_probabilities', { claims: claims(proven({ kind: 'node', node: 'food-buy' })) });
	at.step('submit_fault_web');
	return at;
}

const CAUSE = proven(metricOf('food-buy', 'error_rate'));

/** What a proposal of food-buy with some more claims is answered. */
function answer(...more: readonly Claim[]): string {
	const { error } = ready().attempt('propose_root_cause', {
		node: 'food-buy',
		claims: claims(CAUSE, ...more),
	});
	return error ? `${error.code} ${error.guard}: ${String(error.expected)}` : 'accepted';
}

const errors = metricOf('food-buy', 'error_rate');
const duration = metricOf('food-buy', 'average_duration');

describe('a proposal for the sample alert', () => {
	it('is accepted with what was recorded', () => {
		expect(answer(proven(duration), proven(edgeOf('train-buy', 'food-buy')!))).toBe('accepted');
		expect(answer(proven(metricOf('food-cancel', 'error_rate')))).toBe('accepted');
	});

	it.each<[string, Claim, string]>([
		['about another minute', altered(errors, { minute: SECOND }), 'row-not-under-root'],
		['about another node', altered(errors, { node: 'food-cancel' }), 'row-not-under-root'],
		['about an invented node', altered(errors, { node: 'inventory-service' }), 'row-not-under-root'],
		[
			'with a rounded number',
			altered(metricOf('food-buy', 'error_rate', SECOND), { value: 5.3 }),
			'row-not-under-root',
		],
		['with an invented number', altered(duration, { value: 12_345 }), 'row-not-under-root'],
		['with another unit', altered(duration, { unit: 's' }), 'row-not-under-root'],
		['about another metric', altered(errors, { metric: 'timeout_rate' }), 'row-not-under-root'],
		[
			'with the proof of another row',
			{ ...proven(errors), proof: proven(duration).proof },
			'row-not-under-root',
		],
		[
			'at the place of another row',
			{ ...proven(metricOf('food-cancel', 'error_rate')), index: proven(duration).index },
			'row-not-under-root',
		],
	])('is refused with a claim %s, and the claim is named', (_, claim, reason) => {
		expect(answer(proven(duration), claim)).toBe(`ungrounded-claim claim-2: ${reason}`);
		expect(answer(claim, proven(duration))).toBe(`ungrounded-claim claim-1: ${reason}`);
	});

	it('is refused with the sentence that its downstream food-cancel was normal at the same time', () => {
		// "Downstream at the same time" is an edge at 14:00. There is none; the one of a minute later does not stand in.
		expect(edgeOf('food-buy', 'food-cancel', FIRST)).toBeUndefined();
		const later = edgeOf('food-buy', 'food-cancel', SECOND);
		expect(later).toBeDefined();
		const normal = proven(metricOf('food-cancel', 'error_rate'));
		const downstream = altered(later as EdgeRow, { minute: FIRST });
		expect(answer(normal, downstream)).toBe('ungrounded-claim claim-2: row-not-under-root');
		expect(answer(downstream, normal)).toBe('ungrounded-claim claim-1: row-not-under-root');
		// What was recorded may be said: each at its own minute.
		expect(answer(normal, proven(later as EdgeRow))).toBe('accepted');
	});

	it('is refused with a comparison that the recorded numbers do not bear out', () => {
		const relate = (op: 'gt' | 'lt', a: EvidenceRow, b: EvidenceRow) =>
			buildClaims(evidence, [{ row: a, relation: { op, row: b } }])[0] as Claim;
		const cancel = metricOf('food-cancel', 'error_rate');
		expect(answer(relate('gt', errors, cancel))).toBe('accepted');
		expect(answer(relate('lt', errors, cancel))).toBe('ungrounded-claim claim-1: relation-does-not-hold');
		expect(answer(relate('gt', errors, duration))).toBe('ungrounded-claim claim-1: not-comparable');
		const comparison = relate('gt', errors, cancel);
		const related = { ...comparison.relation!, row: { ...cancel, value: 0 } };
		expect(answer({ ...comparison, relation: related })).toBe(
			'ungrounded-claim claim-1: related-row-not-under-root',
		);
	});

	it('tells what was claimed, as it was claimed', () => {
		const claim = altered(duration, { value: 12_345 });
		const { error } = ready().attempt('propose_root_cause', {
			node: 'food-buy',
			claims: claims(CAUSE, claim),
		});
		expect(error?.actual).toEqual(claim.row);
	});
});
