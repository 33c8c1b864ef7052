import { m } from '$lib/paraglide/messages.js';
import { AGENT_ROLES, type Role } from '../../chain/genesis.ts';

const NAMES: { readonly [role in Role]: () => string } = {
	'alert-receiver': m.role_alert_receiver,
	'process-scheduler': m.role_process_scheduler,
	'data-detective': m.role_data_detective,
	'dependency-explorer': m.role_dependency_explorer,
	'probability-oracle': m.role_probability_oracle,
	'fault-mapper': m.role_fault_mapper,
	'solution-engineer': m.role_solution_engineer,
	operator: m.role_operator,
	treasury: m.role_treasury,
};

/** The name of a role in the reader's language. */
export function nameOfRole(role: string | undefined): string {
	return role !== undefined && Object.hasOwn(NAMES, role) ? NAMES[role as Role]() : m.role_unknown();
}

/** `A1` … `A7`, `OP` or `TR`: the short mark beside a name. */
export function codeOfRole(role: string | undefined): string {
	const index = AGENT_ROLES.findIndex((known) => known === role);
	if (index >= 0) return `A${index + 1}`;
	return role === 'operator' ? 'OP' : role === 'treasury' ? 'TR' : '?';
}
