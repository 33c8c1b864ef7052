import { readFileSync } from 'node:fs';
import { expect, test, type Download, type Page } from '@playwright/test';
import { gzipSync, zipSync } from 'fflate';
import { simulationCases } from '../../src/lib/simulator/case-list.ts';
import { labelsDocument, simulateIncident } from '../../src/lib/simulator/simulate-incident.ts';
import { encodeIncident } from '../../src/lib/telemetry/encode-incident.ts';
import { dropFiles } from './drop-files.ts';
import { openPage } from './open-page.ts';

test.use({ locale: 'en-US' });

async function fillIn(page: Page, seeds: number, surges: number) {
	await page.getByLabel('Seeds of each fault').fill(String(seeds));
	await page.getByLabel('Traffic surges').fill(String(surges));
}

async function finished(page: Page, total: number) {
	await expect(page.getByTestId('bench-progress')).toHaveText(new RegExp(`^${total} incidents done`), {
		timeout: 40_000,
	});
}

async function textOf(download: Download): Promise<string> {
	return readFileSync(await download.path(), 'utf8');
}

test('a small run shows its figures, exports them, and any row opens as a ledger', async ({ page }) => {
	await openPage(page, './lab/bench/');
	await fillIn(page, 1, 1);
	await expect(page.getByText('11 incidents')).toBeVisible();
	await page.getByRole('button', { name: 'Run', exact: true }).click();
	await finished(page, 11);
	await expect(page.getByTestId('bench-headline')).toContainText(
		/ranked the cause first in \d+ of 10 incidents: \d+% \(95% interval \d+% to \d+%\)/,
	);
	const analyst = page.locator('[data-method="analyst"] td');
	for (const cell of [1, 2, 3]) await expect(analyst.nth(cell)).toHaveText(/^\d+% \(\d+% to \d+%\)$/);
	await expect(page.locator('[data-method="random"] td').last()).toHaveText(/^\+\d+ −\d+, p = /);
	await expect(page.getByTestId('bench-calibration').getByRole('row')).toHaveCount(6);
	await expect(page.getByTestId('bench-lines').locator('tbody tr')).toHaveCount(11);

	const json = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Figures as JSON' }).click();
	const report = JSON.parse(await textOf(await json)) as Record<string, unknown>;
	expect(report).toMatchObject({ dataset: 'simulated-10', n: 10, faultFree: { n: 1 }, renamed: null });
	expect(report['cases']).toHaveLength(10);
	const csv = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Rows as CSV' }).click();
	expect((await textOf(await csv)).split('\n')).toHaveLength(12);

	await page.getByRole('button', { name: 'Open the ledger of sim-10-cpu-1' }).click();
	await expect(page.getByText('Read-only: sim-10-cpu-1.json')).toBeVisible();
	await expect(page).toHaveURL(/\/explorer\/$/);
	await page.getByRole('link', { name: 'Lab', exact: true }).click();
	await page.getByRole('link', { name: 'Bench' }).click();
	await finished(page, 11);
	await expect(page.getByTestId('bench-methods')).toBeVisible();
	await page.getByRole('button', { name: 'Clear' }).click();
	await expect(page.getByTestId('bench-lines')).toHaveCount(0);
});

test('a run that is stopped continues, one that a reload cuts off goes on by itself, and a phone shows it', async ({
	page,
}) => {
	await openPage(page, './lab/bench/');
	await fillIn(page, 2, 0);
	await page.getByRole('button', { name: 'Run', exact: true }).click();
	await expect(page.getByTestId('bench-lines').locator('tbody tr').nth(1)).toBeVisible();
	await page.getByRole('button', { name: 'Stop' }).click();
	const progress = page.getByTestId('bench-progress');
	await expect(progress).toHaveAttribute('data-state', 'stopped');
	const stoppedAt = await progress.textContent();
	expect(stoppedAt).toMatch(/^Stopped after \d+ of 20 incidents/);
	await expect(page.getByTestId('bench-headline')).toContainText('Figures of the incidents run so far.');
	await page.reload();
	await expect(progress).toHaveText(String(stoppedAt));
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(progress).toHaveAttribute('data-state', 'running');
	await page.reload();
	await finished(page, 20);
	await expect(page.getByTestId('bench-lines').locator('tbody tr')).toHaveCount(20);

	await page.setViewportSize({ width: 390, height: 844 });
	await expect(page.getByTestId('bench-methods')).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('labelled incidents are dropped as a zip; files that are none are refused with the reason', async ({
	page,
}) => {
	const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
	const [first, ...others] = simulationCases(1, 10).slice(0, 3);
	const made = [first!, { ...first!, falseLog: true }, ...others].map((options) => simulateIncident(options));
	const files = made.map(({ incident }) => [
		`dev/${incident.id}.json.gz`,
		gzipSync(text(encodeIncident(incident))),
	]);
	const labelled = zipSync({ ...Object.fromEntries(files), 'dev/labels.json': text(labelsDocument(made)) });
	await openPage(page, './lab/bench/');
	await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
	await dropFiles(page, [{ name: 'a.json', bytes: text({}) }]);
	await expect(page.getByText('Among 1 files there is no labels.json')).toBeVisible();
	await dropFiles(page, [{ name: 'my-set.zip', bytes: labelled }]);
	await finished(page, 4);
	await expect(page.getByTestId('bench-progress')).toContainText('my-set');
	await expect(page.getByTestId('bench-headline')).toContainText('of 3 incidents');
	await expect(page.getByTestId('bench-headline')).toContainText(
		/False error logs changed whom it named in \d of 1 incidents/,
	);
});
