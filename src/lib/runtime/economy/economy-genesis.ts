import type { Genesis, ParameterValue } from '../../chain/genesis.ts';
import { AGENT_ROLES } from '../../chain/genesis.ts';
import { encodeAddress } from '../../crypto/address.ts';
import { sha256 } from '../../crypto/hash.ts';
import { encodeHex, type Hash } from '../../primitives/bytes.ts';
import { createGenesis, type Identity } from '../../protocol/genesis.ts';
import { standardParameters } from '../../protocol/parameters.ts';
import type { Scenario } from './scenario.ts';

/** The two ways of counting that a run compares, each on a chain of its own. */
export const ARMS = ['stake-weighted', 'one-agent-one-vote'] as const;
export type Arm = (typeof ARMS)[number];

/** Where an agent has fewer tokens than this it is bankrupt (protocol.md §6). */
export const BANKRUPT_BELOW = 5_000;

/** What the operator may spend on one incident; it stands outside the experiment and never runs dry. */
const OPERATOR_PER_INCIDENT = 2_000;
const STANDARD_VOTER_REWARD = 300;

/**
 * The genesis of one arm: the standard endowment, with keys that nobody holds, because nothing is signed here. The
 * operator alone gets more in a long run: `on-close` pays back no duty, and 200 tokens an incident would end it.
 */
export function economyGenesis(scenario: Scenario, arm: Arm): Genesis {
	const genesis = createGenesis({
		chainId: encodeHex(sha256(Uint8Array.of(ARMS.indexOf(arm)))) as Hash,
		createdAt: 0,
		parameters: parametersOf(scenario, arm),
		agents: AGENT_ROLES.map((_, index) => madeUpIdentity(index + 1)),
		operator: madeUpIdentity(AGENT_ROLES.length + 1),
	});
	const balance = Math.max(genesis.operator.balance, OPERATOR_PER_INCIDENT * scenario.incidents);
	return { ...genesis, operator: { ...genesis.operator, balance } };
}

function madeUpIdentity(number: number): Identity {
	return {
		address: encodeAddress(new Uint8Array(20).fill(number)),
		publicKey: `0x02${'00'.repeat(31)}${number.toString(16).padStart(2, '0')}`,
	};
}

function parametersOf(scenario: Scenario, arm: Arm): { readonly [name: string]: ParameterValue } {
	const standard = standardParameters();
	const reward = (name: string) =>
		Math.round(((standard[name] as number) * scenario.voterReward) / STANDARD_VOTER_REWARD);
	const penalty = (name: string) => Math.round(((standard[name] as number) * scenario.penaltyPercent) / 100);
	return {
		...standard,
		settlement: scenario.settlement,
		'voting-mode': scenario.voting,
		proposers: scenario.proposers,
		'participation-threshold': scenario.quorumPercent * 10,
		'voter-reward': scenario.voterReward,
		'proposer-reward': reward('proposer-reward'),
		'proposer-bounty': reward('proposer-bounty'),
		'falsified-for-burn-percent': scenario.slashPercent,
		'rejected-proposer-penalty': penalty('rejected-proposer-penalty'),
		'rejected-for-penalty': penalty('rejected-for-penalty'),
		'verified-against-penalty': penalty('verified-against-penalty'),
		...(scenario.weighting === 'stake' ? { 'weight-per-reputation': 0 } : {}),
		...(arm === 'one-agent-one-vote' ? EQUAL_WEIGHTS : {}),
	};
}

/**
 * Makes the contract count votes as one each, exactly: six bases of 1 make B / 3 = 2, and any stake lifts a vote from 1 to
 * that cap. So every vote needs a stake, and a single token has to be enough.
 */
const EQUAL_WEIGHTS = { 'base-weight': 1, 'weight-per-reputation': 0, 'vote-stake-min': 1 } as const;

/** The least stake an agent puts on a For or an Against, so that in the equal arm every vote reaches the cap. */
export function leastVoteStake(genesis: Genesis): number {
	const equal = genesis.parameters['base-weight'] === EQUAL_WEIGHTS['base-weight'];
	return equal || genesis.parameters['voting-mode'] === 'sealed'
		? (genesis.parameters['vote-stake-min'] as number)
		: 0;
}
