import type { Address } from '../../crypto/address.ts';
import { readIncident } from '../../contracts/ops/incident.ts';
import { deadlineOf } from '../../contracts/ops/phase.ts';
import type { Hash } from '../../primitives/bytes.ts';
import type { JsonObject } from '../../primitives/json.ts';
import { suggestionOf } from './conduct.ts';
import type { EconomyChain } from './economy-chain.ts';
import { MINUTE, nodeName, type EconomyEvidence } from './economy-evidence.ts';
import { STREAM, type IncidentDraw } from './judgement.ts';
import type { IncidentEnd, ProposalRecord } from './record.ts';
import type { Scenario } from './scenario.ts';
import { proposalStakeOf } from './stakes.ts';
import { holdVote, whimOf } from './vote-round.ts';

/** What an incident is played on. */
export type Stage = {
	readonly scenario: Scenario;
	readonly chain: EconomyChain;
	readonly evidence: EconomyEvidence;
};

/** How an incident went. */
export type PlayedIncident = { readonly end: IncidentEnd; readonly proposals: readonly ProposalRecord[] };

const [A1, A2, A3, A4, A5, A6, A7] = [0, 1, 2, 3, 4, 5, 6] as const;

/**
 * Takes one incident through the whole procedure on the real contracts: data, round after round of dependencies,
 * probabilities, fault web, proposal and vote, then the solution and a verification by ground truth.
 */
export function playIncident(stage: Stage, draw: IncidentDraw): PlayedIncident {
	const id = `incident-${draw.index + 1}`;
	const proposals: ProposalRecord[] = [];
	const passed = openIncident(stage, id) && discuss(stage, draw, id, proposals);
	const end = passed && conclude(stage, draw, id) ? (passed.right ? 'right' : 'wrong') : 'unresolved';
	if (end === 'unresolved') abandon(stage, id);
	return { end, proposals };
}

/** Rounds until a proposal passes. Undefined where none does, or where somebody could not take a step. */
function discuss(
	stage: Stage,
	draw: IncidentDraw,
	id: string,
	proposals: ProposalRecord[],
): ProposalRecord | undefined {
	for (let round = 1; readIncident(stage.chain, id)?.state === 'Data_Collected'; round++) {
		if (!prepareRound(stage, id)) return undefined;
		const held = proposeAndVote(stage, draw, id, round, proposals);
		if (!held) return undefined;
		proposals.push(held);
		if (held.status === 'Passed') return held;
	}
	return undefined;
}

function openIncident(stage: Stage, id: string): boolean {
	const { evidence } = stage;
	const alert = { node: nodeName(0), minute: MINUTE, signal: 'errors', priority: 'high' };
	const alertRow = evidence.claims[0]!;
	return (
		step(stage, A1, 'open_incident', { incident: id, alert }) !== null &&
		step(stage, A3, 'submit_data', {
			incident: id,
			evidence: evidence.commitment,
			alertRow,
			transcript: null,
		}) !== null
	);
}

function prepareRound(stage: Stage, id: string): boolean {
	const { document, claims } = stage.evidence;
	const shared = { incident: id, transcript: null };
	return (
		step(stage, A4, 'submit_dependencies', { ...shared, graph: document, claims: [] }) !== null &&
		step(stage, A5, 'submit_probabilities', {
			...shared,
			ranking: document,
			enough: true,
			claims: [claims[0]!],
		}) !== null &&
		step(stage, A6, 'submit_fault_web', { ...shared, faultWeb: document }) !== null
	);
}

function proposeAndVote(
	stage: Stage,
	draw: IncidentDraw,
	id: string,
	round: number,
	earlier: readonly ProposalRecord[],
): ProposalRecord | undefined {
	const { scenario, chain, evidence } = stage;
	const proposer = draw.proposers[(round - 1) % draw.proposers.length]!;
	const rejected = earlier.map((one) => one.node);
	const whim = whimOf(scenario, draw, round, proposer, STREAM.whim);
	const suggestion = suggestionOf(scenario.behaviours[proposer]!, { draw, agent: proposer, rejected, whim });
	const { balance } = chain.account(chain.genesis.agents[proposer]!.address);
	const { node, confidence } = suggestion;
	const proposal = step(stage, proposer, 'propose_root_cause', {
		incident: id,
		node: nodeName(node),
		faultType: 'unknown',
		confidence,
		stake: proposalStakeOf(chain.genesis, balance, suggestion, scenario.stakeSharePermille),
		claims: [evidence.claims[node]!],
		transcript: null,
	});
	if (proposal === null) return undefined;
	return holdVote({ scenario, chain, draw, round, proposal, proposer, node, confidence, rejected });
}

/** The solution, and the operator's verdict from the ground truth. */
function conclude(stage: Stage, draw: IncidentDraw, id: string): boolean {
	const { chain, evidence } = stage;
	const proposal = readIncident(chain, id)?.proposal as Hash;
	const solution = { incident: id, proposal, steps: [REPAIR], claims: [], transcript: null };
	if (step(stage, A7, 'submit_solution', solution) === null) return false;
	chain.nextBlock();
	const right = chain.get(`proposal/${proposal}`) as { readonly node: string };
	const verdict = right.node === nodeName(draw.truth) ? 'verified' : 'falsified';
	const data = { incident: id, verdict, basis: 'ground-truth', evidence: evidence.document };
	return chain.send(chain.genesis.operator.address, 'verify_outcome', data) !== null;
}

const REPAIR = {
	id: 'repair',
	action: 'repair',
	description: 'repair',
	risk: 'low',
	rollback: 'none',
	verification: 'none',
} as const;

/** Ends an incident that somebody could not go on with; one that used up its rounds has ended already. */
function abandon({ chain }: Stage, id: string): void {
	const incident = readIncident(chain, id);
	const stuck = ['Init', 'Data_Collected', 'Consensus', 'Solution'];
	if (!incident || !stuck.includes(incident.state)) return;
	chain.nextBlock(deadlineOf(chain.genesis, incident) + 1);
	const senders: readonly Address[] = [chain.genesis.agents[A2]!.address, chain.genesis.operator.address];
	senders.some((sender) => chain.send(sender, 'expire_incident', { incident: id }) !== null);
}

function step({ chain }: Stage, agent: number, type: string, data: JsonObject): Hash | null {
	chain.nextBlock();
	return chain.send(chain.genesis.agents[agent]!.address, type, data);
}
