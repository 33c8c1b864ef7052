import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import config from '../../../playwright.config.ts';
import { findChromium } from '../../../scripts/find-chromium.mjs';
import { createStaticServer, listen } from '../../../scripts/serve.mjs';
import type { Order } from './bench.worker.ts';

/** Where the app is served beside the bench. */
export const APP_MOUNT = '/app/';
const BENCH_MOUNT = '/bench/';
const PORT = 4390;

/** A headless browser and a loopback server with the bundled bench, the input and the built app. */
export type Chromium = {
	readonly version: string;
	readonly origin: string;
	newContext(): Promise<BrowserContext>;
	close(): Promise<void>;
};

/** Starts both. Throws where there is no Chromium; the caller says so. */
export async function startChromium(benchRoot: string): Promise<Chromium> {
	const executablePath = process.env['CHROMIUM'] ?? (await findChromium());
	if (!executablePath) throw new Error('no Chromium found; set CHROMIUM to one');
	const server = createIsolatedServer(benchRoot);
	const port = await listen(server, PORT);
	const browser: Browser = await chromium.launch({
		executablePath,
		// Without the last, a measurement of memory waits for a garbage collection that may not come.
		args: [...(config.use?.launchOptions?.args ?? []), '--enable-blink-features=ForceEagerMeasureMemory'],
	});
	return {
		version: browser.version(),
		origin: `http://127.0.0.1:${port}`,
		newContext: () => browser.newContext(),
		async close() {
			await browser.close();
			server.close();
		},
	};
}

/** Serves both roots isolated from other origins: only then are clocks fine and memory can be measured. */
function createIsolatedServer(benchRoot: string): Server {
	const build = fileURLToPath(new URL('../../../build', import.meta.url));
	const app = createStaticServer({ root: build, mount: APP_MOUNT });
	const bench = createStaticServer({ root: benchRoot, mount: BENCH_MOUNT });
	return createServer((request, response) => {
		response.setHeader('cross-origin-opener-policy', 'same-origin');
		response.setHeader('cross-origin-embedder-policy', 'require-corp');
		const target = request.url?.startsWith(APP_MOUNT) ? app : bench;
		target.emit('request', request, response);
	});
}

type WithoutInput<T> = T extends unknown ? Omit<T, 'input'> : never;

/** Has a page of the bench carry out an order. */
export async function carryOut(
	{ origin }: Chromium,
	context: BrowserContext,
	order: WithoutInput<Order>,
	onStep: (step: string) => void,
): Promise<unknown> {
	const page: Page = await context.newPage();
	page.on('console', (message) => message.type() === 'warning' && onStep(message.text()));
	await page.goto(`${origin}${BENCH_MOUNT}index.html`);
	const answered = await page.evaluate((given) => globalThis.bench(given as Order), {
		...order,
		input: `${origin}${BENCH_MOUNT}input.json`,
	});
	await page.close();
	return answered;
}
