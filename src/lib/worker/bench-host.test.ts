import 'fake-indexeddb/auto'; // first: Dexie looks for IndexedDB as it loads
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../primitives/result.ts';
import { testSetCases, type TestSet } from '../simulator/case-list.ts';
import { labelsDocument, simulateIncident } from '../simulator/simulate-incident.ts';
import { openKeptRows } from '../store/kept-rows.ts';
import { encodeIncident } from '../telemetry/encode-incident.ts';
import { sortLabelledFiles } from './bench-files.ts';
import { createBenchHost, type BenchHost, type BenchPlan, type KeptBenchRow } from './bench-host.ts';
import type { BenchLine, BenchReply, BenchState } from './bench-messages.ts';

const SET: TestSet = { size: 10, seeds: 1, surges: 1, adversarial: false };
const CASES = testSetCases(SET);
let databases = 0;

/** A page with its worker: what it was told, and the lines it shows. */
function openPage(name: string, version = '1', stopAfter = Number.POSITIVE_INFINITY) {
	const replies: BenchReply[] = [];
	let lines: readonly BenchLine[] = [];
	const host: BenchHost = createBenchHost({
		kept: openKeptRows<BenchPlan, BenchState, KeptBenchRow>(name),
		version,
		reply(message) {
			replies.push(message);
			if (message.kind === 'run') lines = message.lines;
			if (message.kind === 'line') lines = [...lines, message.line];
			if (message.kind === 'line' && lines.length === stopAfter) host.stop();
		},
		stopwatch: () => 0,
		breathe: () => Promise.resolve(),
		alone: async (work) => {
			await work();
			return true;
		},
	});
	const last = <K extends BenchReply['kind']>(kind: K) =>
		replies.findLast((message): message is Extract<BenchReply, { kind: K }> => message.kind === kind);
	return { host, last, lines: () => lines };
}

const freshName = () => `bench-${++databases}`;

describe('a bench', () => {
	it('that was stopped goes on after a reload, and comes to the same figures', async () => {
		const [whole, name] = [openPage(freshName()), freshName()];
		await whole.host.start({ kind: 'simulated', set: SET });
		expect(whole.last('state')).toMatchObject({ state: 'finished', kept: true });
		expect(whole.lines()).toHaveLength(CASES.length);

		const first = openPage(name, '1', 3);
		await first.host.start({ kind: 'simulated', set: SET });
		expect(first.last('state')).toMatchObject({ state: 'stopped', kept: true });
		expect(first.last('report')?.report.n).toBe(3);

		const again = openPage(name);
		await again.host.open();
		expect(again.last('run')?.run).toEqual({
			dataset: 'simulated-10',
			total: CASES.length,
			state: 'stopped',
		});
		expect(again.lines()).toEqual(whole.lines().slice(0, 3));
		await again.host.resume();
		expect(again.lines()).toEqual(whole.lines());
		expect(again.last('report')).toEqual(whole.last('report'));

		const later = openPage(name);
		await later.host.open();
		expect(later.last('run')?.run?.state).toBe('finished');
		expect(later.last('report')).toEqual(whole.last('report'));
	});

	it('that was cut off goes on by itself; under another version of the app from the start', async () => {
		const name = freshName();
		const kept = openKeptRows<BenchPlan, BenchState, KeptBenchRow>(name);
		const cut = openPage(name, '1', 2);
		await cut.host.start({ kind: 'simulated', set: SET });
		await kept.update('running');
		const again = openPage(name, '2');
		await again.host.open();
		expect(again.last('run')?.lines).toEqual([]);
		expect(again.last('state')?.state).toBe('finished');
		await again.host.clear();
		expect(again.last('run')?.run).toBeNull();
		expect(await kept.read()).toBeUndefined();
	});

	it('hands out the ledger of an incident, the same each time', async () => {
		const page = openPage(freshName(), '1', 1);
		await page.host.start({ kind: 'simulated', set: SET });
		await page.host.ledger(0);
		const first = page.last('ledger');
		await page.host.ledger(0);
		expect(first?.name).toBe('sim-10-cpu-1.json');
		expect(page.last('ledger')?.bytes).toEqual(first?.bytes);
		await page.host.ledger(CASES.length);
		expect(page.last('failed')?.detail).toBe('no-such-incident');
	});

	it('over dropped files gives the figures of the same incidents simulated', async () => {
		const made = CASES.map(simulateIncident);
		const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
		const entries = Object.fromEntries(
			made.map(({ incident }) => [`dev/${incident.id}.json.gz`, gzipSync(text(encodeIncident(incident)))]),
		);
		const stranger = { ...made[0]!.incident, id: 'stranger' };
		const bytes = zipSync({
			...entries,
			'dev/labels.json': text(labelsDocument(made)),
			'dev/README.md': text('what this is'),
			'dev/stranger.json': text(encodeIncident(stranger)),
			'dev/torn.json': text({ format: 'incident-json', version: 1 }),
		});
		const files = unwrap(sortLabelledFiles([{ name: 'set.zip', bytes }]));
		const [dropped, simulated] = [openPage(freshName()), openPage(freshName())];
		await dropped.host.start({ kind: 'files', name: 'set', ...files });
		await simulated.host.start({ kind: 'simulated', set: SET });
		const left = dropped.lines().filter(({ kind }) => kind === 'left-out');
		expect(left.map(({ id, failure }) => [id, failure?.code])).toEqual([
			['stranger', undefined],
			['set.zip/dev/torn.json', expect.any(String)],
		]);
		const [given, wanted] = [dropped.last('report')!.report, simulated.last('report')!.report];
		expect(given).toMatchObject({ dataset: 'set', n: wanted.n, faultFree: wanted.faultFree });
		for (const one of wanted.cases) expect(given.cases).toContainEqual(one);
	});
});

describe('sortLabelledFiles', () => {
	const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
	it.each([
		[[file('a.json', '{}')], 'no-labels'],
		[[file('labels.json', '{"a":{"root_cause":"x"}}'), file('README.md', '')], 'no-incidents'],
		[[file('labels.json', '{"a":{"root_cause":7}}'), file('a.json', '{}')], 'bad-labels'],
		[[file('labels.json', '{"a":'), file('a.json', '{}')], 'bad-labels'],
		[[file('set.zip', 'PK\u0003\u0004nothing')], 'broken-archive'],
	] as const)('refuses %j with %s', (files, code) => {
		expect(sortLabelledFiles(files)).toMatchObject({ ok: false, error: { code } });
	});
});
