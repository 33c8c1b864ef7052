import { m } from '$lib/paraglide/messages.js';
import type { CallKind } from '../../chain/receipt.ts';
import type { CallReason } from '../../contracts/receipt-words.ts';

const KINDS: { readonly [kind in CallKind]: () => string } = {
	reward: m.call_reward,
	penalty: m.call_penalty,
	burn: m.call_burn,
	refund: m.call_refund,
	'escrow-lock': m.call_escrow_lock,
	'escrow-release': m.call_escrow_release,
	grant: m.call_grant,
	transfer: m.call_transfer,
	stake: m.call_stake,
	unstake: m.call_unstake,
};

const REASONS: { readonly [reason in CallReason]: () => string } = {
	duty: m.reason_duty,
	'rejected-proposer': m.reason_rejected_proposer,
	'rejected-for': m.reason_rejected_for,
	unrevealed: m.reason_unrevealed,
	'verified-proposer': m.reason_verified_proposer,
	'verified-for': m.reason_verified_for,
	'verified-against': m.reason_verified_against,
	'falsified-proposer': m.reason_falsified_proposer,
	'falsified-for': m.reason_falsified_for,
	'falsified-against': m.reason_falsified_against,
	'passed-proposer': m.reason_passed_proposer,
	'passed-for': m.reason_passed_for,
	'passed-against': m.reason_passed_against,
	transfer: m.reason_transfer,
	stake: m.reason_stake,
	unstake: m.reason_unstake,
	reboot: m.reason_reboot,
};

/** What an internal transaction is. */
export function nameOfCallKind(kind: string): string {
	return Object.hasOwn(KINDS, kind) ? KINDS[kind as CallKind]() : kind;
}

/** What an internal transaction is for; undefined where the reason is a proposal's id, or none of ours. */
export function meaningOfReason(reason: string): string | undefined {
	return Object.hasOwn(REASONS, reason) ? REASONS[reason as CallReason]() : undefined;
}
