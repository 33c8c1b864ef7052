import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		tailwindcss(),
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
		}),
		sveltekit(),
	],
	worker: { format: 'es' },
	// The shipped incident and its ledger: the worker asks for them by address.
	server: { fs: { allow: ['data'] } },
	// What the workers import: found late by the dev server, these would reload the page under the reader.
	optimizeDeps: {
		include: [
			'@dagrejs/dagre',
			'@noble/curves/abstract/curve.js',
			'@noble/curves/abstract/modular.js',
			'@noble/curves/secp256k1.js',
			'@noble/hashes/sha2.js',
			'@noble/hashes/sha3.js',
			'@noble/hashes/utils.js',
			'comlink',
			'dexie',
			'fflate',
			'papaparse',
		],
	},
});
