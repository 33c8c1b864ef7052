import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 4178);
/** A sub-path, as on a project page of a static host: absolute links would show at once. */
const mount = '/dao-gov/';

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	workers: 1,
	fullyParallel: false,
	forbidOnly: Boolean(process.env.CI),
	timeout: 60_000,
	expect: { timeout: 15_000 },
	reporter: [['list']],
	use: {
		baseURL: `http://localhost:${port}${mount}`,
		viewport: { width: 1440, height: 900 },
		locale: 'zh-CN',
		timezoneId: 'UTC',
		trace: 'retain-on-failure',
		launchOptions: {
			executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		},
	},
	webServer: {
		command: `node scripts/serve.mjs --port ${port} --mount ${mount} --strict-port`,
		url: `http://localhost:${port}${mount}`,
		reuseExistingServer: false,
		timeout: 30_000,
	},
});
