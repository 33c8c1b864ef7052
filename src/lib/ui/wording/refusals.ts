import { m } from '$lib/paraglide/messages.js';
import type { InvalidTransaction } from '../../chain/admission.ts';
import type { InvalidCode } from '../../chain/invalid-codes.ts';
import type { RevertError } from '../../chain/receipt.ts';
import type { SopState } from '../../chain/state-entries.ts';
import { SOP_STATES } from '../../chain/state-entries.ts';
import type { RevertCode } from '../../contracts/revert-codes.ts';
import type { ClaimFault } from '../../evidence/claim.ts';
import type { EvidenceRow } from '../../evidence/row.ts';
import { isJsonObject, type JsonValue } from '../../primitives/json.ts';
import { nameOfRole } from './roles.ts';
import { sentenceOfRow } from './rows.ts';
import { nameOfState } from './states.ts';
import { nameOfType } from './transactions.ts';

type Word = (error: {
	readonly guard: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
}) => string;

const WORDS: { readonly [code in RevertCode]: Word } = {
	'out-of-gas': ({ expected }) => m.refusal_out_of_gas({ expected: show(expected) }),
	'unknown-type': ({ actual }) => m.refusal_unknown_type({ actual: show(actual) }),
	'bad-data': ({ guard, expected }) => m.refusal_bad_data({ guard: guard || '/', expected: show(expected) }),
	'not-authorised': ({ guard, expected }) =>
		guard === 'electorate'
			? m.refusal_not_authorised_electorate()
			: Array.isArray(expected)
				? m.refusal_not_authorised_role({ expected: choices(expected, nameOfRole) })
				: m.refusal_not_authorised_agent(),
	'wrong-state': ({ expected, actual }) =>
		m.refusal_wrong_state({ expected: choices(expected, stateName), actual: stateName(show(actual)) }),
	'unknown-incident': () => m.refusal_unknown_incident(),
	'incident-exists': ({ actual }) => m.refusal_incident_exists({ actual: show(actual) }),
	'already-assigned': ({ actual }) => m.refusal_already_assigned({ actual: nameOfRole(show(actual)) }),
	'not-first-step': () => m.refusal_not_first_step(),
	'ungrounded-claim': ungroundedClaim,
	'alert-node-not-proven': ({ expected }) => m.refusal_alert_node_not_proven({ expected: show(expected) }),
	'already-submitted': () => m.refusal_already_submitted(),
	'wrong-claim-kind': ({ actual }) => m.refusal_wrong_claim_kind({ actual: show(actual) }),
	'conflicting-claims': () => m.refusal_conflicting_claims(),
	'missing-step': missingStep,
	'not-enough-evidence': () => m.refusal_not_enough_evidence(),
	'stake-out-of-range': ({ expected, actual }) =>
		m.refusal_stake_out_of_range({ expected: range(expected), actual: show(actual) }),
	'insufficient-balance': () => m.refusal_insufficient_balance(),
	'no-claim-about-cause': ({ expected }) => m.refusal_no_claim_about_cause({ expected: show(expected) }),
	'unknown-proposal': () => m.refusal_unknown_proposal(),
	'wrong-voting-mode': ({ expected }) => m.refusal_wrong_voting_mode({ expected: show(expected) }),
	'already-voted': () => m.refusal_already_voted(),
	'vote-closed': ({ expected, actual }) =>
		m.refusal_vote_closed({ expected: show(expected), actual: show(actual) }),
	'not-committed': () => m.refusal_not_committed(),
	'already-revealed': () => m.refusal_already_revealed(),
	'reveal-not-open': () => m.refusal_reveal_not_open(),
	'commitment-mismatch': () => m.refusal_commitment_mismatch(),
	'vote-still-open': () => m.refusal_vote_still_open(),
	'wrong-proposal': () => m.refusal_wrong_proposal(),
	'repeated-step-id': () => m.refusal_repeated_step_id(),
	'deadline-passed': ({ expected, actual }) =>
		m.refusal_deadline_passed({ expected: show(expected), actual: show(actual) }),
	'deadline-not-passed': ({ expected }) => m.refusal_deadline_not_passed({ expected: show(expected) }),
	'rebooted-account': () => m.refusal_rebooted_account(),
	'same-account': () => m.refusal_same_account(),
	'unknown-account': () => m.refusal_unknown_account(),
	'insufficient-stake': ({ expected }) => m.refusal_insufficient_stake({ expected: show(expected) }),
	'not-an-agent': () => m.refusal_not_an_agent(),
	'not-bankrupt': () => m.refusal_not_bankrupt(),
};

/** Why a transaction was refused, in one sentence. A code from newer rules is shown as it is. */
export function sentenceOfRefusal(error: RevertError): string {
	if (!Object.hasOwn(WORDS, error.code)) return m.refusal_unknown({ code: error.code, guard: error.guard });
	return WORDS[error.code as RevertCode](error);
}

type InvalidWord = (fault: InvalidTransaction) => string;

const INVALID: { readonly [code in InvalidCode]: InvalidWord } = {
	'bad-envelope': ({ field }) => m.invalid_bad_envelope({ field }),
	'wrong-chain': () => m.invalid_wrong_chain(),
	'data-too-large': ({ expected }) => m.invalid_data_too_large({ expected: show(expected) }),
	'bad-signature': () => m.invalid_bad_signature(),
	'unknown-sender': () => m.invalid_unknown_sender(),
	'bad-nonce': ({ expected, actual }) =>
		m.invalid_bad_nonce({ expected: show(expected), actual: show(actual) }),
	'gas-limit-too-low': ({ expected }) => m.invalid_gas_limit_too_low({ expected: show(expected) }),
	'wrong-gas-price': ({ expected }) => m.invalid_wrong_gas_price({ expected: show(expected) }),
	'cannot-pay': () => m.invalid_cannot_pay(),
	'pool-full': () => m.invalid_pool_full(),
};

const CLAIM_FAULTS: { readonly [reason in ClaimFault['reason']]: () => string } = {
	'row-not-under-root': m.claim_fault_row_not_under_root,
	'related-row-not-under-root': m.claim_fault_related_row_not_under_root,
	'not-comparable': m.claim_fault_not_comparable,
	'no-number': m.claim_fault_no_number,
	'relation-does-not-hold': m.claim_fault_relation_does_not_hold,
};

/** Why a transaction never enters a block, in one sentence. */
export function sentenceOfInvalid(fault: InvalidTransaction): string {
	return INVALID[fault.code](fault);
}

/** Why a claim is not proven. */
export function meaningOfClaimFault(reason: ClaimFault['reason']): string {
	return CLAIM_FAULTS[reason]();
}

function ungroundedClaim({ guard, expected, actual }: Parameters<Word>[0]): string {
	if (actual === null) return m.refusal_ungrounded_none();
	const index = String(Number(guard.replace('claim-', '')) + 1);
	const subject = isJsonObject(actual) ? sentenceOfRow(actual as unknown as EvidenceRow) : show(actual);
	const inRelation = ['not-comparable', 'no-number', 'relation-does-not-hold'].includes(show(expected));
	return inRelation
		? m.refusal_ungrounded_relation({ index, subject })
		: m.refusal_ungrounded_row({ index, subject });
}

function missingStep({ guard, expected }: Parameters<Word>[0]): string {
	if (guard === 'dependencies') return m.refusal_missing_step_dependencies();
	if (guard === 'probabilities') return m.refusal_missing_step_probabilities();
	if (guard === 'faultWeb') return m.refusal_missing_step_fault_web();
	return m.refusal_missing_step({ expected: nameOfType(show(expected)) });
}

function show(value: JsonValue): string {
	if (Array.isArray(value)) return (value as readonly JsonValue[]).map(show).join(m.join_list());
	return typeof value === 'string' ? value : value === null ? m.none() : JSON.stringify(value);
}

function stateName(state: string): string {
	return (SOP_STATES as readonly string[]).includes(state) ? nameOfState(state as SopState) : state;
}

function choices(value: JsonValue, nameOf: (word: string) => string): string {
	const words = Array.isArray(value) ? value : [value];
	return words.map((word) => (word === null ? m.none() : nameOf(show(word as JsonValue)))).join(m.join_or());
}

function range(value: JsonValue): string {
	if (!Array.isArray(value) || value.length === 0) return show(value);
	if (value.length === 1) return show(value[0] as JsonValue);
	const bounds = m.range({ from: show(value.at(-2) as JsonValue), to: show(value.at(-1) as JsonValue) });
	return value.length === 3 ? `${show(value[0] as JsonValue)}${m.join_or()}${bounds}` : bounds;
}
