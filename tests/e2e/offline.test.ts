import { once } from 'node:events';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { createStaticServer } from '../../scripts/serve.mjs';
import { dropFiles, fileAt } from './drop-files.ts';
import { openPage } from './open-page.ts';

test.use({ locale: 'en-US' });

test('after one visit the site opens, runs, verifies and reloads with its server gone', async ({ page }) => {
	const server = createStaticServer({ root: join(process.cwd(), 'build'), mount: '/kept/' });
	server.listen(0, 'localhost');
	await once(server, 'listening');
	const site = `http://localhost:${(server.address() as AddressInfo).port}/kept/`;
	await openPage(page, site);
	await page.evaluate(() => navigator.serviceWorker.ready);
	server.closeAllConnections();
	await new Promise((closed) => server.close(closed));

	await openPage(page, `${site}verify/`);
	await dropFiles(page, [fileAt(join(process.cwd(), 'data/ledgers/train-ticket-sample.json'))]);
	await expect(page.getByTestId('verdict-line')).toContainText(/intact/i, { timeout: 30_000 });
	await openPage(page, `${site}explorer/#/block/3`);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('3');
	await openPage(page, site);
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
	await page.getByRole('button', { name: 'Start your own' }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /sample/i })
		.click();
	await page.getByRole('button', { name: 'Skip to end' }).click();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 30_000 });
	await page.reload();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible();
	await page.goto(`${site}no-such-page/`);
	await expect(page.getByTestId('status-sentence')).toBeVisible();
});
