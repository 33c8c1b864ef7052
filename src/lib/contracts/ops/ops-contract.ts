import { readAccount, writeAccount } from '../../chain/accounts.ts';
import { guard, method, type Contract, type MethodContext, type Outcome } from '../../chain/contract.ts';
import { parameterOf } from '../../chain/gas.ts';
import type { ContractEvent } from '../../chain/receipt.ts';
import type { Account, IncidentState, ProposalState } from '../../chain/state-entries.ts';
import { nodesOfRow } from '../../evidence/claim.ts';
import { add } from '../../primitives/integers.ts';
import type { JsonObject } from '../../primitives/json.ts';
import type { Parsed } from '../../primitives/schema.ts';
import { snapshotElectorate } from '../governance/electorate.ts';
import { settleIncident } from '../token/settle-incident.ts';
import {
	readIncident,
	requireRole,
	requireStep,
	stateChanged,
	withStep,
	writeIncident,
	writeProposal,
} from './incident.ts';
import { deadlineOf } from './phase.ts';
import { isAbout, requireClaims, requireKinds } from './proven-claims.ts';
import {
	assignTaskData,
	expireIncidentData,
	openIncidentData,
	proposeRootCauseData,
	submitDataData,
	submitDependenciesData,
	submitFaultWebData,
	submitProbabilitiesData,
	submitSolutionData,
	verifyOutcomeData,
} from './transaction-data.ts';

function done(events: readonly ContractEvent[], calls: Outcome['calls'] = []): Outcome {
	return { events, calls };
}

function event(name: string, data: JsonObject): ContractEvent {
	return { name, data };
}

function openIncident(context: MethodContext, data: Parsed<typeof openIncidentData>): Outcome {
	requireRole(context, 'open_incident');
	guard(
		readIncident(context.state, data.incident) === undefined,
		'incident-exists',
		'incident',
		'an unused id',
		data.incident,
	);
	const incident: IncidentState = {
		id: data.incident,
		state: 'Init',
		round: 1,
		alert: data.alert,
		evidence: null,
		dependencies: null,
		probabilities: null,
		enough: null,
		faultWeb: null,
		proposal: null,
		solution: null,
		steppedAt: context.block.height,
		assigned: [],
		duty: {},
	};
	writeIncident(context.state, withStep(incident, context));
	return done([
		event('IncidentOpened', { incident: data.incident, alert: data.alert }),
		event('StateChanged', { incident: data.incident, from: null, to: 'Init', round: 1 }),
	]);
}

function assignTask(context: MethodContext, data: Parsed<typeof assignTaskData>): Outcome {
	const incident = requireStep(context, 'assign_task', data.incident);
	guard(
		!incident.assigned.includes(data.role),
		'already-assigned',
		'role',
		'a role without a task this round',
		data.role,
	);
	const { steppedAt } = incident;
	writeIncident(context.state, {
		...withStep(incident, context),
		assigned: [...incident.assigned, data.role],
		steppedAt,
	});
	return done([event('TaskAssigned', { incident: incident.id, role: data.role, round: incident.round })]);
}

/** The proposal of the round before stands until data are submitted anew: that marks the first step of a round. */
function submitData(context: MethodContext, data: Parsed<typeof submitDataData>): Outcome {
	const incident = requireStep(context, 'submit_data', data.incident);
	const first =
		incident.state === 'Init' ||
		(incident.proposal !== null && !incident.dependencies && !incident.probabilities && !incident.faultWeb);
	guard(first, 'not-first-step', 'round', 'the first step of a round', incident.round);
	requireClaims(context, data.evidence, [data.alertRow]);
	const about = nodesOfRow(data.alertRow.row);
	guard(about.includes(incident.alert.node), 'alert-node-not-proven', 'alertRow', incident.alert.node, about);
	writeIncident(context.state, {
		...withStep(incident, context),
		state: 'Data_Collected',
		evidence: data.evidence,
		proposal: null,
	});
	return done([
		event('DataSubmitted', { incident: incident.id, evidence: data.evidence }),
		stateChanged(incident, 'Data_Collected'),
	]);
}

function submitDependencies(context: MethodContext, data: Parsed<typeof submitDependenciesData>): Outcome {
	const incident = requireStep(context, 'submit_dependencies', data.incident);
	guard(incident.dependencies === null, 'already-submitted', 'dependencies', null, incident.dependencies);
	requireKinds(data.claims, ['edge']);
	requireClaims(context, incident.evidence, data.claims);
	writeIncident(context.state, { ...withStep(incident, context), dependencies: data.graph });
	return done([event('DependenciesSubmitted', { incident: incident.id, graph: data.graph })]);
}

function submitProbabilities(context: MethodContext, data: Parsed<typeof submitProbabilitiesData>): Outcome {
	const incident = requireStep(context, 'submit_probabilities', data.incident);
	guard(incident.probabilities === null, 'already-submitted', 'probabilities', null, incident.probabilities);
	requireKinds(data.claims, ['node', 'metric', 'baseline', 'log']);
	requireClaims(context, incident.evidence, data.claims);
	writeIncident(context.state, {
		...withStep(incident, context),
		probabilities: data.ranking,
		enough: data.enough,
	});
	return done([
		event('ProbabilitiesSubmitted', { incident: incident.id, ranking: data.ranking, enough: data.enough }),
	]);
}

function submitFaultWeb(context: MethodContext, data: Parsed<typeof submitFaultWebData>): Outcome {
	const incident = requireStep(context, 'submit_fault_web', data.incident);
	guard(incident.faultWeb === null, 'already-submitted', 'faultWeb', null, incident.faultWeb);
	guard(incident.dependencies !== null, 'missing-step', 'dependencies', 'submit_dependencies', null);
	guard(incident.probabilities !== null, 'missing-step', 'probabilities', 'submit_probabilities', null);
	writeIncident(context.state, { ...withStep(incident, context), faultWeb: data.faultWeb });
	return done([event('FaultWebSubmitted', { incident: incident.id, faultWeb: data.faultWeb })]);
}

function proposeRootCause(context: MethodContext, data: Parsed<typeof proposeRootCauseData>): Outcome {
	const incident = requireStep(context, 'propose_root_cause', data.incident);
	requireReadyToPropose(context, incident, data);
	const { sender, state, genesis, block } = context;
	const proposal: ProposalState = {
		id: context.txHash,
		incident: incident.id,
		round: incident.round,
		proposer: sender.address,
		node: data.node,
		confidence: data.confidence,
		status: 'Open',
		deadline: add(block.height, parameterOf(genesis, 'vote-deadline')),
		electorate: snapshotElectorate(state, genesis, sender.address),
	};
	writeProposal(state, proposal);
	writeIncident(state, {
		...incident,
		state: 'Root_Cause_Proposed',
		proposal: proposal.id,
		steppedAt: block.height,
	});
	const account = readAccount(state, sender.address) as Account;
	writeAccount(state, { ...account, proposals: add(account.proposals, 1) });
	return done(
		[
			event('RootCauseProposed', {
				incident: incident.id,
				proposal: proposal.id,
				node: data.node,
				confidence: data.confidence,
				stake: data.stake,
			}),
			stateChanged(incident, 'Root_Cause_Proposed'),
		],
		[
			{
				kind: 'escrow-lock',
				from: sender.address,
				to: null,
				amount: data.stake,
				reputation: 0,
				reason: proposal.id,
			},
		],
	);
}

function requireReadyToPropose(
	context: MethodContext,
	incident: IncidentState,
	data: Parsed<typeof proposeRootCauseData>,
): void {
	for (const step of ['dependencies', 'probabilities', 'faultWeb'] as const)
		guard(incident[step] !== null, 'missing-step', step, 'on chain this round', null);
	guard(incident.enough === true, 'not-enough-evidence', 'enough', true, incident.enough);
	const least = parameterOf(context.genesis, 'proposal-stake-min');
	const most = parameterOf(context.genesis, 'proposal-stake-max');
	guard(data.stake >= least && data.stake <= most, 'stake-out-of-range', 'stake', [least, most], data.stake);
	const { balance } = context.sender;
	guard(data.stake <= balance, 'insufficient-balance', 'stake', data.stake, balance);
	guard(
		data.claims.some((claim) => isAbout(claim, data.node)),
		'no-claim-about-cause',
		'claims',
		data.node,
		data.claims.length,
	);
	requireClaims(context, incident.evidence, data.claims);
}

function submitSolution(context: MethodContext, data: Parsed<typeof submitSolutionData>): Outcome {
	const incident = requireStep(context, 'submit_solution', data.incident);
	guard(data.proposal === incident.proposal, 'wrong-proposal', 'proposal', incident.proposal, data.proposal);
	const ids = data.steps.map((step) => step.id);
	guard(new Set(ids).size === ids.length, 'repeated-step-id', 'steps', 'distinct ids', ids);
	requireClaims(context, incident.evidence, data.claims);
	writeIncident(context.state, {
		...withStep(incident, context),
		state: 'Solution',
		solution: context.txHash,
	});
	return done([
		event('SolutionSubmitted', { incident: incident.id, solution: context.txHash, steps: data.steps.length }),
		stateChanged(incident, 'Solution'),
	]);
}

function verifyOutcome(context: MethodContext, data: Parsed<typeof verifyOutcomeData>): Outcome {
	const incident = withStep(requireStep(context, 'verify_outcome', data.incident), context);
	const to = data.verdict === 'verified' ? 'Verified' : 'Falsified';
	writeIncident(context.state, { ...incident, state: to });
	return done(
		[
			event('OutcomeVerified', {
				incident: incident.id,
				verdict: data.verdict,
				basis: data.basis,
				evidence: data.evidence,
			}),
			stateChanged(incident, to),
		],
		settleIncident(context, incident, to),
	);
}

function expireIncident(context: MethodContext, data: Parsed<typeof expireIncidentData>): Outcome {
	const incident = requireStep(context, 'expire_incident', data.incident);
	const deadline = deadlineOf(context.genesis, incident);
	const hopeless = incident.state === 'Data_Collected' && incident.enough === false;
	guard(
		hopeless || context.block.height > deadline,
		'deadline-not-passed',
		'height',
		`after ${deadline}`,
		context.block.height,
	);
	const to = incident.state === 'Init' || incident.state === 'Data_Collected' ? 'Unresolved' : 'Expired';
	writeIncident(context.state, { ...withStep(incident, context), state: to });
	return done(
		[event('IncidentExpired', { incident: incident.id, deadline }), stateChanged(incident, to)],
		to === 'Expired' ? settleIncident(context, incident, to) : [],
	);
}

/** The operating procedure as a state machine, one instance per incident (protocol.md §6). */
export const opsContract: Contract = {
	name: 'OpsContract',
	methods: {
		open_incident: method(openIncidentData, openIncident),
		assign_task: method(assignTaskData, assignTask),
		submit_data: method(submitDataData, submitData),
		submit_dependencies: method(submitDependenciesData, submitDependencies),
		submit_probabilities: method(submitProbabilitiesData, submitProbabilities),
		submit_fault_web: method(submitFaultWebData, submitFaultWeb),
		propose_root_cause: method(proposeRootCauseData, proposeRootCause),
		submit_solution: method(submitSolutionData, submitSolution),
		verify_outcome: method(verifyOutcomeData, verifyOutcome),
		expire_incident: method(expireIncidentData, expireIncident),
	},
};
