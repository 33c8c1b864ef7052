import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('quotes every cell, doubles quotes, and disarms formulas', () => {
	expect(
		csvOf([
			['a "b"', 1, null],
			['=1+1', -2.5, 'x,y'],
			['@sum', '-1', '\tx'],
		]),
	).toBe('"a ""b""","1",""\n"\'=1+1","-2.5","x,y"\n"\'@sum","\'-1","\'\tx"');
});
