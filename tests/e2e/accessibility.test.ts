import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openPage } from './open-page.ts';

/** Every page of the site, as the folders of routes name them. */
const routes = readdirSync(join(process.cwd(), 'src/routes'), { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('+page.svelte'))
	.map((path) => (dirname(path) === '.' ? '' : `${dirname(path)}/`))
	.sort();

/** What shows last on the pages that compute something first. */
const LAST: { readonly [route: string]: string } = {
	'': '[data-testid="status-sentence"]',
	'lab/faults/': 'g[data-service]',
	'verdict/': '[data-testid="verdict-headline"]',
};

const LOOKS = [
	{
		name: 'light, wide, zh-CN',
		colorScheme: 'light',
		viewport: { width: 1440, height: 900 },
		locale: 'zh-CN',
	},
	{ name: 'dark, narrow, en', colorScheme: 'dark', viewport: { width: 390, height: 844 }, locale: 'en-US' },
] as const;

for (const { name, ...look } of LOOKS) {
	test.describe(name, () => {
		test.use(look);
		for (const route of routes) {
			test(`nothing on ./${route} shuts anybody out`, async ({ page }) => {
				await openPage(page, `./${route}`);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				await expect(page.locator(LAST[route] ?? 'main').first()).toBeVisible();
				const { violations } = await new AxeBuilder({ page }).analyze();
				const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
				expect(found).toEqual([]);
			});
		}
	});
}
