import fc from 'fast-check';
import { expect, it } from 'vitest';
import { receiptSchema } from '../chain/parse-block.ts';
import type { SopState } from '../chain/state-entries.ts';
import { leavesOf, withValue } from '../ledger/testing/change-value.ts';
import { encodeCanonicalJson } from '../primitives/canonical-json.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { parseJson } from '../primitives/parse-json.ts';
import { claimOf, claims, createCase, dataOf, ROWS, SENDER_OF, type StepType } from './testing/case.ts';
import { createSandbox } from './testing/sandbox.ts';

const STATES: readonly SopState[] = [
	'Init',
	'Data_Collected',
	'Root_Cause_Proposed',
	'Consensus',
	'Solution',
];
const PLACES = new Map(
	STATES.map((state) => {
		const sandbox = createSandbox();
		const at = createCase(sandbox);
		at.advance(state);
		return [state, { sandbox, at }] as const;
	}),
);
const TYPES = Object.keys(SENDER_OF) as StepType[];

/** Valid data of a step, with claims where it can have some. */
function richData(type: StepType, state: SopState): Record<string, JsonValue> {
	const { at } = PLACES.get(state)!;
	const data = dataOf(type, at.id, at.incident().proposal ?? undefined);
	const claim = claimOf(ROWS.errors, { op: 'ratio', factor: 2, row: ROWS.usual });
	const rich = Array.isArray(data['claims']) ? { ...data, claims: claims(claim) } : data;
	return JSON.parse(JSON.stringify(rich)) as Record<string, JsonValue>;
}

const strange = fc.oneof(
	fc.jsonValue({ maxDepth: 2 }),
	fc.string({ unit: 'binary', maxLength: 100 }),
	fc.constantFrom(
		'x'.repeat(63) + '\u{1f525}',
		'\u202e',
		'constructor',
		9_007_199_254_740_991,
		1e300,
		-1e300,
		5e-324,
	),
);

it('a step with any of its values replaced by anything is carried out or refused on the record', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...STATES),
			fc.constantFrom(...TYPES),
			fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 2 }),
			(state, type, changes) => {
				let data = richData(type, state);
				for (const [at, value] of changes) {
					const leaves = leavesOf(data);
					if (leaves.length === 0) continue;
					const text = withValue(data, leaves[at % leaves.length]!.path, value as JsonValue);
					data = JSON.parse(text) as Record<string, JsonValue>;
				}
				// What no reader would take back is refused before it gets here.
				fc.pre(parseJson(JSON.stringify(data)).ok);
				const receipt = PLACES.get(state)!
					.sandbox.fork()
					.run(SENDER_OF[type], type, data as JsonObject);
				const text = encodeCanonicalJson(receipt as unknown as JsonValue);
				expect(receiptSchema.parse(JSON.parse(text))).toEqual({ ok: true, value: JSON.parse(text) });
			},
		),
		{ numRuns: 400 },
	);
});
