import { m } from '$lib/paraglide/messages.js';

type StepWords = {
	readonly action: () => string;
	readonly description: (input: { node: string }) => string;
	readonly verification: (input: { node: string }) => string;
	readonly changes: boolean;
};

/** The steps of the built-in runbook (`agents/runbook.ts`) by id. */
const STEPS: { readonly [id: string]: StepWords } = {
	'confirm-scope': {
		action: m.runbook_confirm_scope,
		description: m.runbook_confirm_scope_text,
		verification: m.runbook_confirm_scope_check,
		changes: false,
	},
	'watch-recovery': {
		action: m.runbook_watch_recovery,
		description: m.runbook_watch_recovery_text,
		verification: m.runbook_watch_recovery_check,
		changes: false,
	},
	'restart-instance': {
		action: m.runbook_restart_instance,
		description: m.runbook_restart_instance_text,
		verification: m.runbook_restart_instance_check,
		changes: true,
	},
	'roll-back-release': {
		action: m.runbook_roll_back_release,
		description: m.runbook_roll_back_release_text,
		verification: m.runbook_roll_back_release_check,
		changes: true,
	},
	'add-capacity': {
		action: m.runbook_add_capacity,
		description: m.runbook_add_capacity_text,
		verification: m.runbook_add_capacity_check,
		changes: true,
	},
	'relieve-memory': {
		action: m.runbook_relieve_memory,
		description: m.runbook_relieve_memory_text,
		verification: m.runbook_relieve_memory_check,
		changes: true,
	},
	'check-network': {
		action: m.runbook_check_network,
		description: m.runbook_check_network_text,
		verification: m.runbook_check_network_check,
		changes: true,
	},
	'isolate-cause': {
		action: m.runbook_isolate_cause,
		description: m.runbook_isolate_cause_text,
		verification: m.runbook_isolate_cause_check,
		changes: true,
	},
	'free-connections': {
		action: m.runbook_free_connections,
		description: m.runbook_free_connections_text,
		verification: m.runbook_free_connections_check,
		changes: true,
	},
	'check-unmeasured-callee': {
		action: m.runbook_check_unmeasured_callee,
		description: m.runbook_check_unmeasured_callee_text,
		verification: m.runbook_check_unmeasured_callee_check,
		changes: false,
	},
};

/** What a solution step says. */
export type StepText = {
	readonly action: string;
	readonly description: string;
	readonly rollback: string;
	readonly verification: string;
};

/**
 * A step of the built-in runbook in the reader's language; the step's own words where it is none of them (`action` is then
 * not its id). What is on chain stays as it was signed and is shown on the transaction's page.
 */
export function wordingOfStep(step: StepText & { readonly id: string }, node: string): StepText {
	const words = step.action === step.id && Object.hasOwn(STEPS, step.id) ? STEPS[step.id] : undefined;
	if (!words) return step;
	return {
		action: words.action(),
		description: words.description({ node }),
		rollback: words.changes ? m.runbook_undo() : m.runbook_nothing_changed(),
		verification: words.verification({ node }),
	};
}
