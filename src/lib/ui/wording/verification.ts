import { m } from '$lib/paraglide/messages.js';
import type { LedgerReport, VerifyProgress } from '../../ledger/report.ts';
import { assertNever } from '../../primitives/result.ts';
import type {
	Answer,
	LedgerFailure,
	VerificationQuestion,
	VerificationReport,
	VerificationStep,
} from '../../worker/session.ts';

const QUESTIONS: { readonly [question in VerificationQuestion]: () => string } = {
	unchanged: m.question_unchanged,
	signed: m.question_signed,
	rules: m.question_rules,
	complete: m.question_complete,
	independent: m.question_independent,
};

const ANSWERS: { readonly [answer in Answer]: () => string } = {
	yes: m.answer_yes,
	no: m.answer_no,
	'cannot-tell': m.answer_cannot_tell,
	'not-relied-upon': m.answer_not_relied_upon,
};

type Totals = VerificationReport['totals'];
type Given = Exclude<Answer, 'not-relied-upon'>;

const REASONS: {
	readonly [question in VerificationQuestion]: { readonly [answer in Given]: (totals: Totals) => string };
} = {
	unchanged: {
		yes: () => m.answer_unchanged_yes(),
		no: () => m.answer_unchanged_no(),
		'cannot-tell': ({ hashOnly }) => m.answer_unchanged_cannot_tell({ hashOnly }),
	},
	signed: {
		yes: () => m.answer_signed_yes(),
		no: () => m.answer_signed_no(),
		'cannot-tell': () => m.answer_signed_cannot_tell(),
	},
	rules: {
		yes: ({ transactions, refused }) => m.answer_rules_yes({ transactions, refused }),
		no: () => m.answer_rules_no(),
		'cannot-tell': () => m.answer_rules_cannot_tell(),
	},
	complete: {
		yes: () => m.answer_complete_yes(),
		no: () => m.answer_complete_no(),
		'cannot-tell': () => m.answer_complete_cannot_tell(),
	},
	independent: {
		yes: () => m.answer_independent_yes(),
		no: () => m.answer_independent_no(),
		'cannot-tell': () => m.answer_independent_cannot_tell(),
	},
};

const STEPS: { readonly [step in VerifyProgress['step']]: () => string } = {
	hashes: m.step_hashes,
	evidence: m.step_evidence,
	signatures: m.step_signatures,
	execution: m.step_execution,
	completeness: m.step_completeness,
};

const STATUSES: { readonly [status in VerificationStep['status']]: () => string } = {
	waiting: m.step_status_waiting,
	running: m.step_status_running,
	passed: m.step_status_passed,
	failed: m.step_status_failed,
	'not-relied-upon': m.step_status_not_relied_upon,
};

const LEDGER_FAILURES: { readonly [code in LedgerFailure['code']]: () => string } = {
	'unreadable-file': m.ledger_unreadable_file,
	'not-a-ledger': m.ledger_not_a_ledger,
	'newer-version': m.ledger_newer_version,
	'too-large': m.ledger_too_large,
};

export function nameOfQuestion(question: VerificationQuestion): string {
	return QUESTIONS[question]();
}

export function nameOfAnswer(answer: Answer): string {
	return ANSWERS[answer]();
}

/** Why a question is answered as it is. */
export function reasonOfAnswer(question: VerificationQuestion, answer: Answer, totals: Totals): string {
	return answer === 'not-relied-upon' ? m.answer_not_relied() : REASONS[question][answer](totals);
}

/** The one line above everything else. */
export function verdictOfReport(report: VerificationReport): string {
	if (!report.ok) {
		const block = report.first?.block;
		return block === null || block === undefined ? m.verdict_bad() : m.verdict_bad_block({ block });
	}
	return report.answers.complete === 'cannot-tell' ? m.verdict_ok_open_end() : m.verdict_ok();
}

/** A step's name; the checker's own word where this page has none. */
export function nameOfStep(name: string): string {
	return Object.hasOwn(STEPS, name) ? STEPS[name as VerifyProgress['step']]() : name;
}

export function nameOfStepStatus(status: VerificationStep['status']): string {
	return STATUSES[status]();
}

export function sentenceOfLedgerFailure(failure: LedgerFailure): string {
	return LEDGER_FAILURES[failure.code]();
}

/** What an outside copy said, in one sentence; undefined where none was given. */
export function sentenceOfExpectation(expectation: LedgerReport['expectation']): string | undefined {
	switch (expectation.kind) {
		case 'none':
			return undefined;
		case 'head-is-end':
			return m.expectation_head_is_end();
		case 'head-inside':
			return m.expectation_head_inside({ newer: expectation.newer });
		case 'head-unknown':
			return m.expectation_head_unknown();
		case 'checkpoint-consistent':
			return m.expectation_checkpoint_consistent({ newer: expectation.newer });
		case 'checkpoint-ahead':
			return m.expectation_checkpoint_ahead({ missing: expectation.missing });
		case 'checkpoint-differs':
			return m.expectation_checkpoint_differs();
		default:
			return assertNever(expectation);
	}
}
