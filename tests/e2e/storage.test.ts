import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { dropFiles, fileAt } from './drop-files.ts';
import { downloadedText } from './download.ts';
import { openPage } from './open-page.ts';

const SAMPLE = join(process.cwd(), 'data/incidents/train-ticket-sample.json');

test.use({ locale: 'en-US' });

async function startRun(page: Page): Promise<void> {
	await openPage(page, './');
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
	await dropFiles(page, [fileAt(SAMPLE)]);
	await expect(page.getByTestId('status-sentence')).toContainText('Evidence is on the chain', {
		timeout: 30_000,
	});
}

/** Sets how many bytes the site may store; as much as the disk gives without one. */
async function setQuota(page: Page, bytes?: number): Promise<void> {
	const browser = await page.context().newCDPSession(page);
	const origin = new URL(page.url()).origin;
	await browser.send('Storage.overrideQuotaForOrigin', {
		origin,
		...(bytes === undefined ? {} : { quotaSize: bytes }),
	});
}

type Exported = { readonly blocks: readonly { readonly header: { readonly height: number } }[] };

/** Room for the start of a run, not for all of it. */
const TOO_LITTLE = 170_000;

test('a full disk is told in words, what is stored can be exported, and the run goes on when there is room', async ({
	page,
}) => {
	await openPage(page, './');
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
	await setQuota(page, TOO_LITTLE);
	await dropFiles(page, [fileAt(SAMPLE)]);
	await expect(page.getByText("The browser's storage is full").first()).toBeVisible({ timeout: 30_000 });
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'More' }).click();
	const text = await downloadedText(page, () => page.getByRole('button', { name: /export/i }).click());
	const { blocks } = JSON.parse(text) as Exported;
	expect(blocks.length).toBeGreaterThan(2);
	expect(blocks.length).toBeLessThan(12);
	expect(blocks.map(({ header }) => header.height)).toEqual(blocks.map((_, height) => height));
	await setQuota(page);
	await page.reload();
	await page.getByRole('button', { name: 'Skip to end' }).click();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 30_000 });
});

test('a tab that dies in mid-run leaves one chain, and another tab takes the run to its end', async ({
	page,
	context,
}) => {
	await startRun(page);
	const second = await context.newPage();
	await openPage(second, './');
	await page.close();
	await second.reload();
	await expect(second.getByTestId('status-sentence')).toContainText('a solution is in', { timeout: 40_000 });
	await openPage(second, './explorer/');
	await expect(second.getByText('12 blocks')).toBeVisible();
});
