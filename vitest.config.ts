import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Plain Node, without the SvelteKit plugin: everything tested here must run outside a browser. */
export default defineConfig({
	resolve: {
		alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) },
	},
	test: {
		environment: 'node',
		include: ['src/**/*.test.ts', 'tests/{vectors,scenarios,architecture}/**/*.test.ts'],
		exclude: ['src/lib/paraglide/**', 'node_modules/**'],
		globalSetup: './tests/seed/choose-seed.ts',
		setupFiles: './tests/seed/use-seed.ts',
		testTimeout: 20_000,
	},
});
