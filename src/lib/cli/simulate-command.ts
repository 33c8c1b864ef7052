import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { err, ok, type Result } from '../primitives/result.ts';
import { testSetCases, type TestSet } from '../simulator/case-list.ts';
import { sampleFiles } from '../simulator/exporters/sample-files.ts';
import { labelsDocument, simulateIncident, type SimulatedIncident } from '../simulator/simulate-incident.ts';
import { SIMULATED_SIZES } from '../simulator/simulation-link.ts';
import { encodeIncident } from '../telemetry/encode-incident.ts';
import {
	endProgress,
	fail,
	naturalOption,
	parseOptions,
	printJson,
	printLines,
	showProgress,
	type CliFailure,
	type Command,
} from './terminal.ts';
import { makeFolder, writeBytes, writeText } from './write-file.ts';

const OPTIONS = {
	seeds: { type: 'string' },
	size: { type: 'string' },
	surges: { type: 'string' },
	adversarial: { type: 'boolean' },
	out: { type: 'string' },
	samples: { type: 'string' },
	json: { type: 'boolean' },
} as const;
const DEFAULT_SEEDS = 20;
const DEFAULT_SIZE = 40;
const MOST_INCIDENTS = 10_000;

type Given = { readonly [name in keyof typeof OPTIONS]?: string | boolean | undefined };

/** `simulate`: writes labelled incidents of a simulated system, as `bench` reads them. */
export const simulateCommand: Command = async (args) => {
	const options = parseOptions(args, OPTIONS);
	if (!options.ok) return fail(options.error);
	const { values, positionals } = options.value;
	if (positionals.length > 0) return fail({ code: 'too-many-arguments', actual: positionals.join(' ') });
	if (values.samples !== undefined) return reportSamples(values.samples, values.json === true);
	if (values.out === undefined) return fail({ code: 'missing-option', expected: '--out DIR' });
	const wanted = testSetOf(values);
	if (!wanted.ok) return fail(wanted.error);
	const written = await writeTestSet(wanted.value, values.out);
	endProgress();
	if (!written.ok) return fail(written.error);
	const summary = { folder: values.out, ...wanted.value, incidents: written.value };
	if (values.json) printJson(summary);
	else printLines([`${written.value} incidents and labels.json in ${values.out}`]);
	return 0;
};

/** Writes the shipped samples: one small run in every form an importer reads. */
async function reportSamples(folder: string, json: boolean): Promise<number> {
	const files = sampleFiles().map(({ path, text, gzipped }) => ({
		path: join(folder, gzipped ? `${path}.gz` : path),
		bytes: gzipped ? gzipSync(text, { level: 9 }) : new TextEncoder().encode(text),
	}));
	for (const { path, bytes } of files) {
		const made = await makeFolder(dirname(path));
		if (!made.ok) return fail(made.error);
		const written = await writeBytes(path, bytes);
		if (!written.ok) return fail(written.error);
	}
	const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
	if (json) printJson({ folder, files: files.length, bytes: size });
	else printLines([`${files.length} files, ${size} bytes in ${folder}`]);
	return 0;
}

function testSetOf(values: Given): Result<TestSet, CliFailure> {
	const text = (name: 'seeds' | 'size' | 'surges') => values[name] as string | undefined;
	const seeds = naturalOption(text('seeds'), '--seeds');
	if (!seeds.ok) return seeds;
	const surges = naturalOption(text('surges'), '--surges');
	if (!surges.ok) return surges;
	const size = naturalOption(text('size'), '--size');
	if (!size.ok) return size;
	const known = SIMULATED_SIZES.find((entry) => entry === (size.value ?? DEFAULT_SIZE));
	if (!known)
		return err({
			code: 'bad-option',
			where: '--size',
			expected: SIMULATED_SIZES.join(', '),
			actual: size.value,
		});
	return sized({
		size: known,
		seeds: seeds.value ?? DEFAULT_SEEDS,
		surges: surges.value ?? 0,
		adversarial: values.adversarial === true,
	});
}

function sized(wanted: TestSet): Result<TestSet, CliFailure> {
	const most = Math.max(wanted.seeds, wanted.surges);
	const count = most > MOST_INCIDENTS ? most : testSetCases(wanted).length;
	if (count >= 1 && count <= MOST_INCIDENTS) return ok(wanted);
	return err({
		code: 'bad-option',
		where: '--seeds, --surges',
		expected: `1 to ${MOST_INCIDENTS} incidents`,
		actual: count,
	});
}

/** Writes one gzip'd file per incident and the labels beside them; gives how many incidents. */
async function writeTestSet(wanted: TestSet, folder: string): Promise<Result<number, CliFailure>> {
	const made = await makeFolder(folder);
	if (!made.ok) return made;
	const cases = testSetCases(wanted);
	const labels: Record<string, unknown> = {};
	for (const [index, options] of cases.entries()) {
		const simulated = simulateIncident(options);
		Object.assign(labels, labelsDocument([simulated]));
		const { id } = simulated.incident;
		const written = await writeBytes(join(folder, `${id}.json.gz`), fileOf(simulated));
		if (!written.ok) return written;
		showProgress(`${index + 1}/${cases.length} ${id}`);
	}
	const written = await writeText(join(folder, 'labels.json'), `${JSON.stringify(labels, null, '\t')}\n`);
	return written.ok ? ok(cases.length) : written;
}

function fileOf({ incident }: SimulatedIncident): Uint8Array {
	return gzipSync(JSON.stringify(encodeIncident(incident)));
}
