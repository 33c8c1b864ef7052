import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { dropFiles, fileAt } from './drop-files.ts';
import { openPage } from './open-page.ts';

const SAMPLE = join(process.cwd(), 'data/incidents/train-ticket-sample.json');
const LEDGER = join(process.cwd(), 'data/ledgers/train-ticket-sample.json');

test.use({ locale: 'en-US' });

function bytesOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

/** Opens the console and waits until it answers: what is dropped before is lost. */
async function openConsole(page: Page): Promise<void> {
	await openPage(page, './');
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
}

async function runDropped(page: Page): Promise<void> {
	await dropFiles(page, [fileAt(SAMPLE)]);
	await page.getByRole('button', { name: 'Skip to end' }).click();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 30_000 });
}

test('a run survives a reload in its middle', async ({ page }) => {
	await openConsole(page);
	await dropFiles(page, [fileAt(SAMPLE)]);
	await expect(page.getByTestId('status-sentence')).toContainText('Evidence is on the chain', {
		timeout: 30_000,
	});
	await page.reload();
	await page.getByRole('button', { name: 'Skip to end' }).click();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 30_000 });
});

test('a cancelled run stands still, and a second incident joins the same chain', async ({ page }) => {
	await openConsole(page);
	await dropFiles(page, [fileAt(SAMPLE)]);
	await expect(page.getByTestId('status-sentence')).toContainText('Alert on train-buy', { timeout: 30_000 });
	await page.getByRole('button', { name: 'Cancel', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Start your own' })).toBeVisible({ timeout: 30_000 });
	await runDropped(page);
	await openPage(page, './explorer/#/transactions');
	await expect(page.getByText('Opened an incident')).toHaveCount(2);
	await openPage(page, './verdict/');
	await expect(page.getByRole('combobox', { name: 'Choose an incident' }).locator('option')).toHaveCount(2);
});

test('the operator refutes a verdict: escrow burns, dissent is paid, the books balance', async ({ page }) => {
	await openConsole(page);
	await runDropped(page);
	await page.getByRole('button', { name: 'Refute verdict' }).click();
	await page.getByRole('dialog').getByRole('textbox').fill('Restarting food-buy changed nothing.');
	await page.getByRole('dialog').getByRole('button', { name: 'Sign and submit' }).click();
	await expect(page.getByTestId('status-sentence')).toContainText('refuted', { timeout: 20_000 });
	await expect(page.getByText(/Conserved: .*burned [1-9]/)).toBeVisible();
});

test('bad input is named in words and nothing stored is lost', async ({ page }) => {
	await openConsole(page);
	await runDropped(page);
	const cases = [
		{ name: 'unknown', text: 'hello\nworld\n', says: /not recognised|no importer|recogni/i },
		{ name: 'broken.json', text: '{"minutes": [1, 2,, 3]}', says: /line 1/i },
		{
			name: 'no-alert.json',
			text: JSON.stringify({ id: 'x', source: 's', system: 'y', minutes: [], nodes: {}, edges: [] }),
			says: /./,
		},
	];
	for (const { name, text, says } of cases) {
		await dropFiles(page, [{ name, bytes: bytesOf(text) }]);
		const dialog = page.getByRole('dialog');
		await expect(dialog).toContainText(says, { timeout: 15_000 });
		await expect(dialog).toContainText(name);
		await page.keyboard.press('Escape');
	}
	await page.reload();
	await expect(page.getByRole('button', { name: 'Confirm verdict' })).toBeVisible({ timeout: 15_000 });
});

test('a changed byte of a ledger is named with its block and field', async ({ page }) => {
	await openPage(page, './verify/');
	const { bytes } = fileAt(LEDGER);
	const text = new TextDecoder().decode(bytes);
	const changed = text.replace('"gasUsed":212', '"gasUsed":213');
	expect(changed).not.toBe(text);
	await dropFiles(page, [{ name: 'changed.json', bytes: bytesOf(changed) }]);
	await expect(page.getByTestId('verdict-line')).toContainText('block 3', { timeout: 30_000 });
	await dropFiles(page, [{ name: 'cut.json', bytes: bytes.subarray(0, 2000) }]);
	await expect(page.getByText(/line 1/i).first()).toBeVisible();
});

test('two tabs: one runs, the other follows', async ({ page, context }) => {
	await openConsole(page);
	await dropFiles(page, [fileAt(SAMPLE)]);
	await expect(page.getByTestId('status-sentence')).toContainText('Evidence is on the chain', {
		timeout: 30_000,
	});
	const second = await context.newPage();
	await openPage(second, './');
	await expect(second.getByTestId('status-sentence')).toContainText('a solution is in', { timeout: 40_000 });
	await expect(page.getByTestId('status-sentence')).toContainText('a solution is in');
});
