import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { dropFiles, fileAt } from './drop-files.ts';
import { downloadedText } from './download.ts';
import { openPage } from './open-page.ts';

const SHARED = process.env.SHARED_DIR ?? join(process.cwd(), '../shared');
const REAL = join(SHARED, 'incidents/trainticket/dev/tt-20230129-0843.json.gz');
const SAMPLE = join(process.cwd(), 'data/incidents/train-ticket-sample.json');

test.use({ locale: 'en-US' });

/** Notes every request that leaves the site. */
function watchRequests(page: Page, site: string): string[] {
	const others: string[] = [];
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(site) && !url.startsWith('blob:') && !url.startsWith('data:')) others.push(url);
	});
	return others;
}

test('a real incident goes the whole way: drop, run, verdict, explorer, export, verify, reload', async ({
	page,
	baseURL,
}, info) => {
	test.setTimeout(120_000);
	const real = existsSync(REAL);
	if (!real)
		info.annotations.push({ type: 'note', description: `${REAL} is absent: the shipped sample is dropped` });
	const others = watchRequests(page, new URL(baseURL ?? '').origin);
	const cause = real ? 'ts-contacts-service' : 'food-buy';

	await openPage(page, './');
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
	await dropFiles(page, [fileAt(real ? REAL : SAMPLE)]);
	await page.getByRole('button', { name: 'Skip to end' }).click();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 60_000 });
	await expect(page.getByTestId('status-sentence')).toContainText(cause);

	await page.getByRole('link', { name: 'Verdict', exact: true }).first().click();
	await expect(page.getByTestId('verdict-headline')).toContainText(cause);

	await page.getByRole('link', { name: 'Explorer' }).click();
	await expect(page.getByText('12 blocks')).toBeVisible();

	const ledger = await exportLedger(page);
	expect(JSON.parse(ledger)).toMatchObject({ format: 'dao-gov-ledger' });

	await page.getByRole('link', { name: 'Verify', exact: true }).click();
	await dropFiles(page, [{ name: 'ledger.json', bytes: new TextEncoder().encode(ledger) }]);
	await expect(page.getByTestId('verdict-line')).toContainText(/intact/i, { timeout: 60_000 });

	await openPage(page, './');
	await page.reload();
	await expect(page.getByTestId('status-sentence')).toContainText(cause);
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible();
	expect(others).toEqual([]);
});

/** Exports the chain in view from the console's menu. */
async function exportLedger(page: Page): Promise<string> {
	await page.getByRole('link', { name: 'Console' }).click();
	await page.getByRole('button', { name: 'More' }).click();
	return downloadedText(page, () => page.getByRole('button', { name: /export/i }).click());
}
