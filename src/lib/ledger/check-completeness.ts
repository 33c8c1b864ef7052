import type { Hash } from '../primitives/bytes.ts';
import { logOfBlocks, rootOfLog } from './block-log.ts';
import type { Answer, Expectation, LedgerFinding, LedgerReport } from './report.ts';
import type { VerifyRun } from './verify-run.ts';

/** What can be said about the end of the record, and about its date. */
export type Completeness = {
	readonly complete: Answer;
	readonly independent: Answer;
	readonly findings: readonly LedgerFinding[];
	readonly expectation: LedgerReport['expectation'];
};

/**
 * The file's own closing seal, then what an outside copy expects. Without one nobody can tell whether later blocks were
 * cut off, since nothing signs the seal; nor does anything but the file vouch for its date.
 */
export function checkCompleteness(run: VerifyRun, expect: Expectation | undefined): Completeness {
	const seal = checkSeal(run);
	const outside = expect
		? checkExpectation(run, expect)
		: { expectation: { kind: 'none' } as const, findings: [] };
	const findings = [...seal, ...outside.findings];
	const matched = expect !== undefined && outside.findings.length === 0;
	return {
		complete: findings.length > 0 ? 'no' : matched ? 'yes' : 'cannot-tell',
		independent: matched ? 'yes' : 'cannot-tell',
		findings,
		expectation: outside.expectation,
	};
}

function about(
	run: VerifyRun,
	code: string,
	field: string,
	expected: LedgerFinding['expected'],
	actual: LedgerFinding['actual'],
): LedgerFinding {
	return { question: 'complete', code, block: run.hashes.length - 1, tx: null, field, expected, actual };
}

function checkSeal(run: VerifyRun): readonly LedgerFinding[] {
	const { checkpoint } = run.ledger;
	const size = run.hashes.length;
	const head = run.hashes[size - 1] as Hash;
	if (checkpoint.size !== size)
		return [about(run, 'seal-mismatch', 'checkpoint.size', checkpoint.size, size)];
	if (checkpoint.headHash !== head)
		return [about(run, 'seal-mismatch', 'checkpoint.headHash', checkpoint.headHash, head)];
	const root = rootOfLog(logOfBlocks(run.hashes));
	return checkpoint.root === root
		? []
		: [about(run, 'seal-mismatch', 'checkpoint.root', checkpoint.root, root)];
}

function checkExpectation(
	run: VerifyRun,
	expect: Expectation,
): Pick<Completeness, 'expectation' | 'findings'> {
	const size = run.hashes.length;
	if (expect.kind === 'head') {
		const at = run.hashes.lastIndexOf(expect.head);
		if (at < 0) {
			const finding = about(
				run,
				'expected-head-not-found',
				'head',
				expect.head,
				run.hashes[size - 1] as Hash,
			);
			return { expectation: { kind: 'head-unknown' }, findings: [finding] };
		}
		const newer = size - 1 - at;
		return {
			expectation: newer === 0 ? { kind: 'head-is-end' } : { kind: 'head-inside', newer },
			findings: [],
		};
	}
	if (expect.size > size) {
		const missing = expect.size - size;
		return {
			expectation: { kind: 'checkpoint-ahead', missing },
			findings: [about(run, 'blocks-missing', 'checkpoint.size', expect.size, size)],
		};
	}
	const prefix = run.hashes.slice(0, expect.size);
	const root = rootOfLog(logOfBlocks(prefix));
	const headFits = expect.head === undefined || prefix.at(-1) === expect.head;
	if (root === expect.root && headFits)
		return { expectation: { kind: 'checkpoint-consistent', newer: size - expect.size }, findings: [] };
	return {
		expectation: { kind: 'checkpoint-differs' },
		findings: [about(run, 'another-history', 'checkpoint.root', expect.root, root)],
	};
}
