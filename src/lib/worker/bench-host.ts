import { benchIncident, reportBench, type BenchRow } from '../evaluation/bench-report.ts';
import type { KeptRows } from '../store/kept-rows.ts';
import type { ImportFailure } from '../telemetry/import-failure.ts';
import { casesOf, type BenchCase, type BenchCases, type BenchSource } from './bench-cases.ts';
import type { BenchLine, BenchReply, BenchState } from './bench-messages.ts';
import { diagnoseInLab } from './lab-diagnosis.ts';

/** What is kept of a run beside its rows. Rows of another version of the app would not be comparable. */
export type BenchPlan = {
	readonly version: string;
	readonly source: BenchSource;
};

/** A finished row: what the table shows, and what the figures are made of (null where it was left out). */
export type KeptBenchRow = { readonly line: BenchLine; readonly row: BenchRow | null };

export type BenchHostParts = {
	readonly kept: KeptRows<BenchPlan, BenchState, KeptBenchRow>;
	readonly version: string;
	readonly reply: (message: BenchReply) => void;
	/** Milliseconds from any fixed start. */
	readonly stopwatch: () => number;
	/** Lets messages through between two incidents. */
	readonly breathe: () => Promise<void>;
	/** Runs `work` unless another tab does such work now; answers whether it ran. */
	readonly alone: (work: () => Promise<void>) => Promise<boolean>;
};

/** Runs benches, one at a time, row by row; finished rows are kept. */
export type BenchHost = {
	/** Shows what is kept, and goes on with it where it was cut off. */
	open(): Promise<void>;
	start(source: BenchSource): Promise<void>;
	/** Stops after the incident under way; rows stay. */
	stop(): void;
	/** Goes on with what was stopped. */
	resume(): Promise<void>;
	clear(): Promise<void>;
	/** Diagnoses one incident and hands out its ledger. */
	ledger(index: number): Promise<void>;
};

type Run = { state: BenchState; readonly cases: BenchCases; readonly rows: KeptBenchRow[] };

/** A host over kept rows. */
export function createBenchHost(parts: BenchHostParts): BenchHost {
	const { kept, reply, version } = parts;
	let current: Run | undefined;
	let isKept = true;

	const show = () =>
		reply({
			kind: 'run',
			run: current
				? { dataset: current.cases.dataset, total: current.cases.total, state: current.state }
				: null,
			lines: current?.rows.map(({ line }) => line) ?? [],
			kept: isKept,
		});

	async function setState(run: Run, state: BenchState): Promise<void> {
		run.state = state;
		if (isKept) isKept = await kept.update(state);
		reply({ kind: 'state', state, kept: isKept });
	}

	function report({ cases, rows }: Run): void {
		const finished = rows.flatMap(({ row }) => (row ? [row] : []));
		reply({ kind: 'report', report: reportBench(cases.dataset, finished) });
	}

	/** Runs what is left of a run, until it is done, stopped or replaced. */
	async function drive(run: Run): Promise<void> {
		await setState(run, 'running');
		while (run === current && run.state === 'running' && run.rows.length < run.cases.total) {
			const index = run.rows.length;
			const done = rowAt(run.cases, index, parts.stopwatch);
			run.rows.push(done);
			if (isKept) isKept = await kept.append(index, done);
			reply({ kind: 'line', line: done.line });
			await parts.breathe();
		}
		if (run !== current) return;
		await setState(run, run.rows.length < run.cases.total ? 'stopped' : 'finished');
		report(run);
	}

	async function driveAlone(run: Run): Promise<void> {
		const ran = await parts.alone(() => drive(run));
		if (!ran) reply({ kind: 'busy' });
	}

	return {
		async open() {
			const found = await kept.read();
			if (!found) return show();
			const { plan, state, rows } = found;
			const isOld = plan.version !== version;
			current = { state, cases: casesOf(plan.source), rows: isOld ? [] : [...rows] };
			if (isOld) isKept = await kept.begin({ ...plan, version }, state);
			show();
			if (state === 'running') return driveAlone(current);
			if (current.rows.length > 0) report(current);
		},
		async start(source) {
			const run: Run = { state: 'running', cases: casesOf(source), rows: [] };
			const ran = await parts.alone(async () => {
				current = run;
				isKept = await kept.begin({ version, source }, run.state);
				show();
				await drive(run);
			});
			if (!ran) reply({ kind: 'busy' });
		},
		stop() {
			if (current?.state === 'running') current.state = 'stopped';
		},
		async resume() {
			if (current?.state === 'stopped') await driveAlone(current);
		},
		async clear() {
			current = undefined;
			await kept.clear();
			isKept = true;
			show();
		},
		async ledger(index) {
			const made = current && index < current.cases.total ? current.cases.at(index) : undefined;
			if (!made?.ok) return reply({ kind: 'failed', detail: made?.error.code ?? 'no-such-incident' });
			const { incident, seed } = made.value;
			const diagnosed = await diagnoseInLab(incident, seed);
			if (!diagnosed.ok) return reply({ kind: 'failed', detail: diagnosed.error.code });
			reply({ kind: 'ledger', index, name: `${incident.id}.json`, bytes: diagnosed.value.ledger });
		},
	};
}

function rowAt(cases: BenchCases, index: number, stopwatch: () => number): KeptBenchRow {
	const made = cases.at(index);
	if (!made.ok) return { line: lineLeftOut(index, cases.nameAt(index), made.error), row: null };
	const { incident, labels } = made.value;
	const row = benchIncident(incident, labels, cases.known, stopwatch);
	if (!row) return { line: lineLeftOut(index, incident.id, null), row: null };
	return { line: lineOf(index, row, made.value), row };
}

const EMPTY: Omit<BenchLine, 'index' | 'id' | 'kind'> = {
	rootCause: null,
	faultType: null,
	named: null,
	rank: null,
	confidence: null,
	ms: null,
	original: null,
	accused: null,
	failure: null,
	simulation: null,
};

function lineLeftOut(index: number, id: string, failure: ImportFailure | null): BenchLine {
	return { ...EMPTY, index, id, kind: 'left-out', failure };
}

function lineOf(index: number, row: BenchRow, { simulation }: BenchCase): BenchLine {
	if (row.kind === 'scored') {
		const { id, rootCause, faultType, named, rank, confidence, ms } = row.run.figures;
		const figures = { id, rootCause, faultType, named, confidence, ms, rank: rank > 0 ? rank : null };
		return { ...EMPTY, index, kind: 'scored', simulation, ...figures };
	}
	const falseLog = row.kind === 'false-log' ? row.falseLog : { original: null, accused: null };
	return { ...EMPTY, index, kind: row.kind, simulation, ...row.naming, ...falseLog };
}
