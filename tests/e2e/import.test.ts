import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { dropFiles, fileAt } from './drop-files.ts';
import { openPage } from './open-page.ts';

const FORMATS = join(process.env.SHARED_DIR ?? join(process.cwd(), '../shared'), 'formats');
const SAMPLE = join(process.cwd(), 'data/incidents/train-ticket-sample.json');

test.use({ locale: 'en-US' });

type Given = { readonly name: string; readonly bytes: Uint8Array };
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Files below a folder of the samples whose path within it matches. */
function samples(folder: string, which = /./): Given[] {
	const names = readdirSync(join(FORMATS, folder), { recursive: true, encoding: 'utf8' }).sort();
	return names
		.filter((name) => /\.(?:csv|jsonl?)$/.test(name) && which.test(name))
		.map((name) => fileAt(join(FORMATS, folder, name)));
}

async function openConsole(page: Page): Promise<Locator> {
	await openPage(page, './');
	await expect(page.getByTestId('status-sentence')).toContainText('food-buy');
	return page.getByRole('dialog');
}

/** A fact of the import report by its name. */
const fact = (dialog: Locator, name: string) =>
	dialog
		.getByTestId('import-facts')
		.locator('div')
		.filter({ has: dialog.page().getByText(name, { exact: true }) });

test('every sample file is recognised by its content and reported, whatever its name', async ({ page }) => {
	test.skip(!existsSync(FORMATS), `the samples are absent: ${FORMATS}`);
	test.setTimeout(90_000);
	const sets: { form: string; files: Given[]; says: readonly (readonly [fact: string, value: string])[] }[] =
		[
			...['onlineboutique', 'trainticket'].flatMap((system) => [
				{
					form: 'Jaeger JSON',
					files: samples('jaeger', new RegExp(`${system}-(?:normal|incident)`)),
					says: [['Spans', system === 'trainticket' ? '8,992' : '10,988']] as const,
				},
				{
					form: 'Jaeger JSON',
					files: samples('jaeger', new RegExp(`${system}-one`)),
					says: [['Services', '6']] as const,
				},
				{
					form: 'OTLP JSON',
					files: samples('otlp', new RegExp(`${system}-(?:normal|incident)`)),
					says: [['Spans', system === 'trainticket' ? '8,992' : '10,988']] as const,
				},
				{
					form: 'OTLP JSON',
					files: samples('otlp', new RegExp(`${system}-one-trace.json$`)),
					says: [['Spans', system === 'trainticket' ? '33' : '48']] as const,
				},
				{
					form: 'Prometheus JSON',
					files: samples('prometheus', new RegExp(system)),
					says: [['Services', system === 'trainticket' ? '46' : '9']] as const,
				},
				{
					form: 'Nezha CSV',
					files: samples(`nezha-csv/${system}`),
					says: [['Services', system === 'trainticket' ? '28' : '10']] as const,
				},
			]),
			{ form: 'OTLP JSON', files: samples('otlp', /jsonl$/), says: [['Spans', '33']] },
			{ form: 'PetShop CSV', files: samples('petshop'), says: [['Windows', '5 × 300 s']] },
			{ form: 'mABC files', files: samples('mabc'), says: [['Nodes', '5']] },
		];
	const named = new Set(sets.flatMap(({ files }) => files.map(({ name }) => name)));
	expect(samples('.').filter(({ name }) => !named.has(name))).toEqual([]);

	const dialog = await openConsole(page);
	for (const { form, files, says } of sets)
		for (const given of [files, files.map(({ bytes }) => ({ name: 'unknown', bytes }))]) {
			await dropFiles(page, given);
			await expect(fact(dialog, 'Form')).toContainText(form, { timeout: 30_000 });
			for (const [name, value] of says) await expect(fact(dialog, name)).toContainText(value);
			if (given.length <= 3) await expect(fact(dialog, 'Files')).toContainText(given[0]!.name);
			else await expect(fact(dialog, 'Files')).toContainText(String(given.length));
			await expect(dialog.getByRole('button', { name: 'Run the diagnosis' })).toBeEnabled();
			await dialog.getByRole('button', { name: 'Discard' }).click();
			await expect(dialog).toBeHidden();
		}
});

test('part of a data set says what belongs to it; logs alone are reported but cannot be run', async ({
	page,
}) => {
	test.skip(!existsSync(FORMATS), `the samples are absent: ${FORMATS}`);
	const dialog = await openConsole(page);
	for (const [folder, which, says] of [
		['mabc', /label/, 'endpoints_stat is missing'],
		['petshop', /graph/, 'metrics.csv is missing'],
	] as const) {
		await dropFiles(page, samples(folder, which));
		await expect(dialog).toContainText(says);
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
	}
	await dropFiles(page, [...samples('mabc', /stat/), ...samples('petshop', /metrics/)]);
	await expect(dialog).toContainText('different forms');
	await page.keyboard.press('Escape');
	await dropFiles(page, samples('nezha-csv/trainticket/log', /13_33/));
	await expect(dialog).toContainText('No alert is named');
	await expect(dialog.getByRole('button', { name: 'Run the diagnosis' })).toBeDisabled();
});

test('hostile and broken files are named in words, and the run before them stays', async ({ page }) => {
	const dialog = await openConsole(page);
	await dropFiles(page, [fileAt(SAMPLE)]);
	await page.getByRole('button', { name: 'Skip to end' }).click();
	const verdict = page.getByRole('button', { name: 'Confirm verdict' });
	await expect(verdict).toBeVisible({ timeout: 30_000 });
	const sentence = await page.getByTestId('status-sentence').innerText();

	const bad: readonly (Given & { readonly says: readonly string[] })[] = [
		{
			name: 'zeros.gz',
			bytes: gzipSync(Buffer.alloc(200 * 2 ** 20), { level: 9 }),
			says: ['zeros.gz', 'more than 200 times'],
		},
		{
			name: 'deep.json',
			bytes: bytesOf('['.repeat(100_000)),
			says: ['deep.json', 'line 1', 'nested more than'],
		},
		{
			name: 'quote.csv',
			bytes: bytesOf(
				'time,service,cpu\n2024-01-01 00:00:00,a,1\n2024-01-01 00:01:00,"b,2\n2024-01-01 00:02:00,c,3\n',
			),
			says: ['quote.csv, row 3', 'never closed', '"b,2'],
		},
		{ name: 'empty.json', bytes: new Uint8Array(), says: ['empty.json is empty'] },
		{
			name: 'latin.csv',
			bytes: new Uint8Array([...bytesOf('time,service,cpu\n1700000000,caf'), 0xe9, 0x0a]),
			says: ['UTF-8'],
		},
		{
			name: 'photo',
			bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
			says: ['photo was not recognised', 'Looked for'],
		},
	];
	for (const { name, bytes, says } of bad) {
		await dropFiles(page, [{ name, bytes }]);
		for (const part of says) await expect(dialog).toContainText(part, { timeout: 20_000 });
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(page.getByTestId('status-sentence')).toHaveText(sentence);
		await expect(verdict).toBeEnabled();
	}
	await page.reload();
	await expect(verdict).toBeVisible();
});

test('a long read shows how far it is and can be cancelled, and the page answers meanwhile', async ({
	page,
}) => {
	await openConsole(page);
	const transfer = await page.evaluateHandle(() => {
		const rows = Array.from(
			{ length: 20_000 },
			(_, i) => `${1_700_000_000 + (i % 2000)},service-${i % 50},${i % 100}\n`,
		).join('');
		const data = new DataTransfer();
		data.items.add(new File(['time,service,cpu\n', ...Array.from({ length: 120 }, () => rows)], 'long.csv'));
		return data;
	});
	await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
	const reading = page.getByTestId('reading');
	await expect(reading).toContainText('Reading long.csv');
	await expect(reading).toContainText(/ of [\d.]+ MB · [\d,]+ rows/);
	await expect(reading.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /\d+/);
	await page.evaluate(async () => {
		for (let frame = 0; frame < 30; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
	});
	await expect(reading).toBeVisible();
	await reading.getByRole('button', { name: 'Cancel' }).click();
	await expect(reading).toBeHidden();
	await expect(page.getByRole('dialog')).toBeHidden();
	await dropFiles(page, [fileAt(SAMPLE)]);
	await expect(page.getByTestId('status-sentence')).toContainText('Alert on train-buy', { timeout: 20_000 });
});

/** Twelve minutes of two front doors: `shop` slow at minutes 8 and 9, `pay` failing at minutes 3 and 4; no alert. */
function withoutAlert(): Given {
	const at = (i: number) => `2024-01-01 00:${String(i).padStart(2, '0')}:00`;
	const each = <T>(value: (i: number) => T) => Array.from({ length: 12 }, (_, i) => value(i));
	const file = {
		id: 'two-doors',
		minutes: each(at),
		nodes: {
			shop: {
				calls: each(() => 50),
				average_duration: each((i) => (i === 8 || i === 9 ? 900 : 10 + (i % 3))),
			},
			pay: {
				calls: each(() => 50),
				average_duration: each((i) => 20 + (i % 2)),
				error_rate: each((i) => (i === 3 || i === 4 ? 40 : 0)),
			},
		},
	};
	return { name: 'unknown', bytes: bytesOf(JSON.stringify(file)) };
}

test('a derived alert and its windows are changed on the chart by key and by pointer, and the run uses them', async ({
	page,
}) => {
	const dialog = await openConsole(page);
	await dropFiles(page, [withoutAlert()]);
	const sentence = dialog.getByTestId('alert-sentence');
	await expect(sentence).toContainText(
		'shop, average duration 900 ms (usually 11 ms) at 2024-01-01 00:08:00',
	);
	const onset = dialog.getByRole('slider', { name: 'Fault begins' });
	await expect(onset).toHaveAttribute('aria-valuetext', '00:08');

	const series = dialog.getByLabel('Alerted node and signal');
	const choice = await series.locator('option', { hasText: 'pay · error rate' }).getAttribute('value');
	await series.selectOption(choice);
	await expect(sentence).toContainText('pay, error rate 40%');
	await expect(onset).toHaveAttribute('aria-valuetext', '00:03');

	await onset.focus();
	await page.keyboard.press('ArrowRight');
	await expect(onset).toHaveAttribute('aria-valuetext', '00:04');
	await expect(sentence).toContainText('at 2024-01-01 00:04:00');
	await expect(dialog.getByLabel('Fault begins').last()).toHaveValue('4');

	const end = dialog.getByRole('slider', { name: 'Fault ends' });
	const grip = (await end.locator('.grip').boundingBox())!;
	const fault = (await dialog.locator('[data-range=fault]').boundingBox())!;
	const before = Number(await end.getAttribute('aria-valuenow'));
	await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
	await page.mouse.down();
	const step = fault.width / (before - 4 + 1);
	await page.mouse.move(grip.x + grip.width / 2 + 2 * step, grip.y + 5, { steps: 4 });
	await page.mouse.up();
	await expect(end).toHaveAttribute('aria-valuenow', String(before + 2));

	await dialog.getByRole('button', { name: 'Run the diagnosis' }).click();
	await expect(page.getByTestId('status-sentence')).toContainText('Alert on pay', { timeout: 20_000 });
	await page.getByTestId('imported').getByRole('button', { name: 'Import report' }).click();
	await expect(dialog).toContainText('pay, error rate 40%');
	await expect(dialog.getByRole('button', { name: 'Run the diagnosis' })).toHaveCount(0);
});

test.describe('on a phone in the dark', () => {
	test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'zh-CN', hasTouch: true });

	test('the report and the chart fit, can be read aloud, and lists reach what a finger cannot', async ({
		page,
	}) => {
		const dialog = await openConsole(page);
		await dropFiles(page, [withoutAlert()]);
		await expect(dialog.getByTestId('alert-sentence')).toContainText('shop');
		await dialog.getByRole('combobox', { name: '基准结束' }).selectOption({ label: '00:02' });
		await expect(dialog.getByRole('slider', { name: '基准结束' })).toHaveAttribute('aria-valuetext', '00:02');
		await expect(dialog.getByRole('button', { name: '恢复推导的选择' })).toBeVisible();
		const onset = dialog.getByRole('slider', { name: '故障开始' });
		await dragByFinger(page, onset.locator('.grip'), dialog.locator('[data-range=baseline]').first());
		await expect(onset).not.toHaveAttribute('aria-valuetext', '00:08');
		expect(await beyondTheEdge(dialog)).toEqual([]);
		const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
	});

	test('a name without end breaks no line', async ({ page }) => {
		const dialog = await openConsole(page);
		await dropFiles(page, [{ name: 'x'.repeat(240), bytes: bytesOf('hello') }]);
		await expect(dialog).toContainText('认不出');
		expect(await beyondTheEdge(dialog)).toEqual([]);
	});
});

/** What of a dialog lies beyond the right edge of the window. */
function beyondTheEdge(dialog: Locator): Promise<readonly string[]> {
	return dialog.evaluate((element) =>
		[...element.querySelectorAll('*')]
			.filter((one) => one.getBoundingClientRect().right > innerWidth)
			.map((one) => one.outerHTML.slice(0, 80)),
	);
}

/** Puts a finger on something and lifts it in the middle of something else. */
async function dragByFinger(page: Page, from: Locator, to: Locator): Promise<void> {
	await from.scrollIntoViewIfNeeded();
	const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
	const y = start.y + start.height / 2;
	const touch = await page.context().newCDPSession(page);
	const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
		touch.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y }] });
	const [first, last] = [start.x + start.width / 2, end.x + end.width / 2];
	await send('touchStart', first);
	for (const share of [0.25, 0.5, 0.75, 1]) await send('touchMove', first + share * (last - first));
	await send('touchEnd');
}
