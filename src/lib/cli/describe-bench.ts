import type { BenchReport } from './bench-command.ts';
import type { FalseAlarms } from '../evaluation/false-alarms.ts';
import type { LeftOut } from '../evaluation/held-out.ts';
import type { Interval } from '../evaluation/intervals.ts';

/** A column: its heading, and whether its cells stand at the left. */
type Column = { readonly head: string; readonly left?: boolean };

/** Lists longer than this are cut: the JSON has them whole. */
const MOST_ROWS = 12;

/** The lines `bench` prints for people. */
export function describeBench(report: BenchReport): readonly string[] {
	if (report.n === 0)
		return [`${report.dataset}: no incident with a fault`, ...silence(report), ...falseLogs(report)];
	return [
		`${report.dataset}, n = ${report.n}`,
		'',
		...methods(report),
		'',
		...verdicts(report),
		...silence(report),
		...falseLogs(report),
		'',
		...reliability(report),
		'',
		...faultTypes(report),
		'',
		...leftOut('service', report.leaveOneServiceOut, report.leftOutAc1.service),
		'',
		...leftOut('fault type', report.leaveOneFaultTypeOut, report.leftOutAc1.faultType),
		...renamed(report),
	];
}

function methods({ methods }: Pick<BenchReport, 'methods'>): readonly string[] {
	const columns: Column[] = [
		{ head: 'method', left: true },
		{ head: 'AC@1' },
		{ head: '95 % interval' },
		{ head: 'AC@3' },
		{ head: 'AC@5' },
		{ head: 'MRR' },
		{ head: 'only analyst right' },
		{ head: 'only it right' },
		{ head: 'McNemar p' },
	];
	const rows = Object.entries(methods).map(([name, { analystAgainst: paired, ...hit }]) => [
		name,
		share(hit.ac1),
		range(hit.ac1Interval),
		share(hit.ac3),
		share(hit.ac5),
		share(hit.mrr),
		...(paired ? [String(paired.onlyFirst), String(paired.onlySecond), chance(paired.p)] : []),
	]);
	return table(columns, rows);
}

function verdicts(report: BenchReport): readonly string[] {
	const { highConfidence: high, path, msPerIncident: ms } = report;
	const lines = [
		`${name('verdicts')}${high.of}, abstentions ${report.abstentions}, refused claims ${report.refusals}`,
		`${name('confidence ≥ 80')}${counted(high.verdicts, high.of)} of verdicts; right ${counted(high.right, high.verdicts)}, ${range(high.interval)}`,
	];
	if (path.known > 0) lines.push(`${name('path')}right in ${counted(path.right, path.known)} that know it`);
	if (ms)
		lines.push(
			`${name('time')}median ${ms.median.toFixed(0)} ms, longest ${ms.max.toFixed(0)} ms per incident`,
		);
	return lines;
}

function silence({ faultFree, faultFreeWindows }: BenchReport): readonly string[] {
	const line = (what: string, alarms: FalseAlarms) =>
		alarms.n === 0
			? []
			: [`${name(what)}somebody named in ${counted(alarms.named, alarms.n)}, ${range(alarms.interval)}`];
	return [...line('nothing broken', faultFree), ...line('fault-free windows', faultFreeWindows)];
}

function falseLogs({ falseLogs: logs }: BenchReport): readonly string[] {
	if (logs.n === 0) return [];
	const changed = `verdict changed in ${counted(logs.changed, logs.n)}, ${range(logs.interval)}`;
	return [`${name('false log lines')}${changed}; the accused named in ${logs.namedAccused}`];
}

function reliability(report: BenchReport): readonly string[] {
	const columns = [
		{ head: 'confidence', left: true },
		{ head: 'verdicts' },
		{ head: 'right' },
		{ head: 'share' },
		{ head: 'mean stated' },
	];
	const rows = report.reliability.map(({ from, to, verdicts, right, meanConfidence }) => [
		`${from}–${to - 1}`,
		String(verdicts),
		String(right),
		verdicts > 0 ? share(right / verdicts) : '',
		verdicts > 0 ? share(meanConfidence / 100) : '',
	]);
	return table(columns, rows);
}

function faultTypes({ ac1ByFaultType }: BenchReport): readonly string[] {
	const rows = Object.entries(ac1ByFaultType).map(([type, { n, ac1 }]) => [type, String(n), share(ac1)]);
	return table([{ head: 'fault type', left: true }, { head: 'n' }, { head: 'AC@1' }], rows);
}

function leftOut(what: string, groups: readonly LeftOut[], pooled: number): readonly string[] {
	const worst = [...groups].sort((a, b) => a.ac1 - b.ac1 || b.n - a.n).slice(0, MOST_ROWS);
	const rows = worst.map(({ left, n, ac1, changed }) => [
		left,
		String(n),
		share(ac1),
		Object.entries(changed)
			.map(([group, factor]) => `${group} × ${factor}`)
			.join(', '),
	]);
	const more = groups.length > worst.length ? `, the ${worst.length} worst of ${groups.length}` : '';
	return [
		`each ${what} left out while weights are fitted: AC@1 ${share(pooled)}${more}`,
		...table(
			[
				{ head: `left out ${what}`, left: true },
				{ head: 'n' },
				{ head: 'AC@1' },
				{ head: 'refitted', left: true },
			],
			rows,
		),
	];
}

function renamed({ renamed: figures, n }: BenchReport): readonly string[] {
	if (!figures) return [];
	return [
		'',
		`every name replaced at random (seed ${figures.seed}): the same answer in ${counted(figures.sameName, n)}`,
		...methods(figures),
	];
}

/** Rows under a heading, columns as wide as their widest cell. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
	const cells = [columns.map(({ head }) => head), ...rows];
	const widths = columns.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
	return cells.map((row) =>
		columns
			.map(({ left }, i) => {
				const width = widths[i] as number;
				return left ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width);
			})
			.join('  ')
			.trimEnd(),
	);
}

function name(what: string): string {
	return what.padEnd(20);
}

function share(value: number): string {
	return value.toFixed(3);
}

function range({ low, high }: Interval): string {
	return `${low.toFixed(2)}–${high.toFixed(2)}`;
}

function counted(count: number, of: number): string {
	return of > 0 ? `${count}/${of} (${Math.round((100 * count) / of)} %)` : `${count}/0`;
}

function chance(p: number): string {
	return p < 0.001 ? p.toExponential(0) : p.toFixed(3);
}
