import { m } from '$lib/paraglide/messages.js';
import type { VerdictOutcome } from '../../evaluation/verdict-outcome.ts';
import type { SimulatedFault } from '../../simulator/fault.ts';
import type { SimulationField, SimulationLinkFault } from '../../simulator/simulation-link.ts';

const FAULTS: { readonly [fault in SimulatedFault]: () => string } = {
	cpu: m.fault_cpu,
	memory: m.fault_memory,
	'network-delay': m.fault_network_delay,
	'packet-loss': m.sim_fault_packet_loss,
	'code-exception': m.fault_code_exception,
	'wrong-return': m.fault_wrong_return,
	'connection-pool': m.fault_connection_pool,
	'downstream-outage': m.sim_fault_downstream_outage,
	'config-error': m.sim_fault_config_error,
	double: m.sim_fault_double,
	'traffic-surge': m.sim_fault_traffic_surge,
};

const FIELDS: { readonly [field in SimulationField]: () => string } = {
	version: m.faults_field_version,
	size: m.faults_field_size,
	fault: m.faults_field_fault,
	severity: m.faults_field_severity,
	seed: m.faults_field_seed,
	service: m.faults_field_service,
	logs: m.faults_field_logs,
};

/** What is broken in a simulated incident. */
export function nameOfSimulatedFault(fault: SimulatedFault): string {
	return FAULTS[fault]();
}

/** Why a link's scenario was not taken. */
export function sentenceOfSimulationFault(fault: SimulationLinkFault): string {
	switch (fault.code) {
		case 'bad-link':
			return m.faults_link_bad_form();
		case 'newer-link':
			return m.faults_link_newer({ actual: fault.actual, expected: fault.expected });
		case 'bad-field':
			return m.faults_link_field({
				field: FIELDS[fault.field](),
				actual: fault.actual,
				expected: fault.expected,
			});
	}
}

/** How a verdict stands to the truth, in one sentence. */
export function sentenceOfOutcome(outcome: VerdictOutcome, named: string, truth: string): string {
	switch (outcome) {
		case 'right':
			return m.faults_outcome_right({ named });
		case 'wrong':
			return m.faults_outcome_wrong({ named, truth });
		case 'missed':
			return m.faults_outcome_missed({ truth });
		case 'none-right':
			return m.faults_outcome_none_right();
		case 'false-alarm':
			return m.faults_outcome_false_alarm({ named });
	}
}
