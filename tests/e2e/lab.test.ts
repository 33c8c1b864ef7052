import { expect, test } from '@playwright/test';
import { openPage } from './open-page.ts';

test.use({ locale: 'en-US' });

/** The standard scenario with other incidents: version, seed, incidents, then the rest as it opens. */
const linkOf = (incidents: number) => `./lab/#/1-7-${incidents}-8-80-10-30-100-20-50-300-100-50.0000.0003003`;

test('a scenario link runs its incidents and shows the figures of both ways of counting', async ({
	page,
}) => {
	await openPage(page, linkOf(20));
	await expect(page.getByRole('spinbutton', { name: 'Incidents' })).toHaveValue('20');
	await expect(page.getByLabel('Settlement', { exact: true })).toHaveValue('on-close');
	await expect(page.getByLabel('Behaviour of the Dependency Explorer')).toHaveValue('colluding');
	await page.getByRole('button', { name: 'Run', exact: true }).click();
	await expect(page.getByTestId('lab-progress')).toContainText('20 incidents done', { timeout: 60_000 });
	const wrong = page.locator('[data-figure="wrong"] td');
	await expect(wrong).toHaveCount(3);
	for (const cell of [1, 2])
		await expect(wrong.nth(cell)).toHaveText(/^\d+(\.\d)?% \(\d+(\.\d)?% to \d+(\.\d)?%\)$/);
	await expect(page.getByTestId('lab-difference')).toContainText('95% interval');
	await expect(page.locator('[data-figure="bankrupt-dependency-explorer"]')).toBeVisible();
	await expect(page.getByRole('img', { name: /Share of wrong verdicts/ })).toBeVisible();
	await expect(page.getByRole('img', { name: /Wealth of each agent/ })).toBeVisible();
	await expect(page.getByText(/signatures and their checks are left out/)).toBeVisible();
});

test('settings travel in the link', async ({ page }) => {
	await openPage(page, './lab/');
	await page.getByRole('spinbutton', { name: 'Incidents' }).fill('12');
	await page.getByLabel('Voting', { exact: true }).selectOption('sealed');
	await page.getByLabel('Settlement', { exact: true }).selectOption('on-verification');
	const link = await page.getByTestId('lab-link').getAttribute('href');
	expect(link).toMatch(/#\/1-1-12-[\d-]+\.1100\.\d{7}$/);
	await page.getByTestId('lab-link').click();
	await page.reload();
	await expect(page.getByRole('spinbutton', { name: 'Incidents' })).toHaveValue('12');
	await expect(page.getByLabel('Voting', { exact: true })).toHaveValue('sealed');
});

test('a run can be cancelled, and what it came to stays in view', async ({ page }) => {
	await openPage(page, linkOf(2000));
	await page.getByRole('button', { name: 'Run', exact: true }).click();
	await expect(page.getByTestId('lab-progress')).toContainText(/[1-9]\d* of 2,000 incidents done/);
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByTestId('lab-progress')).toContainText(/Cancelled after [\d,]+ of 2,000/);
	await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
	await expect(page.getByTestId('lab-figures')).toHaveCount(0);
});

test('a broken link says so and opens the standard scenario', async ({ page }) => {
	await openPage(page, './lab/#/1-7-20-8-80');
	await expect(page.getByText("The link's settings could not be read")).toBeVisible();
	await expect(page.getByRole('spinbutton', { name: 'Incidents' })).toHaveValue('500');
	await openPage(page, './lab/#/9-7-20-8-80-10-30-100-20-50-300-100-50.0000.0003003');
	await expect(page.getByText(/comes from a newer version/)).toBeVisible();
});

test('nothing is wider than a phone', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await openPage(page, linkOf(5));
	await page.getByRole('button', { name: 'Run', exact: true }).click();
	await expect(page.getByTestId('lab-figures')).toBeVisible({ timeout: 60_000 });
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
