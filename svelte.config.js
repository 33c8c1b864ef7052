import { execFileSync } from 'node:child_process';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Unique per build: the commit where there is one, else the time of the build (a downloaded source archive). */
function buildVersion() {
	try {
		const git = (...args) =>
			execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
		const commit = git('rev-parse', '--short=12', 'HEAD').trim();
		const edited = git('status', '--porcelain', '--', 'src', 'static', 'data').trim() !== '';
		return edited ? `${commit}+${Date.now()}` : commit;
	} catch {
		return `source+${Date.now()}`;
	}
}

// The config is read again by the process that prerenders; both must agree on the version.
process.env.DAO_GOV_VERSION ??= buildVersion();

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ strict: true }),
		paths: { relative: true },
		// Registered by the layout, from the path the site is mounted at.
		serviceWorker: { register: false },
		version: { name: process.env.DAO_GOV_VERSION, pollInterval: 0 },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval'],
				'worker-src': ['self'],
				'style-src-elem': ['self'],
				'style-src-attr': ['unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['none'],
			},
		},
	},
};

export default config;
