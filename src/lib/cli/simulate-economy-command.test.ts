import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { simulateEconomyCommand } from './simulate-economy-command.ts';

afterEach(() => vi.restoreAllMocks());

/** Runs the command and answers what it printed. */
async function run(...args: readonly string[]) {
	const printed = { stdout: '', stderr: '' };
	for (const stream of ['stdout', 'stderr'] as const)
		vi.spyOn(process[stream], 'write').mockImplementation((text) => {
			printed[stream] += String(text);
			return true;
		});
	const exit = await simulateEconomyCommand(args);
	vi.restoreAllMocks();
	return { exit, ...printed };
}

const SHORT = ['--incidents', '6', '--seed', '1'];

describe('simulate-economy', () => {
	it('prints, for both rules and both ways of counting, wrong verdicts with intervals and time to bankruptcy', async () => {
		const { exit, stdout } = await run(...SHORT, '--byzantine', '2', '--json');
		expect(exit).toBe(0);
		const result = JSON.parse(stdout);
		expect(result).toMatchObject({ signatures: 'left-out', scenario: { incidents: 6, seed: 1 } });
		for (const policy of ['on-close', 'on-verification'])
			for (const arm of ['stake-weighted', 'one-agent-one-vote']) {
				const { wrongVerdictsPassed, timeToBankruptcy } = result.policies[policy].arms[arm];
				const { count, of, share, low, high } = wrongVerdictsPassed;
				expect(of).toBe(6);
				expect(share).toBe(count / 6);
				expect(low <= share && share <= high).toBe(true);
				expect(timeToBankruptcy).toEqual({ A4: null, A7: null });
			}
		expect(result.policies['on-close'].comparison.wrongVerdictsPassed.answer).toBe('no-difference');
		expect(result.onCloseAgainstOnVerification['stake-weighted'].wrongVerdictsPassed.answer).toBe(
			'no-difference',
		);
	});

	it('prints the same again, and the same from the link it prints', async () => {
		const args = [...SHORT, '--settlement', 'on-verification', '--voting', 'sealed', '--behaviour', 'lazy'];
		const first = await run(...args, '--json');
		expect(await run(...args, '--json')).toEqual(first);
		const { link } = JSON.parse(first.stdout).policies['on-verification'];
		const again = await run('--scenario', link, '--json');
		expect(JSON.parse(again.stdout).policies).toEqual(JSON.parse(first.stdout).policies);
	});

	it('writes the figures alone to a file', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'economy-'));
		const path = join(folder, 'figures.json');
		const { exit, stdout } = await run(...SHORT, '--json', '--out', path);
		expect(exit).toBe(0);
		const [figures, whole] = [JSON.parse(readFileSync(path, 'utf8')), JSON.parse(stdout)];
		rmSync(folder, { recursive: true });
		expect(figures).toMatchObject({ signatures: 'left-out', scenario: { incidents: 6, seed: 1 } });
		expect(figures.rules).toEqual(whole.onCloseAgainstOnVerification);
		for (const policy of ['on-close', 'on-verification']) {
			const { link, arms, wrongVerdictsPassed } = figures.policies[policy];
			expect([link, wrongVerdictsPassed]).toEqual([
				whole.policies[policy].link,
				whole.policies[policy].comparison.wrongVerdictsPassed,
			]);
			for (const arm of ['stake-weighted', 'one-agent-one-vote'])
				expect(whole.policies[policy].arms[arm]).toMatchObject(arms[arm]);
		}
		const unwritable = await run(...SHORT, '--out', folder + '/none/x.json');
		expect([unwritable.exit, unwritable.stderr]).toEqual([2, expect.stringContaining('none/x.json')]);
	});

	it('says in its table that signatures are left out, and where no difference shows', async () => {
		const { stdout } = await run(...SHORT);
		expect(stdout).toContain('signing and signature checks are left out');
		expect(stdout).toContain('no difference shown');
		expect(stdout).toContain('A4 colluding');
	});

	it.each([
		[['--incidents', '0'], '--incidents'],
		[['--incidents', 'many'], '--incidents'],
		[['--byzantine', '8'], '--byzantine'],
		[['--behaviour', 'brave'], '--behaviour'],
		[['--settlement', 'later'], '--settlement'],
		[['--voting', 'loud'], '--voting'],
		[['--scenario', 'nonsense'], '--scenario'],
		[['extra'], 'too-many-arguments'],
	])('refuses %j with exit code 2', async (args, word) => {
		const { exit, stdout, stderr } = await run(...args);
		expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
		expect(stderr).toContain(word);
	});
});
