import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
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

/** Hosts may not serve these by their names. */
const NOT_LISTED = ['404.html', '.nojekyll', 'service-worker.js'];

/** A list of everything that was written, for the service worker: the framework's own leaves out what workers load. */
function withFileList(inner) {
	return {
		...inner,
		async adapt(builder) {
			await inner.adapt(builder);
			const files = readdirSync('build', { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile() && !NOT_LISTED.includes(entry.name))
				.map((entry) => join(entry.parentPath, entry.name).split(sep).slice(1).join('/'))
				.map((path) => path.replace(/(^|\/)index\.html$/, '$1'));
			writeFileSync('build/files.json', JSON.stringify(files.sort()));
		},
	};
}

// The config is read again by the process that prerenders; both must agree on the version.
process.env.DAO_GOV_VERSION ??= buildVersion();

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	kit: {
		adapter: withFileList(adapter({ strict: true })),
		paths: { relative: true },
		prerender: {
			// A fragment that starts with a slash names an item of a page (shell/href.ts), not a place in its text.
			handleMissingId: ({ id, message }) => {
				if (!id.startsWith('/')) throw new Error(message);
			},
		},
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
