import { m } from '$lib/paraglide/messages.js';
import type { Transaction } from '../../chain/transaction.ts';
import type { SopType } from '../../contracts/ops/sop-table.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../primitives/json.ts';
import { formatMinute } from '../format/time.ts';
import { nameOfRole } from './roles.ts';
import { nameOfMetric } from './rows.ts';
import { nameOfOption } from './states.ts';
import { nameOfTask } from './thoughts.ts';

/** Every transaction type of the protocol. */
export type TransactionType = SopType | 'transfer' | 'stake' | 'unstake' | 'reboot_agent';

const NAMES: { readonly [type in TransactionType]: () => string } = {
	open_incident: m.tx_open_incident,
	assign_task: m.tx_assign_task,
	submit_data: m.tx_submit_data,
	submit_dependencies: m.tx_submit_dependencies,
	submit_probabilities: m.tx_submit_probabilities,
	submit_fault_web: m.tx_submit_fault_web,
	propose_root_cause: m.tx_propose_root_cause,
	vote: m.tx_vote,
	reveal_vote: m.tx_reveal_vote,
	close_vote: m.tx_close_vote,
	submit_solution: m.tx_submit_solution,
	verify_outcome: m.tx_verify_outcome,
	expire_incident: m.tx_expire_incident,
	transfer: m.tx_transfer,
	stake: m.tx_stake,
	unstake: m.tx_unstake,
	reboot_agent: m.tx_reboot_agent,
};

export const TRANSACTION_TYPES = Object.keys(NAMES) as readonly TransactionType[];

/** A transaction type's name in the reader's language. */
export function nameOfType(type: string): string {
	return Object.hasOwn(NAMES, type) ? NAMES[type as TransactionType]() : m.tx_unknown({ type });
}

/** How an address is called in a sentence: its role. */
export type NameOfAddress = (address: string) => string;

type Sentence = (data: JsonObject, nameOfAddress: NameOfAddress) => string;

const SENTENCES: { readonly [type in TransactionType]: Sentence } = {
	open_incident: ({ alert }) =>
		m.did_open_incident({
			node: at(alert, 'node'),
			minute: formatMinute(at(alert, 'minute')),
			signal: nameOfMetric(at(alert, 'signal')),
		}),
	assign_task: ({ role, task }) =>
		m.did_assign_task({ role: nameOfRole(text(role)), task: nameOfTask(text(task)) }),
	submit_data: ({ evidence }) => m.did_submit_data({ size: at(evidence, 'size') }),
	submit_dependencies: ({ claims }) => m.did_submit_dependencies({ claims: count(claims) }),
	submit_probabilities: ({ enough, claims }) => {
		const node = leadingNode(claims);
		return enough === true
			? m.did_submit_probabilities_enough({ node })
			: m.did_submit_probabilities_short({ node });
	},
	submit_fault_web: () => m.did_submit_fault_web(),
	propose_root_cause: ({ node, confidence, stake }) =>
		m.did_propose_root_cause({ node: text(node), confidence: text(confidence), stake: text(stake) }),
	vote: ({ option, stake, commitment }) => {
		if (commitment !== undefined) return m.did_vote_sealed({ stake: text(stake) });
		if (option === 'For') return m.did_vote_for({ stake: text(stake) });
		if (option === 'Against') return m.did_vote_against({ stake: text(stake) });
		return m.did_vote_abstain();
	},
	reveal_vote: ({ option }) => m.did_reveal_vote({ option: nameOfOption(text(option)) }),
	close_vote: () => m.did_close_vote(),
	submit_solution: ({ steps }) => m.did_submit_solution({ steps: count(steps) }),
	verify_outcome: ({ verdict, basis }) =>
		verdict === 'verified'
			? m.did_verify_verified({ basis: nameOfBasis(text(basis)) })
			: m.did_verify_falsified({ basis: nameOfBasis(text(basis)) }),
	expire_incident: () => m.did_expire_incident(),
	transfer: ({ amount, to }, nameOfAddress) =>
		m.did_transfer({ amount: text(amount), to: nameOfAddress(text(to)) }),
	stake: ({ amount }) => m.did_stake({ amount: text(amount) }),
	unstake: ({ amount }) => m.did_unstake({ amount: text(amount) }),
	reboot_agent: ({ target }, nameOfAddress) => m.did_reboot_agent({ target: nameOfAddress(text(target)) }),
};

/** What a transaction does, in one sentence. Reads `data` of any shape: a refused transaction may hold anything. */
export function sentenceOfTransaction(
	transaction: Pick<Transaction, 'type' | 'data'>,
	nameOfAddress: NameOfAddress,
): string {
	const { type, data } = transaction;
	if (!Object.hasOwn(SENTENCES, type)) return m.did_unknown({ type });
	return SENTENCES[type as TransactionType](data, nameOfAddress);
}

/** What an operator rests a verdict on. */
export function nameOfBasis(basis: string): string {
	if (basis === 'ground-truth') return m.basis_ground_truth();
	if (basis === 'recovery-metrics') return m.basis_recovery_metrics();
	if (basis === 'operator-judgement') return m.basis_operator_judgement();
	return basis;
}

function text(value: JsonValue | undefined): string {
	if (value === undefined || value === null) return '?';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function at(value: JsonValue | undefined, key: string): string {
	return value !== undefined && isJsonObject(value) ? text(value[key]) : '?';
}

function count(value: JsonValue | undefined): string {
	return Array.isArray(value) ? String(value.length) : '?';
}

/** The node of the first claim: probabilities are claimed best first. */
function leadingNode(claims: JsonValue | undefined): string {
	const first: unknown = Array.isArray(claims) ? claims[0] : undefined;
	const row = isJsonObject(first as JsonValue) ? (first as JsonObject)['row'] : undefined;
	return at(row, 'node');
}
