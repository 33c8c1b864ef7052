import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { CORE_FOLDERS } from './.dependency-cruiser.mjs';
import svelteConfig from './svelte.config.js';

const NO_CLOCK =
	'the core gets time and randomness as data: the same chain must re-execute to the same state';

export default defineConfig(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'src/lib/paraglide/',
			'test-results/',
			'playwright-report/',
			'screenshots/',
		],
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off', // TypeScript says it better
			'no-control-regex': 'off', // borders refuse control characters by name
			eqeqeq: 'error',
			'no-console': ['error', { allow: ['warn', 'error'] }],
			'@typescript-eslint/consistent-type-definitions': ['error', 'type'],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
		},
		rules: {
			'svelte/no-at-html-tags': 'error',
			// State is replaced, not mutated: plain maps and sets in it never change.
			'svelte/prefer-svelte-reactivity': 'off',
			// Items live in the fragment and links are relative to the page, so that any sub-path works.
			'svelte/no-navigation-without-resolve': 'off',
		},
	},
	{
		files: ['src/app.d.ts'],
		rules: { '@typescript-eslint/consistent-type-definitions': 'off' },
	},
	{
		// The rules that need types, where they are cheap: plain modules, not components.
		files: ['src/lib/**/*.ts'],
		ignores: ['src/lib/**/*.svelte.ts'],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
		},
	},
	{
		files: CORE_FOLDERS.map((folder) => `src/lib/${folder}/**/*.ts`),
		ignores: ['src/lib/**/*.test.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'Math', property: 'random', message: NO_CLOCK },
				{ object: 'Date', property: 'now', message: NO_CLOCK },
				{ object: 'performance', property: 'now', message: NO_CLOCK },
			],
			'no-restricted-syntax': [
				'error',
				{ selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: NO_CLOCK },
				{ selector: "CallExpression[callee.name='Date']", message: NO_CLOCK },
			],
			'no-restricted-globals': [
				'error',
				...['window', 'document', 'localStorage', 'indexedDB', 'fetch', 'setTimeout', 'crypto', 'Intl'].map(
					(name) => ({ name, message: 'the core has no DOM, no I/O, no clock and no locale' }),
				),
			],
		},
	},
	{
		files: ['src/lib/store/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: 'CallExpression[callee.property.name=/^(offset|count)$/]',
					message: 'walks the table: use a key range, or the counters kept with the head',
				},
			],
		},
	},
	{
		files: ['scripts/**', 'src/lib/cli/**', 'tests/bench/**'],
		rules: { 'no-console': 'off' },
	},
);
