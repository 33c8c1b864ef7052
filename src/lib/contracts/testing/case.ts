import type { AgentRole } from '../../chain/genesis.ts';
import type { Receipt } from '../../chain/receipt.ts';
import type { IncidentState, ProposalState, SopState, VoteOption } from '../../chain/state-entries.ts';
import type { Signer } from '../../chain/testing/seeded-chain.ts';
import { hashJson } from '../../crypto/hash.ts';
import { buildClaims, type Claim, type ClaimDraft } from '../../evidence/claim.ts';
import { buildEvidence, type Evidence } from '../../evidence/row-list.ts';
import type { EdgeRow, EvidenceRow, MetricRow } from '../../evidence/row.ts';
import type { Hash } from '../../primitives/bytes.ts';
import type { JsonObject, JsonValue } from '../../primitives/json.ts';
import { unwrap } from '../../primitives/result.ts';
import { commitmentOf } from '../governance/governance-contract.ts';
import { readIncident, readProposal } from '../ops/incident.ts';
import type { Sandbox } from './sandbox.ts';

export const MINUTE = '2026-01-05 14:00:00';
export const LATER = '2026-01-05 14:01:00';

const metric = (node: string, name: string, value: number | null, minute = MINUTE): MetricRow => ({
	kind: 'metric',
	node,
	minute,
	metric: name,
	value,
	unit: 'percent',
});
const edge = (caller: string, callee: string, minute: string, calls: number | null): EdgeRow => ({
	kind: 'edge',
	caller,
	callee,
	minute,
	calls,
});

/** A gateway calls a checkout, which calls a payment; the call from payment to its database is first seen a minute later. */
export const ROWS = {
	gateway: { kind: 'node', node: 'gateway' },
	checkout: { kind: 'node', node: 'checkout' },
	payment: { kind: 'node', node: 'payment' },
	database: { kind: 'node', node: 'database' },
	errors: metric('checkout', 'error_rate', 40),
	errorsLater: metric('checkout', 'error_rate', 35.5, LATER),
	paymentErrors: metric('payment', 'error_rate', 2),
	latency: metric('checkout', 'latency', 900),
	unmeasured: metric('payment', 'latency', null),
	usual: { kind: 'baseline', node: 'checkout', metric: 'error_rate', median: 1, spread: 0.5, samples: 30 },
	calls: edge('gateway', 'checkout', MINUTE, 100),
	inner: edge('checkout', 'payment', MINUTE, 80),
	databaseLater: edge('payment', 'database', LATER, null),
	log: { kind: 'log', node: 'checkout', minute: MINUTE, level: 'ERROR', count: 12 },
	otherLog: { kind: 'log', node: 'payment', minute: MINUTE, level: 'ERROR', count: 3 },
} as const satisfies { readonly [name: string]: EvidenceRow };

export const EVIDENCE: Evidence = unwrap(buildEvidence(Object.values(ROWS)));
export const COMMITMENT = { root: EVIDENCE.root, size: EVIDENCE.size, hash: EVIDENCE.hash };

/** A proven claim of rows that stand in the evidence. */
export function claimOf(row: EvidenceRow, relation?: ClaimDraft['relation']): Claim {
	const [claim] = buildClaims(EVIDENCE, [{ row, ...(relation ? { relation } : {}) }]);
	if (!claim) throw new Error('no such row in the evidence');
	return claim;
}

/** Claims as transaction data. */
export function claims(...list: readonly Claim[]): JsonValue {
	return list as unknown as JsonValue;
}

/** The hash of a document that is not looked at. */
export function documentOf(name: string): Hash {
	return hashJson('evidence', name);
}

const NOTHING = documentOf('nothing');
export const SALT = documentOf('salt');

/** Who sends each type where anybody may. */
export const SENDER_OF = {
	open_incident: 'alert-receiver',
	assign_task: 'process-scheduler',
	submit_data: 'data-detective',
	submit_dependencies: 'dependency-explorer',
	submit_probabilities: 'probability-oracle',
	submit_fault_web: 'fault-mapper',
	propose_root_cause: 'probability-oracle',
	vote: 'alert-receiver',
	reveal_vote: 'alert-receiver',
	close_vote: 'process-scheduler',
	submit_solution: 'solution-engineer',
	verify_outcome: 'operator',
	expire_incident: 'process-scheduler',
} as const satisfies { readonly [type: string]: Signer };
export type StepType = keyof typeof SENDER_OF;

/** The six who vote on what the probability oracle proposes. */
export const VOTERS: readonly AgentRole[] = [
	'alert-receiver',
	'process-scheduler',
	'data-detective',
	'dependency-explorer',
	'fault-mapper',
	'solution-engineer',
];

/** Data of a step with which nothing is wrong but, perhaps, who sends it and when. */
export function dataOf(type: StepType, incident: string, proposal: Hash = NOTHING): JsonObject {
	const transcript = null;
	switch (type) {
		case 'open_incident':
			return {
				incident,
				alert: { node: 'gateway', minute: MINUTE, signal: 'error_rate', priority: 'high' },
			};
		case 'assign_task':
			return { incident, role: 'alert-receiver', task: 'look' };
		case 'submit_data':
			return {
				incident,
				evidence: COMMITMENT,
				alertRow: claimOf(ROWS.gateway) as unknown as JsonValue,
				transcript,
			};
		case 'submit_dependencies':
			return { incident, graph: documentOf('graph'), claims: claims(claimOf(ROWS.calls)), transcript };
		case 'submit_probabilities':
			return {
				incident,
				ranking: documentOf('ranking'),
				enough: true,
				claims: claims(claimOf(ROWS.checkout)),
				transcript,
			};
		case 'submit_fault_web':
			return { incident, faultWeb: documentOf('web'), transcript };
		case 'propose_root_cause':
			return {
				incident,
				node: 'checkout',
				faultType: 'code-exception',
				confidence: 80,
				stake: 2000,
				claims: claims(claimOf(ROWS.errors)),
				transcript,
			};
		case 'vote':
			return { proposal, option: 'For', stake: 10, claims: [], transcript };
		case 'reveal_vote':
			return { proposal, option: 'For', salt: SALT, claims: [], transcript };
		case 'close_vote':
			return { proposal };
		case 'submit_solution':
			return { incident, proposal, steps: [solutionStep('restart')], claims: [], transcript };
		case 'verify_outcome':
			return { incident, verdict: 'verified', basis: 'ground-truth', evidence: documentOf('label') };
		case 'expire_incident':
			return { incident };
	}
}

/** A step of a solution. */
export function solutionStep(id: string): JsonObject {
	return {
		id,
		action: 'restart',
		description: 'Restart it.',
		risk: 'low',
		rollback: 'None.',
		verification: 'Look.',
	};
}

/** What somebody votes, and with what stake. */
export type Ballots = { readonly [role in AgentRole]?: readonly [VoteOption, number] };

/** Everybody votes the same. */
export function allVote(option: VoteOption, stake = 0): Ballots {
	return Object.fromEntries(VOTERS.map((role) => [role, [option, stake]]));
}

/** One incident in a sandbox, step by step. Steps that must be accepted throw where they are not. */
export type Case = {
	readonly id: string;
	incident(): IncidentState;
	proposal(): ProposalState;
	/** Sends a step as its usual sender, with some of its data changed; what it answers is not judged. */
	attempt(type: StepType, change?: JsonObject, who?: Signer): Receipt;
	/** The same; it must be accepted. */
	step(type: StepType, change?: JsonObject, who?: Signer): Receipt;
	vote(ballots: Ballots): void;
	/** Brings a fresh incident, or one in a new round, to a state by the shortest way. */
	advance(to: SopState, options?: { readonly stake?: number; readonly ballots?: Ballots }): Receipt;
};

const ROUND: readonly StepType[] = ['submit_dependencies', 'submit_probabilities', 'submit_fault_web'];
const REACHED: readonly SopState[] = [
	'Init',
	'Data_Collected',
	'Root_Cause_Proposed',
	'Consensus',
	'Solution',
];

/** A case that is not opened yet. */
export function createCase(sandbox: Sandbox, id = 'incident'): Case {
	const incident = () => readIncident(sandbox.state, id) as IncidentState;
	const proposal = () => readProposal(sandbox.state, incident().proposal as Hash) as ProposalState;
	const attempt: Case['attempt'] = (type, change = {}, who = SENDER_OF[type]) =>
		sandbox.run(who, type, { ...dataOf(type, id, incident()?.proposal ?? NOTHING), ...change });
	const step: Case['step'] = (type, change, who) => {
		const receipt = attempt(type, change, who);
		if (receipt.error) throw new Error(`${type}: ${JSON.stringify(receipt.error)}`);
		return receipt;
	};
	const vote: Case['vote'] = (ballots) => {
		for (const [role, [option, stake]] of Object.entries(ballots) as [AgentRole, [VoteOption, number]][])
			step('vote', { option, stake }, role);
	};
	const propose = (stake: number) => {
		for (const type of ROUND) step(type);
		return step('propose_root_cause', { stake });
	};
	return {
		id,
		incident,
		proposal,
		attempt,
		step,
		vote,
		advance(to, { stake = 2000, ballots = allVote('For', 10) } = {}) {
			let receipt = incident() ? undefined : step('open_incident');
			const before = () => REACHED.indexOf(incident().state) < REACHED.indexOf(to) || !REACHED.includes(to);
			if (before() && incident().state === 'Init') receipt = step('submit_data');
			if (before() && incident().state === 'Data_Collected') receipt = propose(stake);
			if (before() && incident().state === 'Root_Cause_Proposed') {
				vote(ballots);
				receipt = step('close_vote');
			}
			if (before() && incident().state === 'Consensus') receipt = step('submit_solution');
			if (to === 'Verified') receipt = step('verify_outcome');
			if (to === 'Falsified') receipt = step('verify_outcome', { verdict: 'falsified' });
			if (to === 'Expired') {
				sandbox.pass(1001);
				receipt = step('expire_incident');
			}
			if (incident().state !== to) throw new Error(`${incident().state}, not ${to}`);
			return receipt as Receipt;
		},
	};
}

/** The data of a sealed vote. */
export function sealedVote(
	sandbox: Sandbox,
	proposal: Hash,
	who: AgentRole,
	option: VoteOption,
	stake = 10,
): JsonObject {
	const commitment = commitmentOf({ option, proposalId: proposal, salt: SALT, voter: sandbox.address(who) });
	return { proposal, commitment, stake };
}
