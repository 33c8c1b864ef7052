import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import type { ImportFailure, ImportWarning } from '../../telemetry/import-failure.ts';
import { IMPORTERS } from '../../telemetry/importers/import-files.ts';
import type { FileFault, RunFailure } from '../../worker/session.ts';
import { sentenceOfFailure } from './failures.ts';
import {
	nameOfForm,
	ROW_FAULTS,
	sentenceOfImportFailure,
	sentenceOfMissing,
	sentenceOfWarning,
} from './imports.ts';

const HAN = /\p{Script=Han}/u;
const ROOT = 'src/lib/telemetry';

/** One failure of each code with what its sentence has to name. */
const FAILURES: {
	readonly [code in ImportFailure['code']]: readonly [
		Omit<Extract<ImportFailure, { readonly code: code }>, 'code'>,
		readonly string[],
	];
} = {
	'no-file': [{}, []],
	cancelled: [{}, []],
	'empty-file': [{ file: 'a.csv' }, ['a.csv', '0']],
	'too-many-files': [{ limit: 12, actual: 34 }, ['12', '34']],
	'too-large': [{ file: 'a.csv', limitBytes: 1024, actualBytes: 2048 }, ['a.csv', '1 KB', '2 KB']],
	'too-large-together': [{ files: 3, limitBytes: 1024, actualBytes: 2048 }, ['3', '1 KB', '2 KB']],
	'too-compressed': [{ file: 'a.gz', limitRatio: 200, limitBytes: 1024 }, ['a.gz', '200', '1 KB']],
	'broken-compression': [{ file: 'a.gz', format: 'gzip' }, ['a.gz', 'gzip']],
	'broken-text': [{ file: 'a.csv', offset: 17 }, ['a.csv', 'UTF-8', '17']],
	'broken-json': [
		{ file: 'a.json', reason: 'syntax', line: 3, column: 5, expected: 'digit', found: 'x' },
		['a.json', '3', '5', 'x'],
	],
	'broken-csv': [
		{ file: 'a.csv', row: 9, expected: 'closing quote', found: 'MissingQuotes' },
		['a.csv', '9'],
	],
	'bad-field': [{ where: 'nodes.a', expected: 'array', found: '7' }, ['nodes.a', 'array', '7']],
	'series-length': [{ where: 'nodes.a', expected: 4, actual: 3 }, ['nodes.a', '4', '3']],
	'unknown-name': [{ where: 'edges', expected: 'node', found: 'b' }, ['edges', 'node', 'b']],
	duplicate: [{ where: 'minutes[3]', found: '00:00' }, ['minutes[3]', '00:00']],
	'too-many': [{ where: 'windows', limit: 12, actual: 34 }, ['windows', '12', '34']],
	'newer-version': [{ supported: 1, found: 2 }, ['1', '2']],
	'no-alert': [{ where: 'a.csv' }, ['a.csv']],
	'no-telemetry': [{ where: 'a.csv' }, ['a.csv']],
	'mixed-forms': [
		{
			files: [
				{ file: 'a', form: 'jaeger' },
				{ file: 'b', form: 'otlp' },
			],
		},
		['a', 'Jaeger JSON', 'b', 'OTLP JSON'],
	],
	'missing-companion': [
		{ file: 'label.json', expected: ['endpoints_stat'] },
		['label.json', 'endpoints_stat'],
	],
	unrecognised: [{ file: 'a.png', lookedFor: [], firstLines: [] }, ['a.png']],
};

const WARNINGS: { readonly [code in ImportWarning['code']]: string } = {
	'unknown-field': '',
	'dropped-row': 'bad time',
	'guessed-unit': 'cpu → cpu_pct',
	'guessed-column': 'ts → time',
	'guessed-baseline': 'by-time',
	'skipped-file': '',
	'derived-alert': 'latency',
	'alert-node-unknown': 'shop',
	'missing-metrics': 'shop',
	'missing-calls': '',
	'missing-baseline': '',
	'clock-skew': '12 spans, up to 5 ms',
	'name-clipped': 'shop',
	'no-parent': '3 of 12',
};

const FILE: FileFault = {
	name: '',
	line: null,
	column: null,
	expected: null,
	found: null,
	sample: [],
	sampleFrom: 1,
};
const HOST: { readonly [code in Exclude<RunFailure['code'], 'not-imported'>]: true } = {
	cancelled: true,
	'unreadable-file': true,
	'import-gone': true,
	'no-evidence': true,
	'already-running': true,
	'not-leader': true,
	'storage-full': true,
	'storage-failed': true,
	'stopped-by-fault': true,
};

/** A sentence in both languages. */
function both(say: () => string): readonly [zh: string, en: string] {
	const in_ = (locale: 'zh-CN' | 'en') => {
		overwriteGetLocale(() => locale);
		return say();
	};
	return [in_('zh-CN'), in_('en')];
}

/** It is Chinese in the one and not in the other, and names all it should. */
function expectSentence(say: () => string, named: readonly string[] = []): void {
	const [zh, en] = both(say);
	expect(zh).toMatch(HAN);
	expect(en).toMatch(/^[^\p{Script=Han}]{10,}$/u);
	for (const part of named) expect([zh, en].filter((text) => text.includes(part))).toEqual([zh, en]);
}

/** The codes a type of the core lists, as its source does. */
function codesIn(source: string, from: string, to: string): readonly string[] {
	const text = readFileSync(`${ROOT}/${source}`, 'utf8');
	const part = text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)));
	return [...part.matchAll(/(?:code: |\| )'([a-z-]+)'/g)].map(([, code]) => code as string);
}

afterEach(() => overwriteGetLocale(() => 'zh-CN'));

describe('sentences about imports', () => {
	it('exist for every failure, with where, expected and found', () => {
		const codes = codesIn('import-failure.ts', 'type ImportFailure', 'type ImportWarning');
		expect(Object.keys(FAILURES).sort()).toEqual([...new Set(codes)].filter((one) => one !== 'zip').sort());
		for (const [code, [given, named]] of Object.entries(FAILURES)) {
			const failure = { code, ...given } as unknown as ImportFailure;
			expectSentence(() => sentenceOfImportFailure(failure), named);
		}
	});

	it('differ from one another', () => {
		overwriteGetLocale(() => 'en');
		const all = Object.entries(FAILURES).map(([code, [given]]) =>
			sentenceOfImportFailure({ code, ...given } as unknown as ImportFailure),
		);
		expect(new Set(all).size).toBe(all.length);
	});

	it('say what is wrong with JSON for every reason there is', () => {
		const source = readFileSync('src/lib/primitives/parse-json.ts', 'utf8');
		const scalars = readFileSync('src/lib/primitives/json-scalars.ts', 'utf8');
		const problems = scalars.slice(scalars.indexOf('type JsonProblem'), scalars.indexOf('class JsonHalt'));
		const reasons = [...`${source}${problems}`.matchAll(/code: ((?:'[a-z0-9-]+'(?: \| )?)+)/g)].flatMap(
			([, all]) => [...(all as string).matchAll(/'([a-z0-9-]+)'/g)].map(([, one]) => one as string),
		);
		expect(new Set(reasons).size).toBe(9);
		for (const reason of reasons)
			expectSentence(() =>
				sentenceOfImportFailure({
					code: 'broken-json',
					file: 'a',
					reason: reason as 'syntax',
					line: 1,
					column: 2,
					expected: '64',
					found: 'x',
				}),
			);
	});

	it('exist for every warning, and for every reason a row is dropped', () => {
		const codes = codesIn('import-failure.ts', 'type ImportWarning', 'class ImportHalt');
		expect(Object.keys(WARNINGS).sort()).toEqual([...new Set(codes)].sort());
		for (const [code, detail] of Object.entries(WARNINGS))
			expectSentence(() =>
				sentenceOfWarning({ code: code as ImportWarning['code'], where: 'a.csv:3', count: 1, detail }),
			);
		const deep = {
			code: 'dropped-row',
			where: 'spans',
			count: 1,
			detail: '12 spans more than 64 calls deep',
		} as const;
		expect(both(() => sentenceOfWarning(deep))[0]).toContain('12 个 span');
		const sources = readdirSync(`${ROOT}/importers`)
			.filter((name) => !name.includes('.test.'))
			.map((name) => readFileSync(`${ROOT}/importers/${name}`, 'utf8'));
		const details = sources.flatMap((text) =>
			[...text.matchAll(/'(bad [a-z]+|no [a-z ]+|not UTF-8|later-alert|metric without a name)'/g)].map(
				([, detail]) => detail as string,
			),
		);
		expect(details.length).toBeGreaterThan(15);
		expect([...details, 'bad start', 'bad duration'].filter((detail) => !(detail in ROW_FAULTS))).toEqual([]);
	});

	it('exist for everything a source may lack, and for every failure of the host', () => {
		const missing = ['baseline', ...codesIn('importers/importer.ts', 'readonly missing', '};')];
		expect(missing.length).toBe(7);
		for (const what of missing) expectSentence(() => sentenceOfMissing(what as 'logs'));
		for (const code of Object.keys(HOST))
			expectSentence(() => sentenceOfFailure({ code: code as keyof typeof HOST, detail: 'x' }));
		expectSentence(() =>
			sentenceOfFailure({ code: 'not-imported', cause: { code: 'empty-file', file: 'a' }, file: FILE }),
		);
	});

	it('name every form', () => {
		overwriteGetLocale(() => 'en');
		expect(IMPORTERS.map(({ name }) => name).filter((name) => nameOfForm(name) === name)).toEqual([]);
	});
});
