import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createChainKeys, seededEntropy } from '../../src/lib/runtime/keyring.ts';
import { decodeHex } from '../../src/lib/primitives/bytes.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { encodeNezhaTraces } from '../../src/lib/simulator/exporters/nezha.ts';
import { recordRun } from '../../src/lib/simulator/record-run.ts';
import type { JsonValue } from '../../src/lib/primitives/json.ts';
import { carryOut, startChromium } from './browser/chromium.ts';
import { weighExplorer } from './browser/memory.ts';
import { bundleForBrowser, bundleForNode, OUT } from './bundle.ts';
import type { Figure } from './figure.ts';
import type { BenchInput } from './input.ts';
import { FULL, QUICK, type Amounts } from './options.ts';
import { createEthereumChain, encodeEthereumChain } from './peers/ethereumjs.ts';
import { libauthEngine } from './peers/libauth.ts';
import { SUITES, type SuiteName } from './suites/suites.ts';
import { formatTable } from './table.ts';
import { createTransferLedger } from './transfers.ts';

const USAGE = `npm run bench -- [--quick] [--json] [--in node|chromium] [--only SUITE[,SUITE]]

  Measures every goal of the performance page as a ratio of two things run in turn.
  --quick  a smoke run: small amounts, one round; its figures mean nothing
  --json   one line of JSON on stdout instead of tables
  --in     only one environment
  --only   of: ${[...Object.keys(SUITES), 'memory'].join(', ')}
`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const INPUT = join(OUT, 'input.json');

/** Progress: on a terminal one line that is overwritten, else a line now and then. */
function createProgress(): (step: string) => void {
	let last = 0;
	return (step) => {
		const line = step.replace(/\s+/g, ' ').slice(0, 110);
		if (process.stderr.isTTY) return void process.stderr.write(`\r\u001b[K${line}`);
		if (performance.now() - last < 10_000) return;
		last = performance.now();
		process.stderr.write(`${line}\n`);
	};
}

/** Makes what all environments measure, and keeps it as a file. */
async function makeInput(amounts: Amounts, onStep: (step: string) => void): Promise<void> {
	const ledger = createTransferLedger({
		transfers: amounts.transfers,
		perBlock: amounts.transfersPerBlock,
		engine: libauthEngine,
		onStep: (step) => onStep(`input: ${step}`),
	});
	onStep('input: the peer’s chain');
	const { secrets } = createChainKeys(seededEntropy('peer'));
	const keys = Object.values(secrets).map((hex) => unwrap(decodeHex(hex)));
	const ethereum = encodeEthereumChain(await createEthereumChain(keys, amounts.peerTransfers));
	const sample = readFileSync(join(root, 'data/incidents/train-ticket-sample.json'), 'utf8');
	const run = recordRun({
		size: 40,
		fault: 'cpu',
		severity: 0.5,
		seed: 1,
		requestsPerWindow: amounts.tracesPerWindow,
	});
	const traces = encodeNezhaTraces(run.spans);
	const input: BenchInput = { ledger, ethereum, incident: JSON.parse(sample) as JsonValue, traces };
	mkdirSync(OUT, { recursive: true });
	writeFileSync(INPUT, JSON.stringify(input));
}

async function measureInNode(
	suites: readonly SuiteName[],
	amounts: Amounts,
	onStep: (step: string) => void,
): Promise<readonly Figure[]> {
	const entry = await bundleForNode();
	return new Promise((resolve, reject) => {
		const child = execFile(
			process.execPath,
			[entry, INPUT, JSON.stringify({ suites, amounts })],
			{ maxBuffer: 2 ** 24 },
			(error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout) as readonly Figure[])),
		);
		child.stderr?.on('data', (text) => onStep(`node: ${String(text)}`));
	});
}

async function measureInChromium(
	suites: readonly SuiteName[],
	withMemory: boolean,
	amounts: Amounts,
	onStep: (step: string) => void,
): Promise<{ readonly version: string; readonly figures: readonly Figure[] }> {
	const benchRoot = await bundleForBrowser();
	copyFileSync(INPUT, join(benchRoot, 'input.json'));
	const chromium = await startChromium(benchRoot);
	const tell = (step: string) => onStep(`chromium: ${step}`);
	try {
		const context = await chromium.newContext();
		const order = { kind: 'measure', suites, amounts } as const;
		const figures = [...((await carryOut(chromium, context, order, tell)) as readonly Figure[])];
		await context.close();
		if (withMemory) figures.push(...(await weighExplorer(chromium, amounts, tell)));
		return { version: chromium.version, figures };
	} finally {
		await chromium.close();
	}
}

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			quick: { type: 'boolean' },
			json: { type: 'boolean' },
			help: { type: 'boolean' },
			in: { type: 'string' },
			only: { type: 'string' },
		},
	});
	if (values.help) return (console.log(USAGE), 0);
	const asked = values.only?.split(',') ?? [...Object.keys(SUITES), 'memory'];
	const suites = asked.filter((name): name is SuiteName => Object.hasOwn(SUITES, name));
	const withMemory = asked.includes('memory');
	if (suites.length + Number(withMemory) !== asked.length) return (console.error(USAGE), 2);
	if (withMemory && values.in !== 'node' && !existsSync(join(root, 'build/explorer/index.html')))
		return (
			console.error('memory: the app is not built; run `npm run build` first, or leave it out with --only'),
			2
		);
	const amounts = values.quick ? QUICK : FULL;
	const onStep = createProgress();
	const loadBefore = loadavg();
	await makeInput(amounts, onStep);
	const node = values.in === 'chromium' ? undefined : await measureInNode(suites, amounts, onStep);
	const chromium =
		values.in === 'node' ? undefined : await measureInChromium(suites, withMemory, amounts, onStep);
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
	const machine = {
		cores: cpus().length,
		node: process.version,
		chromium: chromium?.version ?? null,
		loadBefore,
		loadAfter: loadavg(),
	};
	if (values.json) console.log(JSON.stringify({ machine, amounts, node, chromium: chromium?.figures }));
	else {
		console.log(`${JSON.stringify(machine)}\n`);
		if (chromium)
			console.log(
				`${formatTable({ environment: `Chromium ${chromium.version}`, figures: chromium.figures })}\n`,
			);
		if (node) console.log(formatTable({ environment: `Node ${process.version}`, figures: node }));
	}
	return 0;
}

process.exitCode = await main();
