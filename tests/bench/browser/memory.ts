import type { BrowserContext } from 'playwright';
import { databaseNameOf } from '../../../src/lib/store/schema.ts';
import { figureOf, type Figure } from '../figure.ts';
import type { Amounts } from '../options.ts';
import { APP_MOUNT, carryOut, type Chromium } from './chromium.ts';

/** How long a page rests before it is weighed. */
const REST_MS = 3_000;

/** Row 15: what the explorer and its worker hold at rest, over a long chain and a short one. The app must be built. */
export async function weighExplorer(
	chromium: Chromium,
	amounts: Amounts,
	onStep: (step: string) => void,
): Promise<readonly Figure[]> {
	const short = await seededContext(chromium, amounts.fewBlocks, onStep);
	const long = await seededContext(chromium, amounts.manyBlocks, onStep);
	const shortBytes: number[] = [];
	const longBytes: number[] = [];
	for (let round = 0; round <= amounts.rounds; round++) {
		onStep(`memory: round ${round}/${amounts.rounds}`);
		const [few, many] = [
			await weigh(chromium, short, amounts.fewBlocks),
			await weigh(chromium, long, amounts.manyBlocks),
		];
		if (round === 0) continue;
		shortBytes.push(few);
		longBytes.push(many);
	}
	const spread = Math.max(...shortBytes) / Math.min(...shortBytes);
	const note = `bytes; ${amounts.manyBlocks} blocks, and ${amounts.fewBlocks}`;
	return [figureOf('memory', longBytes, shortBytes, spread, note)];
}

async function seededContext(
	chromium: Chromium,
	blocks: number,
	onStep: (step: string) => void,
): Promise<BrowserContext> {
	const context = await chromium.newContext();
	const database = databaseNameOf(APP_MOUNT);
	await carryOut(chromium, context, { kind: 'seed', database, blocks }, (step) => onStep(`memory: ${step}`));
	return context;
}

/** Bytes of the page and its workers once the explorer shows the head of the chain and has come to rest. */
async function weigh({ origin }: Chromium, context: BrowserContext, blocks: number): Promise<number> {
	const page = await context.newPage();
	await page.goto(`${origin}${APP_MOUNT}explorer/`);
	const head = new RegExp(String(blocks - 1).replace(/\B(?=(\d{3})+$)/g, '[^0-9]?'));
	await page.getByText(head).first().waitFor();
	await page.waitForTimeout(REST_MS);
	const bytes = await page.evaluate(async () => {
		const weighed = performance as unknown as {
			measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
		};
		return (await weighed.measureUserAgentSpecificMemory()).bytes;
	});
	await page.close();
	return bytes;
}
