import { describe, expect, it } from 'vitest';
import { parseScenario, STANDARD_SCENARIO } from '../../runtime/economy/scenario.ts';
import { clampToField, MODEL_FIELDS, RULE_FIELDS, TYPED_FIELDS, WORD_FIELDS } from './scenario-fields.ts';

const NUMBERS = [...TYPED_FIELDS, ...RULE_FIELDS, ...MODEL_FIELDS];
const accepts = (name: string, value: unknown) => parseScenario({ ...STANDARD_SCENARIO, [name]: value }).ok;

describe('the fields of the lab', () => {
	it.each(NUMBERS)('$name reaches exactly as far as the parser', ({ name, min, max }) => {
		expect([accepts(name, min), accepts(name, max)]).toEqual([true, true]);
		expect([accepts(name, min - 1), accepts(name, max + 1)]).toEqual([false, false]);
	});

	it('names every setting of a scenario', () => {
		const named = [...NUMBERS, ...WORD_FIELDS].map(({ name }) => name);
		expect([...named, 'version', 'behaviours'].sort()).toEqual(Object.keys(STANDARD_SCENARIO).sort());
	});

	it('takes what is typed to the nearest bound, and no text', () => {
		const [field] = TYPED_FIELDS;
		expect(['0', '9999', '12.6', '', 'x'].map((typed) => clampToField(field, typed))).toEqual([
			1,
			2000,
			13,
			undefined,
			undefined,
		]);
	});
});
