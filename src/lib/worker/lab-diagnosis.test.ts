import { describe, expect, it } from 'vitest';
import { parseLedger } from '../ledger/format.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { unwrap } from '../primitives/result.ts';
import { simulateIncident } from '../simulator/simulate-incident.ts';
import { diagnoseInLab } from './lab-diagnosis.ts';

const BROKEN = simulateIncident({ size: 10, fault: 'cpu', severity: 0.8, seed: 3 });

describe('diagnoseInLab', () => {
	it('gives the same ledger for the same incident and seed, and one that verifies', async () => {
		const [first, again, other] = [
			unwrap(await diagnoseInLab(BROKEN.incident, 'a')),
			unwrap(await diagnoseInLab(BROKEN.incident, 'a')),
			unwrap(await diagnoseInLab(BROKEN.incident, 'b')),
		];
		expect(again.ledger).toEqual(first.ledger);
		expect(other.head).not.toBe(first.head);
		expect(first).toMatchObject({ state: 'Solution', verdict: { node: BROKEN.label.rootCause } });
		const report = await verifyLedger(unwrap(parseLedger(first.ledger)));
		expect(report).toMatchObject({ ok: true, head: first.head });
	});

	it('ends without a verdict where nothing is broken', async () => {
		const surge = simulateIncident({ size: 10, fault: 'traffic-surge', severity: 0.8, seed: 3 });
		const steps: string[] = [];
		const diagnosed = unwrap(
			await diagnoseInLab(surge.incident, 'a', (event) => event.kind === 'sent' && steps.push(event.type)),
		);
		expect(diagnosed).toMatchObject({ state: 'Unresolved', verdict: null });
		expect(steps.length).toBeGreaterThan(4);
	});
});
