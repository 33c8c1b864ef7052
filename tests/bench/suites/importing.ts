import Papa from 'papaparse';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { unwrap } from '../../../src/lib/primitives/result.ts';
import { importTelemetry, importTelemetryAsync } from '../../../src/lib/telemetry/importers/import-files.ts';
import { figureOf, timesLonger, type Figure } from '../figure.ts';
import { interleave } from '../rounds.ts';
import type { Suite, SuiteInput } from './suite.ts';

/** Imports a round: one takes some tens of milliseconds. */
const RUNS = 5;

/** Rows 17 and 18: what the import of a trace file costs in time and in memory. */
export const importing: Suite = async (given) => [await timing(given), ...(await weighing(given))];

/** A trace file read, put together and counted, beside the bare parse of its cells. */
async function timing({ amounts, input, onStep }: SuiteInput): Promise<Figure> {
	const bytes = utf8ToBytes(input.traces);
	const importOnce = () => unwrap(importTelemetry([{ name: 'traces.csv', bytes }])).report.spans;
	const spans = importOnce();
	const repeat = (work: () => unknown) => () => {
		for (let i = 0; i < RUNS; i++) work();
		return RUNS;
	};
	const { control, tasks, spread } = await interleave({
		rounds: amounts.rounds,
		onStep,
		control: { run: repeat(() => Papa.parse(input.traces, { skipEmptyLines: true })) },
		tasks: { import: { run: repeat(importOnce) } },
	});
	return timesLonger('importTraces', tasks.import, control, spread, `${spans} spans`);
}

/** Steps between two looks at the memory. */
const STEPS = 8;

/** The most memory an import holds at a time, of a large file and of one half its size. */
async function weighing({ environment, amounts, input, onStep }: SuiteInput): Promise<readonly Figure[]> {
	const { liveHeap } = environment;
	if (!liveHeap) return [];
	const weigh = async (size: number) => {
		onStep(`memory of ${size / 1e6} MB of traces`);
		const bytes = repeatedTraces(input.traces, size);
		const before = liveHeap();
		let [most, steps] = [0, 0];
		const breathe = async () => {
			if (steps++ % STEPS === 0) most = Math.max(most, liveHeap() - before);
		};
		unwrap(await importTelemetryAsync([{ name: 'traces.csv', bytes }], { breathe }));
		return most;
	};
	const half = await weigh(amounts.traceBytes / 2);
	const whole = await weigh(amounts.traceBytes);
	return [figureOf('importMemory', [whole], [half], 1, `bytes; ${amounts.traceBytes / 1e6} MB of traces`)];
}

/** The same traces again and again, each time under other ids and a minute later, up to so many bytes. */
function repeatedTraces(text: string, size: number): Uint8Array {
	const [heading, ...rows] = text
		.trim()
		.split('\n')
		.map((line) => line.split(','));
	const names = heading ?? [];
	const ids = ['TraceID', 'SpanID', 'ParentID'].map((name) => names.indexOf(name));
	const times = ['StartTimeUnixNano', 'EndTimeUnixNano'].map((name) => names.indexOf(name));
	const bytes = new Uint8Array(size);
	const put = (line: readonly string[], at: number) => {
		const encoded = utf8ToBytes(`${line.join(',')}\n`);
		if (at + encoded.length > size) return undefined;
		bytes.set(encoded, at);
		return at + encoded.length;
	};
	let end = put(names, 0) ?? 0;
	for (let round = 0; ; round++) {
		for (const row of rows) {
			const line = [...row];
			for (const id of ids) if (line[id] !== 'root') line[id] = `${line[id]}-${round}`;
			for (const time of times) line[time] = String(BigInt(line[time]!) + BigInt(round) * 60_000_000_000n);
			const next = put(line, end);
			if (next === undefined) return bytes.subarray(0, end);
			end = next;
		}
	}
}
