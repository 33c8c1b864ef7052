import { expect, it } from 'vitest';
import { outcomeOfVerdict } from './verdict-outcome.ts';

it.each([
	['a', 'a', 'right'],
	['a', 'b', 'right'],
	['a', 'c', 'wrong'],
	['a', null, 'missed'],
	[null, null, 'none-right'],
	[null, 'c', 'false-alarm'],
] as const)('of cause %s (or b) and verdict %s is %s', (rootCause, named, outcome) => {
	const alsoRight = rootCause === null ? [] : ['b'];
	expect(outcomeOfVerdict({ rootCause, alsoRight }, named)).toBe(outcome);
});
