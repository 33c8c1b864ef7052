import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../primitives/result.ts';
import { DERIVED, setUpAlert, type FaultWindow } from './alert-setup.ts';
import { deriveAlert } from './derive-alert.ts';
import { parseTelemetry } from './incident.ts';
import { windowsOf } from './windows.ts';

const MINUTES = Array.from({ length: 12 }, (_, i) => `2024-01-01 00:${String(i).padStart(2, '0')}:00`);
const CALM = [10, 11, 10, 9, 10, 11, 10, 9, 10, 10, 11, 10];

/** Two front doors: `shop` slow at minutes 8 and 9, `pay` failing a little at minutes 3 and 4. */
function telemetryOf(minutes = MINUTES) {
	const file = {
		minutes,
		nodes: {
			shop: {
				calls: CALM.map(() => 50),
				average_duration: CALM.map((value, i) => (i === 8 || i === 9 ? 900 : value)),
			},
			pay: {
				calls: CALM.map(() => 50),
				average_duration: CALM,
				error_rate: CALM.map((_, i) => (i === 3 || i === 4 ? 12 : 0)),
			},
		},
	};
	return unwrap(parseTelemetry(file)).telemetry;
}

describe('setUpAlert', () => {
	it('picks by default what a monitor would, and leaves the telemetry as it is', () => {
		const telemetry = telemetryOf();
		const { incident, setup } = unwrap(setUpAlert(telemetry));
		expect(incident).toEqual({ ...telemetry, alert: deriveAlert(telemetry) });
		expect(setup.alert).toMatchObject({ node: 'shop', signal: 'latency', value: 900, derived: true });
		expect(setup.window?.incident).toEqual([8, 9]);
		expect(setup.usual).toMatchObject({ median: 10 });
		expect(setup.candidates.map(({ node, signal }) => `${node} ${signal}`)).toEqual([
			'shop latency',
			'pay errors',
			'pay latency',
		]);
	});

	it('derives anew for another series', () => {
		const track = { node: 'pay', signal: 'errors' };
		const { incident, setup } = unwrap(setUpAlert(telemetryOf(), { track, window: null }));
		expect(incident.alert).toMatchObject({ node: 'pay', signal: 'errors', time: MINUTES[3], value: 12 });
		expect([setup.unit, setup.values[4]]).toEqual(['percent', 12]);
		expect(incident.phase).toBeUndefined();
	});

	it('gives the incident the chosen windows, and the analysis uses them', () => {
		const window: FaultWindow = { baseline: [1, 2], incident: [4, 5] };
		const { incident, setup } = unwrap(setUpAlert(telemetryOf(), { track: null, window }));
		expect(windowsOf(incident)).toMatchObject({ baseline: [1, 2, 11], incident: [4, 5] });
		expect(setup.window).toEqual(window);
		expect(MINUTES.slice(4, 6)).toContain(incident.alert.time);
	});

	it('works on windows in time order, whatever the order of the file', () => {
		const turned = unwrap(setUpAlert(telemetryOf([...MINUTES].reverse())));
		const minutes = turned.setup.windows.map(({ minute }) => minute);
		expect(minutes).toEqual(MINUTES);
		expect(turned.setup.values.indexOf(900)).toBe(2);
	});

	it('marks windows after a time without data', () => {
		const late = MINUTES.map((minute, i) => (i < 6 ? minute : minute.replace(' 00:', ' 05:')));
		const { setup } = unwrap(setUpAlert(telemetryOf(late)));
		expect(setup.windows.flatMap(({ afterGap }, i) => (afterGap ? [i] : []))).toEqual([6]);
	});

	it('says why a choice cannot be taken', () => {
		const telemetry = telemetryOf();
		const codeOf = (choice: Parameters<typeof setUpAlert>[1], from = telemetry) => {
			const result = setUpAlert(from, choice);
			return result.ok ? null : result.error.code;
		};
		expect(codeOf({ track: { node: 'shop', signal: 'nonsense' }, window: null })).toBe('unknown-series');
		for (const window of [
			{ baseline: [0, 3], incident: [3, 4] },
			{ baseline: [2, 1], incident: [3, 4] },
			{ baseline: [0, 1], incident: [4, 12] },
			{ baseline: [0, 0.5], incident: [4, 5] },
		] satisfies readonly FaultWindow[])
			expect(codeOf({ track: null, window })).toBe('bad-window');
		expect(codeOf(DERIVED, { ...telemetry, nodes: new Map(), services: new Map() })).toBe('nothing-to-watch');
	});

	it('keeps every valid window as it was chosen', () => {
		const telemetry = telemetryOf();
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(11), { minLength: 4, maxLength: 4 }), (places) => {
				const [a, b, c, d] = places.sort((x, y) => x - y) as [number, number, number, number];
				const window: FaultWindow = { baseline: [a, b], incident: [c, d] };
				const { incident, setup } = unwrap(setUpAlert(telemetry, { track: null, window }));
				expect(setup.window).toEqual(window);
				const affected = windowsOf(incident).incident;
				expect([affected[0], affected.at(-1)]).toEqual([c, d]);
			}),
		);
	});
});
