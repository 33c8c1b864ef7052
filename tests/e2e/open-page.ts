import type { Page } from '@playwright/test';

/** Opens a page of the site and waits until its controls answer: what is typed or dropped before is lost. */
export async function openPage(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}
