// Pictures of the pages in both themes, both languages and two widths, for looking at. Needs a build.
// `npm run screenshots` writes to screenshots/; `-- --readme` renews static/console.png, which the README shows.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from './find-chromium.mjs';
import { createStaticServer, listen } from './serve.mjs';
import { ROOT } from './steps.mjs';

const ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const PAGES = [
	{ name: 'console', path: '', ready: '[data-testid=status-sentence]' },
	{ name: 'explorer', path: 'explorer/', ready: 'tbody tr' },
	{ name: 'verify', path: 'verify/', ready: 'h1', act: verifyChainInView },
	{ name: 'verdict', path: 'verdict/', ready: '[data-testid=verdict-headline]' },
	{ name: 'fault-lab', path: 'lab/faults/', ready: '[data-service]', act: runAgents },
	{ name: 'bench', path: 'lab/bench/', ready: 'form button:enabled', act: runBench },
];
const SIZES = [
	{ width: 1440, height: 900 },
	{ width: 390, height: 844 },
];

const readme = process.argv.includes('--readme');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7);
const out = join(ROOT, readme ? 'static' : 'screenshots');
mkdirSync(out, { recursive: true });
const server = createStaticServer({ root: join(ROOT, 'build'), mount: '/dao-gov/' });
const port = await listen(server, 4190, { host: 'localhost' });
const browser = await chromium.launch({ executablePath: await findChromium(), args: ARGS });

if (readme) {
	await shoot(PAGES[0], 'zh-CN', 'light', SIZES[0], 'console.png');
} else {
	for (const page of PAGES.filter(({ name }) => !only || name === only))
		for (const locale of ['zh-CN', 'en'])
			for (const theme of ['light', 'dark'])
				for (const size of SIZES)
					await shoot(page, locale, theme, size, `${page.name}-${locale}-${theme}-${size.width}.png`);
}
await browser.close();
server.close();

async function shoot({ path, ready, act }, locale, theme, viewport, file) {
	const context = await browser.newContext({ viewport, locale, colorScheme: theme, timezoneId: 'UTC' });
	const page = await context.newPage();
	page.on('pageerror', (error) => console.error(`${file}: ${error.message}`));
	await page.goto(`http://localhost:${port}/dao-gov/${path}`);
	await page.waitForSelector(ready);
	await page.waitForFunction(() => !document.querySelector('.skeleton'));
	await act?.(page);
	await page.waitForTimeout(900); // layout worker and fonts
	await page.screenshot({ path: join(out, file), fullPage: !readme });
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	if (overflow > 0) console.error(`${file}: ${overflow} px wider than the window`);
	console.log(file);
	await context.close();
}

async function verifyChainInView(page) {
	await page.locator('section button:has(svg)').last().click();
	await page.waitForSelector('[data-testid=verdict-line]');
}

async function runAgents(page) {
	await page.locator('button.button-primary').click();
	await page.waitForSelector('[data-testid=fault-verdict]');
}

async function runBench(page) {
	await page.locator('form button.button-primary').click();
	await page.waitForSelector('[data-testid=bench-methods]', { timeout: 60_000 });
}
