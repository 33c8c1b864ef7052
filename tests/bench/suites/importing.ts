import Papa from 'papaparse';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { unwrap } from '../../../src/lib/primitives/result.ts';
import { importTelemetry } from '../../../src/lib/telemetry/importers/import-files.ts';
import { timesLonger } from '../figure.ts';
import { interleave } from '../rounds.ts';
import type { Suite } from './suite.ts';

/** Imports a round: one takes some tens of milliseconds. */
const RUNS = 5;

/** Row 17: a trace file read, put together and counted, beside the bare parse of its cells. */
export const importing: Suite = async ({ amounts, input, onStep }) => {
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
	return [timesLonger('importTraces', tasks.import, control, spread, `${spans} spans`)];
};
