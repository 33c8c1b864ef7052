import { beforeAll, describe, expect, it } from 'vitest';
import { genesisWorld } from '../chain/genesis-block.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import { buildTimeline } from './build-timeline.ts';
import type { Ledger } from './format.ts';
import { createLedger, sampleIncident } from './testing/small-ledger.ts';

let ledger: Ledger;
beforeAll(async () => {
	ledger = await createLedger({ incident: sampleIncident('few-nodes'), drill: true });
}, 60_000);

describe('a timeline', () => {
	it('has every transaction of its incident, refusals too, with the world right after each', () => {
		const incident = 'train-ticket-sample';
		const world = genesisWorld(ledger.genesis, protocolV1);
		const timeline = buildTimeline({ world, blocks: ledger.blocks.slice(1), incident });
		expect(timeline.before.incident).toBeNull();
		const all = ledger.blocks.flatMap(({ transactions }) => transactions);
		expect(timeline.steps.map(({ transaction }) => transaction)).toEqual(all);
		expect(timeline.steps.filter(({ receipt }) => receipt.status === 'reverted').length).toBe(3);
		const states = timeline.steps.map(({ after }) => after.incident?.state);
		expect([states[0], states.at(-1)]).toEqual(['Init', 'Solution']);
		for (const { after } of timeline.steps) {
			const held = after.accounts.reduce((sum, { balance, staked }) => sum + balance + staked, 0);
			const escrow = Object.values(after.escrow).reduce((sum, one) => sum + one, 0);
			expect(held + escrow + after.supply.burned).toBe(after.supply.genesis);
		}
		const last = timeline.steps.at(-1)!.after;
		expect(last.proposals.map(({ proposal, votes }) => [proposal.node, Object.keys(votes).length])).toEqual([
			['food-buy', 6],
		]);
		expect(last.accounts.at(-1)?.role).toBe('treasury');
	});
});
