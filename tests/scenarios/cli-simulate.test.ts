import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { benchCommand, type BenchReport } from '../../src/lib/cli/bench-command.ts';
import { simulateCommand } from '../../src/lib/cli/simulate-command.ts';
import type { Command } from '../../src/lib/cli/terminal.ts';
import { parseIncident } from '../../src/lib/telemetry/incident.ts';

const folder = mkdtempSync(join(tmpdir(), 'dao-gov-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs a command here and answers its exit code and what it printed. */
async function run(command: Command, ...args: readonly string[]) {
	const printed = { stdout: '', stderr: '' };
	for (const stream of ['stdout', 'stderr'] as const)
		vi.spyOn(process[stream], 'write').mockImplementation((text) => {
			printed[stream] += String(text);
			return true;
		});
	const exit = await command(args);
	vi.restoreAllMocks();
	return { exit, ...printed };
}

const SMALL = ['--seeds', '1', '--size', '10', '--surges', '2', '--adversarial'];

describe('simulate, then bench', () => {
	const out = join(folder, 'whole');

	it('writes ten faults a seed, surges, each a second time with false logs, and their labels', async () => {
		const { exit, stdout } = await run(simulateCommand, ...SMALL, '--out', out, '--json');
		expect(exit).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({ incidents: 24, size: 10, seeds: 1, surges: 2 });
		const files = readdirSync(out).filter((name) => name.endsWith('.json.gz'));
		expect(files.length).toBe(24);
		const labels = JSON.parse(readFileSync(join(out, 'labels.json'), 'utf8')) as object;
		expect(Object.keys(labels).sort()).toEqual(files.map((name) => name.slice(0, -'.json.gz'.length)).sort());
		for (const name of files) {
			const parsed = parseIncident(JSON.parse(gunzipSync(readFileSync(join(out, name))).toString()));
			expect(parsed.ok && parsed.value.warnings).toEqual([]);
		}
	});

	it('writes the same bytes again', async () => {
		const again = join(folder, 'again');
		await run(simulateCommand, '--seeds', '1', '--size', '10', '--out', again);
		for (const name of readdirSync(again).filter((file) => file.endsWith('.gz')))
			expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name))), name).toBe(true);
	});

	it('scores them: every method with interval and paired test, verdicts, false alarms, false logs, other names', async () => {
		const { exit, stdout } = await run(benchCommand, out, '--rename', '3', '--json');
		expect(exit).toBe(0);
		const report = JSON.parse(stdout) as BenchReport;
		expect(report).toMatchObject({ n: 10, refusals: 0, faultFree: { n: 2 }, falseLogs: { n: 12 } });
		for (const [name, { ac1, ac1Interval, analystAgainst }] of Object.entries(report.methods)) {
			expect(ac1Interval.low, name).toBeLessThanOrEqual(ac1 + 1e-9);
			expect(ac1Interval.high, name).toBeGreaterThanOrEqual(ac1 - 1e-9);
			expect(analystAgainst !== undefined, name).toBe(!name.startsWith('analyst'));
		}
		expect(report.faultFreeWindows.n).toBe(20);
		expect(report.reliability.reduce((sum, row) => sum + row.verdicts, 0)).toBe(10 - report.abstentions);
		expect(report.highConfidence.of).toBe(10 - report.abstentions);
		expect(report.path.known).toBeGreaterThan(0);
		expect(report.msPerIncident!.median).toBeGreaterThan(0);
		expect(report.leftOutAc1.service).toBeGreaterThanOrEqual(0.5);
		expect(report.renamed).toMatchObject({ seed: 3, sameName: 10 });
		expect(report.renamed!.methods['analyst']!.ac1).toBe(report.methods['analyst']!.ac1);
	});

	it('prints a table whose columns stand under their headings', async () => {
		const { stdout } = await run(benchCommand, out);
		const lines = stdout.split('\n');
		const start = lines.findIndex((line) => line.startsWith('method'));
		const end = lines[start]!.indexOf('AC@1') + 'AC@1'.length;
		for (const line of lines.slice(start + 1, start + 11)) {
			expect(line.slice(0, end)).toMatch(/\s[01]\.\d{3}$/);
			expect(line[end] ?? ' ').toBe(' ');
		}
		for (const words of ['nothing broken', 'fault-free windows', 'false log lines', 'each service left out'])
			expect(stdout).toContain(words);
	});
});

describe('wrong orders', () => {
	it.each([
		[simulateCommand, ['--seeds', '1'], '--out'],
		[simulateCommand, ['--out', folder, '--size', '11'], '10, 40, 300'],
		[simulateCommand, ['--out', folder, '--seeds', 'x'], '--seeds'],
		[simulateCommand, ['--out', folder, '--seeds', '0'], '--seeds'],
		[simulateCommand, ['--out', folder, '--seeds', '999999999'], '10000'],
		[simulateCommand, ['--out', folder, 'extra'], 'too-many-arguments'],
		[benchCommand, [folder], 'unreadable'],
		[benchCommand, [folder, '--rename', 'x'], '--rename'],
	] as const)('are refused with exit code 2: %o %j', async (command, args, word) => {
		const { exit, stdout, stderr } = await run(command, ...args);
		expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
		expect(stderr).toContain(word);
	});
});
