import { existsSync } from 'node:fs';
import { parseLedger } from '../ledger/format.ts';
import { parseExpectation } from '../ledger/parse-expectation.ts';
import { QUESTIONS, type Expectation, type LedgerReport } from '../ledger/report.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { ok, type Result } from '../primitives/result.ts';
import type { Hash } from '../primitives/bytes.ts';
import { readBytes } from './read-files.ts';
import {
	endProgress,
	fail,
	onlyArgument,
	parseOptions,
	printJson,
	printLines,
	showProgress,
	type CliFailure,
	type Command,
} from './terminal.ts';

/** `verify LEDGER`: the five answers; exit 1 where one of them is no. */
export const verifyCommand: Command = async (args) => {
	const options = parseOptions(args, { expect: { type: 'string' }, json: { type: 'boolean' } });
	if (!options.ok) return fail(options.error);
	const { values, positionals } = options.value;
	const path = onlyArgument(positionals, 'LEDGER');
	if (!path.ok) return fail(path.error);
	const bytes = await readBytes(path.value);
	if (!bytes.ok) return fail(bytes.error);
	const ledger = parseLedger(bytes.value);
	if (!ledger.ok) return fail({ ...ledger.error, file: path.value });
	const expect = await readExpectation(values.expect, ledger.value.genesis.chainId);
	if (!expect.ok) return fail(expect.error);
	const report = await verifyLedger(ledger.value, {
		...(expect.value ? { expect: expect.value } : {}),
		onProgress: ({ step, done, total }) => showProgress(`${step} ${done}/${total}`),
	});
	endProgress();
	if (values.json) printJson(report);
	else printLines(describe(report));
	return report.ok ? 0 : 1;
};

async function readExpectation(
	given: string | undefined,
	chainId: Hash,
): Promise<Result<Expectation | undefined, CliFailure>> {
	if (given === undefined) return ok(undefined);
	if (!existsSync(given)) return parseExpectation(given, chainId);
	const bytes = await readBytes(given);
	return bytes.ok ? parseExpectation(new TextDecoder().decode(bytes.value), chainId) : bytes;
}

const LABELS: { readonly [Q in (typeof QUESTIONS)[number]]: string } = {
	unchanged: 'Unchanged?',
	signed: 'Who signed?',
	rules: 'Rules kept?',
	complete: 'Complete?',
	independent: 'Independent?',
};

function describe(report: LedgerReport): readonly string[] {
	const { first } = report;
	const lines = QUESTIONS.map((question) => `${LABELS[question].padEnd(13)} ${report.answers[question]}`);
	lines.unshift(
		`${report.blocks} blocks, ${report.transactions} transactions, ${report.refused} refused; head ${report.head}`,
	);
	if (report.missingEvidence > 0) lines.push(`${report.missingEvidence} off-chain contents: hash only`);
	if (report.expectation.kind === 'checkpoint-ahead')
		lines.push(`consistent as far as it goes; ${report.expectation.missing} blocks missing`);
	if (report.expectation.kind === 'head-unknown')
		lines.push('the expected head is not in this ledger; how many blocks are missing is unknown');
	if (first)
		lines.push(
			`first: ${first.evidence ? `evidence ${first.evidence}${first.row === undefined ? '' : ` row ${first.row}`}` : `block ${first.block}`}` +
				`${first.tx === null ? '' : `, transaction ${first.tx}`}, ${first.field}: expected ${JSON.stringify(first.expected)}, found ${JSON.stringify(first.actual)}`,
		);
	lines.push(
		'This shows the record is genuine and the procedure was followed. It does not show that the diagnosis is true.',
	);
	return lines;
}
