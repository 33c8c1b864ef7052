import type { ProposalState, VoteOption } from '../../chain/state-entries.ts';
import { commitmentOf } from '../../contracts/governance/governance-contract.ts';
import { readProposal, readVote } from '../../contracts/ops/incident.ts';
import { voteDeadlineOf } from '../../contracts/ops/phase.ts';
import { encodeHex, type Hash } from '../../primitives/bytes.ts';
import { ballotOf, waitsForOthers, type Ballot } from './conduct.ts';
import type { EconomyChain } from './economy-chain.ts';
import { createGenerator } from './generator.ts';
import { STREAM, type IncidentDraw } from './judgement.ts';
import type { ProposalRecord, VoteRecord } from './record.ts';
import type { Scenario } from './scenario.ts';
import { voteStakeOf } from './stakes.ts';

/** What one vote is about. */
export type VoteRound = {
	readonly scenario: Scenario;
	readonly chain: EconomyChain;
	readonly draw: IncidentDraw;
	readonly round: number;
	readonly proposal: Hash;
	readonly proposer: number;
	readonly node: number;
	readonly confidence: number;
	readonly rejected: readonly number[];
};

const SCHEDULER = 1;

/** The random numbers of one agent in one round, the same whatever happened before. */
export function whimOf(scenario: Scenario, draw: IncidentDraw, round: number, agent: number, stream: number) {
	return createGenerator(scenario.seed, stream, draw.index, round, agent);
}

/** Lets everyone vote and closes the vote. Undefined where nobody could close it. */
export function holdVote(given: VoteRound): ProposalRecord | undefined {
	const { chain, scenario, proposal } = given;
	const voters = scenario.behaviours.map((_, agent) => agent).filter((agent) => agent !== given.proposer);
	if (scenario.voting === 'sealed') voteSealed(given, voters);
	else voteOpenly(given, voters);
	const before = readProposal(chain, proposal) as ProposalState;
	if (!closeVote(given, before)) return undefined;
	const { status } = readProposal(chain, proposal) as ProposalState;
	return {
		proposer: given.proposer,
		node: given.node,
		right: given.node === given.draw.truth,
		status: status as ProposalRecord['status'],
		votes: voters.flatMap((agent) => voteRecord(given, agent)),
	};
}

/** Those who judge for themselves vote in one block, those who copy in the next: agents act on sealed state only. */
function voteOpenly(given: VoteRound, voters: readonly number[]): void {
	const { chain, scenario } = given;
	const waits = (agent: number) => waitsForOthers(scenario.behaviours[agent]!);
	const cast = (agents: readonly number[], visible: readonly VoteOption[]) => {
		chain.nextBlock();
		for (const agent of agents) {
			const ballot = decide(given, agent, visible);
			const data = { proposal: given.proposal, option: ballot.option, claims: [], transcript: null };
			chain.send(addressOf(chain, agent), 'vote', { ...data, stake: stakeOf(given, agent, ballot) });
		}
	};
	const first = voters.filter((agent) => !waits(agent));
	cast(first, []);
	const visible = first.flatMap((agent) => voteRecord(given, agent)).map((vote) => vote.option);
	cast(voters.filter(waits), visible);
}

function voteSealed(given: VoteRound, voters: readonly number[]): void {
	const { chain, proposal } = given;
	const ballots = voters.map((agent) => {
		const ballot = decide(given, agent, 'sealed');
		return { agent, ballot, voter: addressOf(chain, agent), salt: saltOf(given, agent) };
	});
	chain.nextBlock();
	const committed = ballots.filter(({ agent, ballot, voter, salt }) => {
		const commitment = commitmentOf({ option: ballot.option, proposalId: proposal, salt, voter });
		return chain.send(voter, 'vote', { proposal, commitment, stake: stakeOf(given, agent, ballot) });
	});
	const all = committed.length === voters.length;
	chain.nextBlock(all ? undefined : (readProposal(chain, proposal) as ProposalState).deadline + 1);
	for (const { ballot, voter, salt } of committed)
		chain.send(voter, 'reveal_vote', { proposal, option: ballot.option, salt, claims: [], transcript: null });
}

function decide(given: VoteRound, agent: number, visible: readonly VoteOption[] | 'sealed'): Ballot {
	const { scenario, draw, round } = given;
	const whim = whimOf(scenario, draw, round, agent, STREAM.whim);
	return ballotOf(scenario.behaviours[agent]!, { ...given, agent, visible, whim });
}

function stakeOf({ chain, scenario }: VoteRound, agent: number, ballot: Ballot): number {
	const { balance } = chain.account(addressOf(chain, agent));
	return voteStakeOf(chain.genesis, balance, ballot, scenario.stakeSharePermille);
}

function saltOf({ scenario, draw, round }: VoteRound, agent: number): Hash {
	const words = whimOf(scenario, draw, round, agent, STREAM.salt);
	return encodeHex(new Uint8Array(Uint32Array.from({ length: 8 }, () => words.word()).buffer)) as Hash;
}

function addressOf(chain: EconomyChain, agent: number) {
	return chain.genesis.agents[agent]!.address;
}

function voteRecord({ chain, proposal }: VoteRound, agent: number): readonly VoteRecord[] {
	const vote = readVote(chain, proposal, addressOf(chain, agent));
	if (!vote || vote.option === null) return [];
	return [{ agent, option: vote.option, stake: vote.stake, weight: vote.weight ?? 0 }];
}

/** Closes at once where all have voted, else when the deadline has passed; the operator where A2 cannot pay. */
function closeVote({ chain }: VoteRound, proposal: ProposalState): boolean {
	const closed = (address: Parameters<EconomyChain['send']>[0]) =>
		chain.send(address, 'close_vote', { proposal: proposal.id }) !== null;
	const all = proposal.electorate.every(
		({ address }) => (readVote(chain, proposal.id, address)?.option ?? null) !== null,
	);
	chain.nextBlock(all ? undefined : voteDeadlineOf(chain.genesis, proposal) + 1);
	return closed(addressOf(chain, SCHEDULER)) || closed(chain.genesis.operator.address);
}
