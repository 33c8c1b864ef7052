import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyScenario } from './scenario-fixture.ts';
import { decodeScenario, encodeScenario } from './scenario-link.ts';
import { behavioursWith, parseScenario, STANDARD_SCENARIO } from './scenario.ts';

const faultOf = (value: unknown) => {
	const parsed = parseScenario(value);
	return parsed.ok ? undefined : parsed.error;
};

describe('parseScenario', () => {
	it('takes the standard scenario, which opens on the original pay-offs', () => {
		expect(parseScenario(STANDARD_SCENARIO)).toEqual({ ok: true, value: STANDARD_SCENARIO });
		expect(STANDARD_SCENARIO.settlement).toBe('on-close');
	});

	it.each([
		['seed', 2 ** 32],
		['incidents', 0],
		['incidents', 2001],
		['settlement', 'never'],
		['voting', 'loud'],
		['weighting', 'wealth'],
		['proposers', 'anyone'],
		['behaviours', ['honest']],
		['candidates', 2],
		['candidates', 17],
		['skillPercent', 100],
		['skillSpreadPercent', 51],
		['correlationPercent', 101],
		['confidencePercent', 1001],
		['stakeSharePermille', 201],
		['slashPercent', 101],
		['voterReward', 10_001],
		['penaltyPercent', 2001],
		['quorumPercent', 100.5],
	])('refuses %s = %j', (name, value) => {
		expect(faultOf({ ...STANDARD_SCENARIO, [name]: value })).toMatchObject({
			code: 'bad-scenario',
			path: `/${name}`,
		});
	});

	it('refuses what is missing, unknown, newer, or no object', () => {
		const { seed: _, ...rest } = STANDARD_SCENARIO;
		expect(faultOf(rest)).toMatchObject({ code: 'bad-scenario', path: '/seed' });
		expect(faultOf({ ...STANDARD_SCENARIO, more: 1 })).toMatchObject({ code: 'bad-scenario', path: '/more' });
		expect(faultOf({ ...STANDARD_SCENARIO, version: 2, more: 1 })).toMatchObject({ code: 'newer-scenario' });
		expect(faultOf(null)).toMatchObject({ code: 'bad-scenario' });
	});

	it('takes bad agents alternately among those who may propose and those who only vote', () => {
		expect(behavioursWith(2, 'lazy').flatMap((one, index) => (one === 'lazy' ? [index + 1] : []))).toEqual([
			4, 7,
		]);
		expect(behavioursWith(7, 'lazy')).toEqual(Array.from({ length: 7 }, () => 'lazy'));
	});
});

describe('a scenario in a link', () => {
	it('comes back as it was, from text that a fragment holds unescaped', () => {
		fc.assert(
			fc.property(anyScenario(2000), (scenario) => {
				const text = encodeScenario(scenario);
				expect(text).toMatch(/^[0-9.-]{1,100}$/);
				expect(decodeScenario(text)).toEqual({ ok: true, value: scenario });
			}),
		);
	});

	it('keeps the text of links that are out there', () => {
		expect(encodeScenario(STANDARD_SCENARIO)).toBe('1-1-500-8-80-10-30-100-20-50-300-100-50.0000.0003003');
	});

	it.each([
		['', 'bad-link'],
		['1-1-500', 'bad-link'],
		['1-1-500-8-80-10-30-100-20-50-300-100-50.0000.000300', 'bad-link'],
		['1-1-500-8-80-10-30-100-20-50-300-100-50.0000.0003009', 'bad-scenario'],
		['1-1-500-8-80-10-30-100-20-50-300-100-50.9000.0003003', 'bad-scenario'],
		['1-1-0-8-80-10-30-100-20-50-300-100-50.0000.0003003', 'bad-scenario'],
		['0-1-500-8-80-10-30-100-20-50-300-100-50.0000.0003003', 'bad-scenario'],
		['2-1-500', 'newer-scenario'],
	])('refuses %j with %s', (text, code) => {
		const decoded = decodeScenario(text);
		expect(decoded.ok ? 'ok' : decoded.error.code).toBe(code);
	});

	it('refuses any other text without throwing', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(decodeScenario(text).ok).toBe(false);
			}),
		);
	});
});
