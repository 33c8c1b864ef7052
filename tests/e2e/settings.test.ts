import { expect, test } from '@playwright/test';
import { openPage } from './open-page.ts';

test.use({ locale: 'en-US' });

test('a chain starts with other parameters; the one before it stays, archived', async ({ page }) => {
	await openPage(page, './settings/');
	await page.getByRole('button', { name: 'Start a new chain with these settings' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Start the chain' }).click();
	await expect(page.getByText('The new chain has started.').first()).toBeVisible();

	await page.getByLabel('settlement', { exact: true }).selectOption('on-close');
	await page.getByLabel('voter-reward', { exact: true }).fill('450');
	await page.getByRole('button', { name: 'Start a new chain with these settings' }).click();
	await expect(page.getByRole('dialog')).toContainText('archived');
	await expect(page.getByRole('dialog')).toContainText('settlement = on-close');
	await page.getByRole('dialog').getByRole('button', { name: 'Start the chain' }).click();
	await page.getByRole('link', { name: 'See its parameters' }).click();
	await expect(page.getByRole('row', { name: 'settlement' })).toContainText('on-close');
	await expect(page.getByRole('row', { name: 'voter-reward' })).toContainText('450');

	await page.getByRole('link', { name: 'Console' }).click();
	await page.getByRole('button', { name: 'Which chain to view' }).click();
	await expect(page.getByRole('button', { name: /^Archived: / })).toHaveCount(1);
	await page.getByRole('button', { name: /^Archived: / }).click();
	await openPage(page, './explorer/#/parameters');
	await expect(page.getByRole('row', { name: 'settlement' })).toBeVisible();
});

test('a run on a chain with other parameters pays by them', async ({ page }) => {
	await openPage(page, './settings/');
	await page.getByRole('button', { name: 'settle on close · open voting' }).click();
	await page.getByRole('button', { name: 'Start a new chain with these settings' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Start the chain' }).click();
	await page.getByRole('link', { name: 'To the console' }).click();
	await page.getByRole('button', { name: 'Start your own' }).click();
	await page.getByRole('button', { name: 'Run the sample' }).click();
	await page.getByRole('button', { name: 'Skip to end' }).click();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 40_000 });
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
});

test('a run on a chain with sealed votes ends with a verdict, its votes committed and then revealed', async ({
	page,
}) => {
	await openPage(page, './settings/');
	await page.getByRole('button', { name: 'settle on verification · sealed voting' }).click();
	await page.getByRole('button', { name: 'Start a new chain with these settings' }).click();
	await expect(page.getByRole('dialog')).toContainText('voting-mode = sealed');
	await page.getByRole('dialog').getByRole('button', { name: 'Start the chain' }).click();
	await page.getByRole('link', { name: 'To the console' }).click();
	await page.getByRole('button', { name: 'Start your own' }).click();
	await page.getByRole('button', { name: 'Run the sample' }).click();
	await page.getByRole('button', { name: 'Skip to end' }).click();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 40_000 });
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
	await expect(page.getByRole('listitem').filter({ hasText: /^\s*Reveal vote 6\/6/ })).toBeVisible();
	await expect(page.getByText(/^Cast a sealed vote, staking \d+$/).first()).toBeAttached();
	await expect(page.getByText(/^Revealed a sealed vote: For$/).first()).toBeAttached();
	await page.goto('./verdict/');
	await expect(page.getByText(/participation \d+%, support \d+%: Passed/)).toBeVisible();
});

test('a value out of bounds is refused with its bounds, and defaults come back', async ({ page }) => {
	await openPage(page, './settings/');
	const rounds = page.getByLabel('max-rounds', { exact: true });
	const start = page.getByRole('button', { name: 'Start a new chain with these settings' });
	for (const bad of ['11', '0', '2.5', 'x', '']) {
		await rounds.fill(bad);
		await expect(page.getByText('Must be a whole number from 1 to 10')).toBeVisible();
		await expect(start).toBeDisabled();
	}
	await page.getByRole('button', { name: 'Reset to defaults' }).click();
	await expect(rounds).toHaveValue('3');
	await expect(start).toBeEnabled();
});

test('the explorer and the console lead to the settings', async ({ page }) => {
	await openPage(page, './explorer/#/parameters');
	await page.getByRole('link', { name: 'Start a new chain with other parameters' }).click();
	await expect(page.getByRole('heading', { name: 'Genesis settings' })).toBeVisible();
	await openPage(page, './');
	await page.getByRole('button', { name: 'More' }).click();
	await page.getByRole('button', { name: 'Genesis settings…' }).click();
	await expect(page.getByRole('heading', { name: 'Genesis settings' })).toBeVisible();
});
