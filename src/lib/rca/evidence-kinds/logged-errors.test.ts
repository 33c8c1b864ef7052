import { describe, expect, it } from 'vitest';
import type { Finding } from '../finding.ts';
import { discountLoneLogs } from './logged-errors.ts';

const finding = (code: Finding['code'], candidate: string, strength: number): Finding => ({
	candidate,
	code,
	strength,
	hard: false,
	faultType: 'unknown',
	subject: '',
	observed: 0,
	expected: null,
	claims: [],
});

describe('discountLoneLogs', () => {
	const strengthOf = (confirmation: number) =>
		discountLoneLogs([finding('errors-logged', 'shop', 1), finding('own-time', 'shop', confirmation)])[0]!
			.strength;

	it('leaves a fifth of errors that only a log tells of, too little to name anybody', () => {
		expect(discountLoneLogs([finding('errors-logged', 'shop', 1)])[0]!.strength).toBe(0.2);
		expect(
			discountLoneLogs([finding('errors-logged', 'shop', 1), finding('own-time', 'bank', 1)])[0]!.strength,
		).toBe(0.2);
	});

	it('counts them as far as other evidence bears them out, and in full where it clearly does', () => {
		expect(strengthOf(0.15)).toBeCloseTo(0.6);
		expect(strengthOf(0.05)).toBeLessThan(strengthOf(0.1));
		expect(strengthOf(0.3)).toBe(1);
		expect(strengthOf(0.9)).toBe(1);
	});
});
