import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../primitives/result.ts';
import { createImportHost } from './import-host.ts';
import type { ReadProgress } from './session.ts';

const SAMPLE = readFileSync('data/incidents/train-ticket-sample.json', 'utf8');
const MINUTES = ['2024-01-01 00:00:00', '2024-01-01 00:01:00', '2024-01-01 00:02:00', '2024-01-01 00:03:00'];
const NO_ALERT = JSON.stringify({
	minutes: MINUTES,
	nodes: {
		shop: { calls: [9, 9, 9, 9], average_duration: [10, 10, 10, 900] },
		pay: { calls: [9, 9, 9, 9], average_duration: [10, 10, 80, 10] },
	},
});
const QUIET = () => undefined;

const file = (text: string, name = 'unknown') => new File([text], name);
/** A clock that moves on at every look, so that every step breathes. */
function createClock(): () => number {
	let ms = 0;
	return () => (ms += 1000);
}
const createHost = () => createImportHost(createClock());

describe('import host', () => {
	it('reads a file with its alert, ready to run, and tells every phase', async () => {
		const host = createHost();
		const told: ReadProgress[] = [];
		const preview = unwrap(await host.read([file(SAMPLE)], (progress) => told.push(progress)));
		expect(preview).toMatchObject({ ready: true, setup: null, report: { importer: 'incident-json' } });
		expect([...new Set(told.map(({ phase }) => phase))]).toEqual([
			'opening',
			'unpacking',
			'recognising',
			'reading',
		]);
		expect(told.at(-1)).toMatchObject({ file: 'unknown', doneBytes: SAMPLE.length });
		expect(unwrap(host.incident(preview.id)).alert).toEqual(preview.alert);
	});

	it('derives an alert, and runs the one that was chosen', async () => {
		const host = createHost();
		const { id, setup, ready } = unwrap(await host.read([file(NO_ALERT)], QUIET));
		expect([ready, setup?.alert.node]).toEqual([false, 'shop']);
		const track = { node: 'pay', signal: 'latency' };
		expect(unwrap(host.choose(id, { track, window: null })).alert).toMatchObject({ node: 'pay' });
		expect(unwrap(host.incident(id)).alert).toMatchObject({ node: 'pay', time: MINUTES[2] });
		const window = { baseline: [0, 1], incident: [3, 3] } as const;
		expect(unwrap(host.choose(id, { track: null, window })).window).toEqual(window);
		expect(unwrap(host.incident(id)).phase).toEqual(['baseline', 'baseline', 'pre', 'incident']);
		expect(host.choose(id, { track: { node: 'x', signal: 'latency' }, window: null }).ok).toBe(false);
		expect(unwrap(host.incident(id)).alert.node).toBe('shop');
	});

	it('skips what no importer knows among other files, and does not run that unseen', async () => {
		const host = createHost();
		const files = [file('what this is', 'README.md'), file(SAMPLE, 'sample.json')];
		const preview = unwrap(await host.read(files, QUIET));
		expect(preview).toMatchObject({ ready: false, report: { files: ['sample.json'] } });
		expect(preview.warnings).toContainEqual({ code: 'skipped-file', where: 'README.md', count: 1 });
	});

	it('shows what has no alert, but does not run it', async () => {
		const host = createHost();
		const text = JSON.stringify({ minutes: MINUTES, nodes: { shop: { calls: [1, 2, 3, 4] } } });
		const preview = unwrap(await host.read([file(text)], QUIET));
		expect(preview).toMatchObject({ alert: null, setup: null, report: { nodes: 1 } });
		expect(host.incident(preview.id)).toMatchObject({
			error: { code: 'not-imported', cause: { code: 'no-alert' } },
		});
	});

	it('is cancelled in every phase', async () => {
		for (const phase of ['opening', 'unpacking', 'recognising', 'reading']) {
			const host = createHost();
			const stop = (progress: ReadProgress) => progress.phase === phase && host.drop();
			const read = await host.read([file(SAMPLE)], stop);
			expect([phase, read]).toEqual([phase, { ok: false, error: { code: 'cancelled', detail: '' } }]);
		}
	});

	it('lets the newest files win', async () => {
		const host = createHost();
		const [first, second] = await Promise.all([
			host.read([file(SAMPLE)], QUIET),
			host.read([file(NO_ALERT)], QUIET),
		]);
		expect(first).toMatchObject({ error: { code: 'cancelled' } });
		const { id } = unwrap(second);
		expect(host.incident(id - 1)).toMatchObject({ error: { code: 'import-gone' } });
		expect(host.choose(id - 1, { track: null, window: null })).toMatchObject({
			error: { code: 'import-gone' },
		});
		host.drop();
		expect(host.incident(id)).toMatchObject({ error: { code: 'import-gone' } });
	});

	it('tells a fault of its own instead of leaving the reader waiting', async () => {
		const endless = { name: 'endless', size: -1, slice: () => new Blob() } as unknown as File;
		const read = await createHost().read([endless], QUIET);
		expect(read).toMatchObject({ error: { code: 'stopped-by-fault' } });
	});

	it('takes no byte of files that are too large, alone or together, and says when one is gone', async () => {
		const untouched = (name: string, size: number) =>
			({
				name,
				size,
				slice: () => {
					throw new Error('it was read');
				},
			}) as unknown as File;
		const alone = await createHost().read([untouched('huge', 3e8)], QUIET);
		expect(alone).toMatchObject({ error: { cause: { code: 'too-large', file: 'huge', actualBytes: 3e8 } } });
		const many = [1, 2, 3].map((part) => untouched(`part-${part}`, 2e8));
		const together = await createHost().read(many, QUIET);
		expect(together).toMatchObject({ error: { cause: { code: 'too-large-together', files: 3 } } });
		const swarm = await createHost().read(
			Array.from({ length: 2001 }, (_, i) => untouched(`f${i}`, 1)),
			QUIET,
		);
		expect(swarm).toMatchObject({ error: { cause: { code: 'too-many-files', actual: 2001 } } });
		const gone = await createHost().read([untouched('gone', 10)], QUIET);
		expect(gone).toEqual({ ok: false, error: { code: 'unreadable-file', detail: 'gone' } });
	});
});
