import { fileURLToPath } from 'node:url';

/**
 * What each folder of src/lib may import, besides itself: the layout table of the architecture, row by row.
 * A folder that is not named here may import nothing, so a new folder has to be placed first.
 */
const CORE_BELOW_TELEMETRY = ['primitives', 'crypto', 'evidence'];
const BELOW_CONTRACTS = ['primitives', 'crypto', 'chain', 'evidence'];
const BELOW_LEDGER = [...BELOW_CONTRACTS, 'contracts', 'protocol'];
const CORE = [...BELOW_LEDGER, 'ledger', 'telemetry', 'rca', 'simulator', 'evaluation'];
const BELOW_RUNTIME = [...CORE, 'llm', 'agents'];

export const MAY_IMPORT = {
	primitives: [],
	crypto: ['primitives'],
	chain: ['primitives', 'crypto'],
	evidence: ['primitives', 'crypto'],
	contracts: BELOW_CONTRACTS,
	protocol: [...BELOW_CONTRACTS, 'contracts'],
	ledger: BELOW_LEDGER,
	telemetry: CORE_BELOW_TELEMETRY,
	rca: [...CORE_BELOW_TELEMETRY, 'telemetry'],
	simulator: ['telemetry', 'primitives'],
	evaluation: ['rca', 'telemetry', 'primitives'],
	llm: ['primitives'],
	agents: [...CORE_BELOW_TELEMETRY, 'rca', 'telemetry', 'chain', 'contracts', 'llm'],
	runtime: BELOW_RUNTIME,
	store: ['primitives', 'crypto', 'chain', 'telemetry', 'runtime'],
	worker: [...BELOW_RUNTIME, 'runtime', 'store'],
	ui: [...CORE, 'runtime', 'store', 'worker', 'paraglide'],
	cli: [...BELOW_RUNTIME, 'runtime', 'store'],
	paraglide: [],
};

/** The pure core: no DOM, no clock, no I/O. */
export const CORE_FOLDERS = CORE;

/** The only npm packages the core may use. */
const CORE_PACKAGES = ['@noble/curves', '@noble/hashes', 'fflate', 'papaparse', '@types/papaparse'];

const TESTS = '\\.(test|property\\.test)\\.ts$|/[^/]*fixture[^/]*\\.ts$|/testing/';
const oneOf = (names) => `(${names.join('|')})`;

const folderRules = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
	name: `${folder}-imports`,
	comment: `src/lib/${folder} may import: ${allowed.join(', ') || 'nothing'}`,
	severity: 'error',
	from: { path: `^src/lib/${folder}/`, pathNot: TESTS },
	to: {
		path: '^(src|data|tests|scripts)/',
		pathNot: `^src/lib/${oneOf([folder, ...allowed])}/${folder === 'worker' ? '|^data/' : ''}`,
	},
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
	forbidden: [
		...folderRules,
		{
			name: 'folder-without-a-row',
			comment: 'every folder of src/lib needs a row in MAY_IMPORT',
			severity: 'error',
			from: { path: '^src/lib/', pathNot: `^src/lib/${oneOf(Object.keys(MAY_IMPORT))}/` },
			to: {},
		},
		{
			name: 'routes-imports',
			comment: 'a page is thin: it uses ui, the worker client, live queries, messages and content',
			severity: 'error',
			from: { path: '^src/(routes|content)/' },
			to: {
				path: '^(src|data|tests|scripts)/',
				pathNot: '^src/(routes|content|app\\.css)|^src/lib/(ui|worker|store|paraglide)/|^data/',
			},
		},
		{
			name: 'core-packages',
			comment: `the core uses only ${CORE_PACKAGES.join(', ')}`,
			severity: 'error',
			from: { path: `^src/lib/${oneOf(CORE)}/`, pathNot: TESTS },
			to: {
				dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'],
				pathNot: `node_modules/${oneOf(CORE_PACKAGES)}/`,
			},
		},
		{
			name: 'core-never-reaches-the-shell',
			comment: 'however many steps away: no database and no component under the core',
			severity: 'error',
			from: { path: `^src/lib/${oneOf(CORE)}/`, pathNot: TESTS },
			to: { path: 'node_modules/(dexie|svelte|@sveltejs|comlink)/|\\.svelte(\\.ts)?$', reachable: true },
		},
		{
			name: 'cli-without-a-browser',
			comment: 'the command line uses the memory store only',
			severity: 'error',
			from: { path: '^src/lib/cli/', pathNot: TESTS },
			to: { path: 'node_modules/(dexie|svelte|@sveltejs|comlink)/', reachable: true },
		},
		{
			name: 'no-cycles',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		},
		{
			name: 'not-to-unresolvable',
			comment: 'an unresolved path would make every other rule pass in silence',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '^(\\$app|\\$service-worker)' },
		},
		{
			name: 'not-to-tests',
			severity: 'error',
			from: { path: '^src/', pathNot: TESTS },
			to: { path: TESTS },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(build|\\.svelte-kit|src/lib/paraglide/messages)/' },
		tsPreCompilationDeps: true,
		// Only for the $lib alias: the paths of the generated tsconfig have no base that the resolver understands.
		tsConfig: {
			fileName: fileURLToPath(new URL('tests/architecture/tsconfig.imports.json', import.meta.url)),
		},
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'svelte', 'browser', 'default', 'types'],
			extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
		},
	},
};
