import { expect, it } from 'vitest';
import type { BenchLine } from '../../../worker/bench-messages.ts';
import { isGoodOutcome, linesAsCsv, outcomeOfLine } from './bench-lines.ts';

const LINE: BenchLine = {
	index: 0,
	id: 'a',
	kind: 'scored',
	rootCause: 'x',
	faultType: 'cpu',
	named: 'x',
	rank: 1,
	confidence: 90,
	ms: 12.5,
	original: null,
	accused: null,
	failure: null,
	simulation: null,
};
const NAMED = new Map<string, string | null>([['a', 'x']]);
const outcome = (parts: Partial<BenchLine>) => outcomeOfLine({ ...LINE, ...parts }, (id) => NAMED.get(id));

it('says what became of each kind of row', () => {
	expect(outcome({})).toBe('right');
	expect(outcome({ named: 'y', rank: 2 })).toBe('wrong');
	expect(outcome({ named: null })).toBe('missed');
	expect(outcome({ kind: 'fault-free', rootCause: null, named: null })).toBe('none-right');
	expect(outcome({ kind: 'fault-free', rootCause: null })).toBe('false-alarm');
	expect(outcome({ kind: 'false-log', original: 'a' })).toBe('unmoved');
	expect(outcome({ kind: 'false-log', original: 'a', named: null })).toBe('moved');
	expect(outcome({ kind: 'left-out', failure: { code: 'no-file' } })).toBe('left-out');
	expect(['right', 'missed', 'moved'].map((one) => isGoodOutcome(one as 'right'))).toEqual([
		true,
		false,
		false,
	]);
});

it('writes one line a row', () => {
	expect(linesAsCsv([LINE])).toBe(
		'"id","kind","faultType","rootCause","named","rank","confidence","ms","original","accused","failure"\n' +
			'"a","scored","cpu","x","x","1","90","12.5","","",""',
	);
});
