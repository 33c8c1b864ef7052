import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { checkpointCommand } from '../../src/lib/cli/checkpoint-command.ts';
import { proofCommand } from '../../src/lib/cli/proof-command.ts';
import type { Command } from '../../src/lib/cli/terminal.ts';
import { verifyCommand } from '../../src/lib/cli/verify-command.ts';
import { hashTransaction } from '../../src/lib/chain/parse-transaction.ts';
import { buildLedger, encodeLedger } from '../../src/lib/ledger/export-ledger.ts';
import { parseLedger } from '../../src/lib/ledger/format.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LEDGER = join(root, 'data/ledgers/train-ticket-sample.json');
const ledger = unwrap(parseLedger(new Uint8Array(readFileSync(LEDGER))));
const { size, headHash } = ledger.checkpoint;
const MISSING = 3;

const folder = mkdtempSync(join(tmpdir(), 'dao-gov-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string, text: string) => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};

/** The same chain with its last blocks cut off and the seal made anew, as somebody would who wants it unnoticed. */
const truncated = inFolder(
	'truncated.json',
	encodeLedger(
		buildLedger({
			genesis: ledger.genesis,
			blocks: ledger.blocks.slice(0, -MISSING),
			evidenceOf: (hash) => ledger.evidence[hash],
			exportedAt: ledger.exportedAt,
		}),
	),
);

/** Runs a command here and answers what it printed, and its exit code. */
async function run(command: Command, ...args: string[]) {
	let out = '';
	let errors = '';
	const stdout = vi
		.spyOn(process.stdout, 'write')
		.mockImplementation((text) => ((out += String(text)), true));
	const stderr = vi
		.spyOn(process.stderr, 'write')
		.mockImplementation((text) => ((errors += String(text)), true));
	try {
		return { code: await command(args), out, errors };
	} finally {
		stdout.mockRestore();
		stderr.mockRestore();
	}
}

const printed = async (command: Command, ...args: string[]) => {
	const { code, out, errors } = await run(command, ...args);
	expect([code, errors]).toEqual([0, '']);
	return out;
};

describe('cli checkpoint', () => {
	it('prints what C2SP tlog-checkpoint asks for, or JSON', async () => {
		const { chainId } = ledger.genesis;
		const base64 = Buffer.from(ledger.checkpoint.root.slice(2), 'hex').toString('base64');
		expect(await printed(checkpointCommand, LEDGER)).toBe(`dao-gov/v1/${chainId}\n${size}\n${base64}\n`);
		expect(JSON.parse(await printed(checkpointCommand, LEDGER, '--json'))).toEqual(ledger.checkpoint);
	});

	it('says where the file states another one', async () => {
		const edited = { ...ledger, checkpoint: { ...ledger.checkpoint, size: size + 1 } };
		const { code, out, errors } = await run(
			checkpointCommand,
			inFolder('sealed.json', encodeLedger(edited)),
			'--json',
		);
		expect([code, JSON.parse(out)]).toEqual([1, ledger.checkpoint]);
		expect(errors).toContain('another checkpoint');
	});
});

describe('cli verify of a truncated ledger', () => {
	const missing = `consistent as far as it goes; ${MISSING} blocks missing`;

	it('is content without anything from elsewhere, and says that it cannot tell', async () => {
		expect(await printed(verifyCommand, truncated)).toMatch(/Complete\? +cannot-tell/);
	});

	it('says how many blocks are missing under a checkpoint: text, file, or JSON with the head', async () => {
		const text = await printed(checkpointCommand, LEDGER);
		const json = await printed(checkpointCommand, LEDGER, '--json');
		for (const expected of [text, inFolder('checkpoint.txt', text), json, inFolder('seal.json', json)]) {
			const { code, out } = await run(verifyCommand, truncated, '--expect', expected);
			expect(code).toBe(1);
			expect(out).toContain(missing);
			expect(out).toMatch(/Complete\? +no/);
		}
	});

	it('says of a bare head that it is not in it, and how many blocks are missing unknown', async () => {
		const { code, out } = await run(verifyCommand, truncated, '--expect', headHash);
		expect(code).toBe(1);
		expect(out).toContain('the expected head is not in this ledger; how many blocks are missing is unknown');
		expect(out).not.toMatch(/\d+ blocks? missing/);
	});

	it('is content with a checkpoint of what it still holds, and the whole ledger with both', async () => {
		const earlier = await printed(checkpointCommand, truncated);
		expect(await printed(verifyCommand, truncated, '--expect', earlier)).toContain(
			'ends at the expected checkpoint',
		);
		expect(await printed(verifyCommand, LEDGER, '--expect', earlier)).toContain(
			`holds what was expected, and ${MISSING} blocks more`,
		);
		expect(await printed(verifyCommand, LEDGER, '--expect', headHash)).toContain('ends at the expected head');
	});

	it('refuses a checkpoint of another chain as input, not as an answer', async () => {
		const other = (await printed(checkpointCommand, LEDGER)).replace(/0x../, '0x00');
		const { code, errors } = await run(verifyCommand, truncated, '--expect', other);
		expect(code).toBe(2);
		expect(errors).toContain('other-chain');
	});
});

describe('cli proof', () => {
	const refused = ledger.blocks.flatMap(({ transactions, receipts }) =>
		transactions.filter((_, index) => receipts[index]?.status === 'reverted'),
	)[0]!;
	const hash = hashTransaction(refused);

	it('writes a file that verify knows and a checkpoint from elsewhere vouches for', async () => {
		const file = join(folder, 'proof.json');
		expect(await printed(proofCommand, LEDGER, hash, '--out', file)).toContain(`${hash}: reverted in block`);
		expect(await printed(verifyCommand, file)).toMatch(/Independent\? +cannot-tell/);
		const checkpoint = await printed(checkpointCommand, LEDGER);
		expect(await printed(verifyCommand, file, '--expect', checkpoint)).toMatch(/Independent\? +yes/);
		expect(readFileSync(file, 'utf8')).toBe(await printed(proofCommand, LEDGER, hash));
	});

	it('exits 1 where the proof was changed, or the expected log is another', async () => {
		const text = await printed(proofCommand, LEDGER, hash);
		const posed = inFolder('posed.json', text.replace('"status":"reverted"', '"status":"success"'));
		const { code, out } = await run(verifyCommand, posed, '--json');
		expect([code, (JSON.parse(out) as { findings: { code: string }[] }).findings[0]?.code]).toEqual([
			1,
			'receipt-not-in-block',
		]);
		const earlier = await printed(checkpointCommand, truncated);
		const other = await run(verifyCommand, inFolder('proof.json', text), '--expect', earlier);
		expect(other.code).toBe(1);
		expect(other.out).toContain('another-size');
	});

	it('exits 1 where the ledger does not hold at that transaction', async () => {
		const edited = encodeLedger(ledger).replace(
			refused.signature,
			ledger.blocks[1]!.transactions[0]!.signature,
		);
		const { code, out, errors } = await run(proofCommand, inFolder('edited.json', edited), hash);
		expect([code, out]).toEqual([1, '']);
		expect(errors).toContain('transaction-not-in-block: txProof; bad-sender-signature: sender');
	});

	it.each([
		['no hash', [LEDGER], 'missing-argument'],
		['a hash in capitals', [LEDGER, hash.toUpperCase()], 'bad-argument'],
		['a hash of nothing', [LEDGER, headHash], 'unknown-transaction'],
		['no ledger', [join(root, 'package.json'), hash], 'not-a-ledger'],
		['no file', [join(folder, 'none.json'), hash], 'unreadable'],
	])('exits 2 for %s', async (_name, args, expected) => {
		const { code, errors } = await run(proofCommand, ...args);
		expect([code, errors.split(';')[0]]).toEqual([2, `error: ${expected}`]);
	});

	it('exits 2 for a proof of a later version', async () => {
		const later = (await printed(proofCommand, LEDGER, hash)).replace('"version":1', '"version":2');
		const { code, errors } = await run(verifyCommand, inFolder('later.json', later));
		expect(code).toBe(2);
		expect(errors).toContain('newer-version');
	});
});

it('the command line finds these commands', () => {
	const cli = (...args: string[]) =>
		spawnSync(process.execPath, ['--import', 'tsx', 'src/lib/cli/main.ts', ...args], {
			cwd: root,
			encoding: 'utf8',
		});
	const help = cli('--help').stdout;
	for (const command of ['verify FILE', 'proof LEDGER TXHASH', 'checkpoint LEDGER'])
		expect(help).toContain(command);
	const verified = cli('verify', truncated, '--expect', headHash);
	expect([verified.status, verified.stderr]).toEqual([1, '']);
});
