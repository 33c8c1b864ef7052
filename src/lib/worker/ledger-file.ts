import { parseLedger, LEDGER_LIMITS, type Ledger } from '../ledger/format.ts';
import { parseExpectation } from '../ledger/parse-expectation.ts';
import { QUESTIONS, type Expectation, type LedgerReport, type VerifyProgress } from '../ledger/report.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { gunzipFile, isGzip } from '../telemetry/importers/decompress.ts';
import { firstLines, ledgerFailureOf } from './file-faults.ts';
import type { LedgerFailure, VerificationQuestion, VerificationReport, VerificationStep } from './session.ts';
import { nextTask } from './pacing.ts';
import { createVerifyPool, type VerifyPool } from './verify-pool.ts';

/** The named steps of a verification in the order they run, and the question each answers. */
const STEPS: readonly { readonly name: VerifyProgress['step']; readonly question: VerificationQuestion }[] = [
	{ name: 'signatures', question: 'signed' },
	{ name: 'evidence', question: 'unchanged' },
	{ name: 'hashes', question: 'unchanged' },
	{ name: 'execution', question: 'rules' },
	{ name: 'completeness', question: 'complete' },
];

/** Reads a ledger from a file's bytes, gzipped or not. */
export function readLedger(name: string, bytes: Uint8Array): Result<Ledger, LedgerFailure> {
	const limits = { maxBytes: LEDGER_LIMITS.maxBytes, maxRatio: 200, graceBytes: 4 * 2 ** 20 };
	const plain = isGzip(bytes) ? gunzipFile({ name, bytes }, limits) : ok(bytes);
	if (!plain.ok) {
		const file = {
			name,
			line: null,
			column: null,
			expected: `${limits.maxBytes} B`,
			found: plain.error.code,
			sample: [],
			sampleFrom: 1,
		};
		return err({ code: 'too-large', file });
	}
	const ledger = parseLedger(plain.value);
	return ledger.ok ? ledger : err(ledgerFailureOf(ledger.error, name, plain.value));
}

/** Reads what somebody noted earlier. Fails with `unreadable-file` naming what was expected. */
function readExpectation(
	text: string | undefined,
	ledger: Ledger,
): Result<Expectation | undefined, LedgerFailure> {
	if (text === undefined || text.trim() === '') return ok(undefined);
	const parsed = parseExpectation(text, ledger.genesis.chainId);
	if (parsed.ok) return parsed;
	const { expected, actual } = parsed.error;
	const sample = firstLines(new TextEncoder().encode(text));
	return err({
		code: 'unreadable-file',
		file: { name: 'expect', line: null, column: null, expected, found: actual, sample, sampleFrom: 1 },
	});
}

/** Files from this size on may hold enough signatures for a pool, whose workers start while the file is being read. */
const POOL_FROM_BYTES = 256 * 1024;

/** Reads and verifies a file, reporting named steps as they run. */
export async function verifyFile(
	name: string,
	bytes: Uint8Array,
	expect: string | undefined,
	onProgress: (steps: readonly VerificationStep[]) => void,
): Promise<Result<{ readonly ledger: Ledger; readonly report: VerificationReport }, LedgerFailure>> {
	const pool = createVerifyPool();
	if (bytes.length >= POOL_FROM_BYTES) void pool.warm();
	try {
		const ledger = readLedger(name, bytes);
		if (!ledger.ok) return ledger;
		const expectation = readExpectation(expect, ledger.value);
		if (!expectation.ok) return expectation;
		const report = await verifyInSteps(ledger.value, expectation.value, onProgress, pool);
		return ok({ ledger: ledger.value, report });
	} finally {
		pool.terminate();
	}
}

/** Verifies a ledger in steps. Lets other messages of the worker through between chunks. */
async function verifyInSteps(
	ledger: Ledger,
	expect: Expectation | undefined,
	onProgress: (steps: readonly VerificationStep[]) => void,
	pool: VerifyPool,
): Promise<VerificationReport> {
	const progress = new Map<string, { done: number; total: number }>();
	const report = await verifyLedger(ledger, {
		...(expect ? { expect } : {}),
		onProgress({ step, done, total }) {
			progress.set(step, { done, total });
			onProgress(STEPS.map((one) => runningStep(one, progress)));
		},
		breathe: nextTask,
		checkSignatures: pool.check,
	});
	const steps = STEPS.map((one) => finishedStep(one, progress.get(one.name), report));
	onProgress(steps);
	return reportOf(ledger, report, steps);
}

function runningStep(
	step: (typeof STEPS)[number],
	progress: ReadonlyMap<string, { done: number; total: number }>,
): VerificationStep {
	const at = progress.get(step.name);
	if (!at) return { ...step, status: 'waiting', done: 0, total: 0 };
	return { ...step, status: at.done < at.total ? 'running' : 'passed', ...at };
}

function finishedStep(
	step: (typeof STEPS)[number],
	at: { done: number; total: number } | undefined,
	report: LedgerReport,
): VerificationStep {
	const inEvidence = (evidence: unknown) => (step.name === 'evidence') === (evidence !== undefined);
	const failed = report.findings.some(
		(one) => one.question === step.question && (step.question !== 'unchanged' || inEvidence(one.evidence)),
	);
	const relied = report.answers[step.question] !== 'not-relied-upon';
	const status = failed ? 'failed' : relied ? 'passed' : 'not-relied-upon';
	return { ...step, status, done: at?.done ?? 0, total: at?.total ?? 0 };
}

function reportOf(
	ledger: Ledger,
	report: LedgerReport,
	steps: readonly VerificationStep[],
): VerificationReport {
	const { first } = report;
	return {
		ok: report.ok,
		head: { chainId: report.chainId, height: report.height, hash: report.head },
		totals: {
			blocks: report.blocks,
			transactions: report.transactions,
			refused: report.refused,
			evidence: Object.keys(ledger.evidence).length,
			hashOnly: report.missingEvidence,
		},
		answers: Object.fromEntries(
			QUESTIONS.map((question) => [question, report.answers[question]]),
		) as VerificationReport['answers'],
		first,
		expectation: report.expectation,
		steps,
	};
}
