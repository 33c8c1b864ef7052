import type { SolutionStep } from '../contracts/ops/transaction-data.ts';

/** What a runbook step is made from: its words, with `{node}` standing for the cause. */
type StepTemplate = Omit<SolutionStep, 'id'> & { readonly id: string };

const inspect: StepTemplate = {
	id: 'confirm-scope',
	action: 'confirm-scope',
	description: 'Look at {node} now: are its errors and latency still as committed in the evidence?',
	risk: 'low',
	rollback: 'Nothing is changed.',
	verification: 'The metrics of {node} match the evidence rows of the proposal.',
};

const observe: StepTemplate = {
	id: 'watch-recovery',
	action: 'watch-recovery',
	description:
		'Watch {node} and the alerted route for two windows, then confirm or refute the verdict on chain.',
	risk: 'low',
	rollback: 'Nothing is changed.',
	verification: 'The alerted signal is back within its baseline for two windows.',
};

const restart: StepTemplate = {
	id: 'restart-instance',
	action: 'restart-instance',
	description: 'Restart the instances of {node} one at a time.',
	command: 'kubectl rollout restart deployment/<deployment of {node}>',
	risk: 'medium',
	rollback: 'kubectl rollout undo deployment/<deployment of {node}>',
	verification: 'New instances are ready and the error rate falls.',
};

const rollBack: StepTemplate = {
	id: 'roll-back-release',
	action: 'roll-back-release',
	description:
		'Compare the last release and configuration of {node} with the onset; roll back what changed shortly before.',
	command: 'kubectl rollout undo deployment/<deployment of {node}>',
	risk: 'medium',
	rollback: 'Deploy the same release again.',
	verification: 'The error of the evidence no longer occurs at {node}.',
};

const scale: StepTemplate = {
	id: 'add-capacity',
	action: 'add-capacity',
	description: 'Give {node} more CPU or another instance, and move noisy neighbours off its machine.',
	command: 'kubectl scale deployment/<deployment of {node}> --replicas=<n + 1>',
	risk: 'low',
	rollback: 'Scale back to the former number.',
	verification: 'CPU of {node} is back near its baseline and its own time falls.',
};

const memory: StepTemplate = {
	id: 'relieve-memory',
	action: 'relieve-memory',
	description: 'Take a heap or memory profile of {node}, then restart it with a higher limit.',
	risk: 'medium',
	rollback: 'Restore the former limit.',
	verification: 'Memory of {node} stays below its limit over an hour.',
};

const network: StepTemplate = {
	id: 'check-network',
	action: 'check-network',
	description:
		'Check the network path into {node}: node, interface, mesh proxy, recent policy changes; move it to another machine if in doubt.',
	risk: 'medium',
	rollback: 'Undo the move or the policy change.',
	verification: 'The gap between client and server time on calls into {node} is back to its baseline.',
};

const fallback: StepTemplate = {
	id: 'isolate-cause',
	action: 'isolate-cause',
	description: 'Shield callers from {node}: open the circuit breaker or serve a fallback until it is well.',
	risk: 'medium',
	rollback: 'Close the circuit breaker.',
	verification: 'Callers of {node} answer within their baseline.',
};

const pool: StepTemplate = {
	id: 'free-connections',
	action: 'free-connections',
	description:
		'Look for exhausted connection or thread pools at {node}; free leaked ones and raise the limit.',
	risk: 'medium',
	rollback: 'Restore the former limit.',
	verification: 'Waiting time at {node} is back to its baseline.',
};

const dependency: StepTemplate = {
	id: 'check-unmeasured-callee',
	action: 'check-unmeasured-callee',
	description: 'Measure what {node} calls and has no metrics for; this verdict says nothing about it.',
	risk: 'low',
	rollback: 'Nothing is changed.',
	verification: 'Every callee of {node} has error and latency metrics.',
};

const BY_FAULT: { readonly [faultType: string]: readonly StepTemplate[] } = {
	cpu: [scale, restart],
	memory: [memory, restart],
	'network-delay': [network, fallback],
	'code-exception': [rollBack, fallback],
	'wrong-return': [rollBack, fallback],
	'slow-code': [rollBack, scale],
	'connection-pool': [pool, restart],
	outage: [restart, fallback],
	error: [fallback, rollBack, dependency],
	latency: [fallback, scale, dependency],
};

/** What to do about a cause, by its fault type. Text only; commands are never run. */
export function solutionFor(
	faultType: string,
	node: string,
	alert: { readonly node: string },
): readonly SolutionStep[] {
	const own = Object.hasOwn(BY_FAULT, faultType) ? BY_FAULT[faultType] : undefined;
	const templates = [inspect, ...(own ?? [restart, dependency]), observe];
	const fill = (text: string) =>
		text.replaceAll('{node}', () => shorten(node)).replaceAll('{alert}', () => shorten(alert.node));
	return templates.map((template) => ({
		...template,
		description: fill(template.description),
		rollback: fill(template.rollback),
		verification: fill(template.verification),
		...(template.command === undefined ? {} : { command: fill(template.command) }),
	}));
}

function shorten(name: string): string {
	return name.length <= 120 ? name : `${name.slice(0, 119).replace(/\p{Surrogate}/u, '')}…`;
}
