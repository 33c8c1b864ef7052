import { expect, test, type Page } from '@playwright/test';
import { openPage } from './open-page.ts';

test.use({ locale: 'en-US' });

const CPU = './lab/faults/#/1/10/cpu/80/3/svc-004/honest-logs';

async function runAgents(page: Page) {
	await page.getByRole('button', { name: 'Run the seven agents' }).click();
	await expect(page.getByTestId('fault-progress')).toHaveAttribute('data-state', 'diagnosed', {
		timeout: 30_000,
	});
}

test('a link carries a scenario, its truth stays hidden, and the verdict opens as the same ledger each time', async ({
	page,
}) => {
	await openPage(page, CPU);
	await expect(page.getByLabel('Services', { exact: true })).toHaveValue('10');
	await expect(page.getByLabel('Where')).toHaveValue('svc-004');
	await expect(page.getByTestId('fault-truth')).toContainText('Hidden');
	await expect(page.locator('g.cause[data-service]')).toHaveCount(0);
	await expect(page.getByTestId('injected-series')).toHaveCount(0);
	await page.getByRole('button', { name: 'Reveal the truth' }).click();
	await expect(page.getByTestId('fault-truth')).toContainText('svc-004: CPU exhaustion, severity 80%');
	await expect(page.locator('g.cause[data-service]')).toHaveAttribute('data-service', 'svc-004');
	await page.locator('g[data-service="svc-004"]').click();
	const cpu = page.getByTestId('service-series').getByRole('img', { name: /CPU/ });
	await expect(cpu).toHaveAttribute('aria-label', /usually \d.*%, after the onset \d+.*%/);
	await runAgents(page);
	await expect(page.getByTestId('fault-verdict')).toContainText('The agents were right: svc-004.');
	const first = page.getByTestId('fault-ranking').getByRole('row').nth(1);
	await expect(first).toContainText('svc-004');
	await expect(first).toContainText('the truth');

	// The same link gives the same ledger, which opens read-only beside one's own chain.
	const head = await page.getByTestId('lab-head').getAttribute('data-head');
	await page.reload();
	await runAgents(page);
	await expect(page.getByTestId('lab-head')).toHaveAttribute('data-head', String(head));
	await page.getByRole('button', { name: 'Open in the explorer' }).click();
	await expect(page).toHaveURL(/\/explorer\/$/);
	await expect(page.getByText('Read-only: sim-10-cpu-3.json')).toBeVisible();
	await expect(page.getByTitle(String(head)).first()).toBeVisible();
	await page.getByRole('button', { name: 'Back to my chain' }).click();
	await expect(page.getByText('Read-only: sim-10-cpu-3.json')).toHaveCount(0);
});

test('nobody to blame is right for a surge, and settings travel in the link', async ({ page }) => {
	await openPage(page, './lab/faults/#/1/10/cpu/80/3/any/honest-logs');
	await page.getByLabel('Fault', { exact: true }).selectOption('traffic-surge');
	await page.getByLabel(/False error logs/).check();
	await expect(page).toHaveURL(/#\/1\/10\/traffic-surge\/80\/3\/any\/false-logs$/);
	await expect(page.getByLabel('Where')).toBeDisabled();
	await page.reload();
	await expect(page.getByLabel(/False error logs/)).toBeChecked();
	await page.getByRole('button', { name: 'Reveal the truth' }).click();
	await expect(page.getByTestId('fault-truth')).toContainText('its error lines are false');
	await page.getByLabel(/False error logs/).uncheck();
	await expect(page.getByTestId('fault-truth')).toContainText('Hidden');
	await runAgents(page);
	await expect(page.getByTestId('fault-verdict')).toContainText(
		'The agents were right: nothing is broken, and they named nobody.',
	);
});

test('a diagnosis can be cancelled and started again', async ({ page }) => {
	await openPage(page, './lab/faults/#/1/300/memory/60/2/any/honest-logs');
	await page.getByRole('button', { name: 'Run the seven agents' }).click();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByTestId('fault-progress')).toContainText('Cancelled after');
	await expect(page.getByTestId('fault-verdict')).toHaveCount(0);
	await page.getByLabel('Services', { exact: true }).selectOption('10');
	await runAgents(page);
	await expect(page.getByTestId('fault-verdict')).toBeVisible();
});

test('a broken link says what is wrong and opens the standard scenario', async ({ page }) => {
	await openPage(page, './lab/faults/#/1/41/cpu/80/3/any/honest-logs');
	await expect(page.getByText('The number of services is “41”; expected: 10 | 40 | 300.')).toBeVisible();
	await expect(page.getByLabel('Services', { exact: true })).toHaveValue('40');
	await openPage(page, './lab/faults/#/nonsense');
	await expect(page.getByText('It may have been cut or changed.')).toBeVisible();
	await openPage(page, './lab/faults/#/2/whatever');
	await expect(page.getByText('It comes from a newer version')).toBeVisible();
});

test('nothing is wider than a phone', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await openPage(page, './lab/faults/#/1/40/double/80/1/any/honest-logs');
	await expect(page.locator('g[data-service]').first()).toBeVisible();
	await page.getByLabel('Service looked at').selectOption('svc-007');
	await runAgents(page);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
