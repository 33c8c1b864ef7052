import { m } from '$lib/paraglide/messages.js';
import type { FaultType } from '../../rca/finding.ts';

const FAULTS: { readonly [fault in FaultType]: () => string } = {
	cpu: m.fault_cpu,
	memory: m.fault_memory,
	'network-delay': m.fault_network_delay,
	'code-exception': m.fault_code_exception,
	'wrong-return': m.fault_wrong_return,
	'slow-code': m.fault_slow_code,
	'connection-pool': m.fault_connection_pool,
	outage: m.fault_outage,
	error: m.fault_error,
	latency: m.fault_latency,
	unknown: m.fault_unknown,
};

/** A fault type's name; the proposer's own word where it is none of ours. */
export function nameOfFault(fault: string): string {
	return Object.hasOwn(FAULTS, fault) ? FAULTS[fault as FaultType]() : fault;
}
