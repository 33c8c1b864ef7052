import { parseLedger, type Ledger } from '../ledger/format.ts';
import { parseReceiptProof, type ReceiptProof } from '../ledger/receipt-proof.ts';
import { QUESTIONS, type LedgerReport } from '../ledger/report.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { PROOF_QUESTIONS, verifyReceiptProof, type ProofReport } from '../ledger/verify-receipt-proof.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { readExpectation } from './ledger-input.ts';
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

/** `verify FILE`: the five answers about a ledger, the four about a receipt proof; exit 1 where one of them is no. */
export const verifyCommand: Command = async (args) => {
	const options = parseOptions(args, { expect: { type: 'string' }, json: { type: 'boolean' } });
	if (!options.ok) return fail(options.error);
	const { values, positionals } = options.value;
	const path = onlyArgument(positionals, 'FILE');
	if (!path.ok) return fail(path.error);
	const bytes = await readBytes(path.value);
	if (!bytes.ok) return fail(bytes.error);
	const read = readRecord(bytes.value);
	if (!read.ok) return fail({ ...read.error, file: path.value });
	const { value } = read;
	const chainId = 'ledger' in value ? value.ledger.genesis.chainId : value.proof.chainId;
	const expect = await readExpectation(values.expect, chainId);
	if (!expect.ok) return fail(expect.error);
	const expected = expect.value ? { expect: expect.value } : {};
	if ('proof' in value) {
		const report = verifyReceiptProof(value.proof, expect.value);
		return answer(report, describeProof(report), values.json);
	}
	const report = await verifyLedger(value.ledger, {
		...expected,
		onProgress: ({ step, done, total }) => showProgress(`${step} ${done}/${total}`),
	});
	endProgress();
	return answer(report, describeLedger(report), values.json);
};

/** A file that can be verified, told by its `format`. */
function readRecord(
	bytes: Uint8Array,
): Result<{ readonly ledger: Ledger } | { readonly proof: ReceiptProof }, CliFailure> {
	const ledger = parseLedger(bytes);
	if (ledger.ok) return ok({ ledger: ledger.value });
	if (ledger.error.code !== 'not-a-ledger' || ledger.error.actual !== 'dao-gov-receipt-proof')
		return err(ledger.error);
	const proof = parseReceiptProof(bytes);
	return proof.ok ? ok({ proof: proof.value }) : proof;
}

function answer(
	report: { readonly ok: boolean },
	lines: readonly string[],
	json: boolean | undefined,
): number {
	if (json) printJson(report);
	else printLines(lines);
	return report.ok ? 0 : 1;
}

const LABELS: { readonly [Q in (typeof QUESTIONS)[number]]: string } = {
	unchanged: 'Unchanged?',
	signed: 'Who signed?',
	rules: 'Rules kept?',
	complete: 'Complete?',
	independent: 'Independent?',
};

function describeLedger(report: LedgerReport): readonly string[] {
	const { first } = report;
	const lines = QUESTIONS.map((question) => `${LABELS[question].padEnd(13)} ${report.answers[question]}`);
	lines.unshift(
		`${report.blocks} blocks, ${report.transactions} transactions, ${report.refused} refused; head ${report.head}`,
	);
	if (report.missingEvidence > 0) lines.push(`${report.missingEvidence} off-chain contents: hash only`);
	lines.push(...describeExpectation(report.expectation));
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

function describeExpectation(expectation: LedgerReport['expectation']): readonly string[] {
	const blocks = (count: number) => (count === 1 ? '1 block' : `${count} blocks`);
	switch (expectation.kind) {
		case 'none':
			return [];
		case 'head-is-end':
			return ['ends at the expected head'];
		case 'head-inside':
		case 'checkpoint-consistent':
			return expectation.newer === 0
				? ['ends at the expected checkpoint']
				: [`holds what was expected, and ${blocks(expectation.newer)} more`];
		case 'head-unknown':
			return ['the expected head is not in this ledger; how many blocks are missing is unknown'];
		case 'checkpoint-ahead':
			return [`consistent as far as it goes; ${blocks(expectation.missing)} missing`];
		case 'checkpoint-differs':
			return ['the expected checkpoint is of another history'];
	}
}

const PROOF_LABELS: { readonly [Q in (typeof PROOF_QUESTIONS)[number]]: string } = {
	'in-block': 'In the block?',
	signed: 'Who signed?',
	'in-log': 'In the log?',
	independent: 'Independent?',
};

function describeProof(report: ProofReport): readonly string[] {
	const { size, root } = report.checkpoint;
	return [
		`transaction ${report.txHash}: ${report.status} in block ${report.height}, under ${size} blocks with root ${root}`,
		...PROOF_QUESTIONS.map((question) => `${PROOF_LABELS[question].padEnd(14)} ${report.answers[question]}`),
		...report.findings.map(
			({ code, field, expected, actual }) =>
				`${code}: ${field}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`,
		),
		'This shows what was recorded. Only a checkpoint from elsewhere shows in which log; no rule was run again.',
	];
}
