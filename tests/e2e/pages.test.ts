import { expect, test } from '@playwright/test';

test('the start page opens under a sub-path', async ({ page }) => {
	await page.goto('./');
	await expect(page.getByText('DAO-Gov AIOps').first()).toBeVisible();
});
