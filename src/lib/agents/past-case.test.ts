import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { sampleIncident } from '../ledger/testing/small-ledger.ts';
import { unwrap } from '../primitives/result.ts';
import { buildCaseFile } from './case-file.ts';
import {
	featuresOf,
	featuresOfDocuments,
	similarCases,
	similarityOf,
	type CaseFeatures,
	type PastCase,
} from './past-case.ts';

const BASE: CaseFeatures = {
	alertNode: 'gateway',
	signal: 'latency',
	fault: { type: 'cpu', evidence: ['own-time', 'resource-pressure'] },
	abnormal: ['gateway', 'checkout', 'payment'],
};
const like = (change: Partial<CaseFeatures>): number => similarityOf(BASE, { ...BASE, ...change });

describe('the similarity of two incidents', () => {
	it('is 1000 where everything is the same, 0 where nothing is', () => {
		expect(similarityOf(BASE, BASE)).toBe(1000);
		const other = {
			alertNode: 'cart',
			signal: 'errors',
			fault: { type: 'code-exception', evidence: ['returned-errors'] },
			abnormal: ['cart'],
		};
		expect(similarityOf(BASE, other)).toBe(0);
	});

	it('takes away for each likeness that is missing, by its weight', () => {
		expect(like({ alertNode: 'cart' })).toBe(700);
		expect(like({ signal: 'errors' })).toBe(900);
		expect(like({ fault: { ...BASE.fault!, type: 'memory' } })).toBe(800);
		// One kind of evidence of three in common, one abnormal node of four.
		expect(like({ fault: { type: 'cpu', evidence: ['own-time', 'slow-edge'] } })).toBe(867);
		expect(like({ abnormal: ['gateway', 'cart'] })).toBe(850);
	});

	it('leaves out what is not known of one of them, instead of calling it different', () => {
		expect(like({ fault: null, abnormal: null })).toBe(1000);
		expect(like({ signal: 'unspecified' })).toBe(1000);
		expect(like({ fault: { ...BASE.fault!, type: 'unknown' } })).toBe(1000);
		expect(like({ alertNode: 'cart', signal: 'unspecified', fault: null, abnormal: null })).toBe(0);
		expect(similarityOf({ ...BASE, abnormal: [] }, { ...BASE, abnormal: [] })).toBe(1000);
	});

	it('is the same from both sides, and from 0 to 1000', () => {
		const word = fc.constantFrom('a', 'b', 'c', 'unspecified', 'unknown');
		const words = fc.uniqueArray(word);
		const features: fc.Arbitrary<CaseFeatures> = fc.record({
			alertNode: word,
			signal: word,
			fault: fc.option(fc.record({ type: word, evidence: words })),
			abnormal: fc.option(words),
		});
		fc.assert(
			fc.property(features, features, (a, b) => {
				const similarity = similarityOf(a, b);
				expect(similarity).toBe(similarityOf(b, a));
				expect(similarity).toBeGreaterThanOrEqual(0);
				expect(similarity).toBeLessThanOrEqual(1000);
			}),
		);
	});
});

describe('similar cases', () => {
	const past = (incident: string, change: Partial<CaseFeatures> = {}): PastCase => ({
		...BASE,
		...change,
		incident,
		node: 'payment',
		state: 'Verified',
	});
	const found = (cases: readonly PastCase[]) => similarCases(cases, BASE).map(({ incident }) => incident);

	it('come the most alike first, five at most, equal ones in the order given', () => {
		const cases = [
			past('signal', { signal: 'errors' }),
			past('elsewhere', { alertNode: 'cart' }),
			...['a', 'b', 'c', 'd'].map((id) => past(id)),
		];
		expect(found(cases)).toEqual(['a', 'b', 'c', 'd', 'signal']);
		expect(found(cases.slice(0, 2))).toEqual(['signal', 'elsewhere']);
	});

	it('can be of another alert where the fault looks the same, and not of the same alert where it does not', () => {
		const strange = {
			fault: { type: 'code-exception', evidence: ['returned-errors'] },
			abnormal: ['gateway'],
		};
		expect(found([past('same-fault', { alertNode: 'cart' }), past('same-alert', strange)])).toEqual([
			'same-fault',
		]);
		expect(found([past('neither', { alertNode: 'cart', ...strange })])).toEqual([]);
	});
});

describe('what is known of an incident', () => {
	const caseFile = unwrap(buildCaseFile(sampleIncident()));
	const { node } = caseFile.analysis.ranking[0]!;

	it('is the fault of the named node and the nodes off their normal', () => {
		const features = featuresOf(caseFile, node);
		expect(features).toMatchObject({ alertNode: 'train-buy', fault: { type: expect.any(String) } });
		expect(features.fault!.evidence.length).toBeGreaterThan(0);
		expect(features.abnormal).toContain(node);
		expect(featuresOf(caseFile, 'nobody').fault).toBeNull();
	});

	it.each([
		[undefined, undefined],
		[null, null],
		[[], 'text'],
		[{ candidates: 'none' }, { nodes: {} }],
		[{ candidates: [null, 1, { node: 'else' }] }, {}],
	])('is little where the documents are %j and %j', (ranking, web) => {
		expect(featuresOfDocuments(ranking, web, node)).toEqual({ fault: null, abnormal: null });
	});
});
