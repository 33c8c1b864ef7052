import type { Intent, Question } from '../agents/agent.ts';
import { parameterOf } from '../chain/gas.ts';
import { VOTE_OPTIONS } from '../chain/state-entries.ts';
import { commitmentOf } from '../contracts/governance/governance-contract.ts';
import { isSealed } from '../contracts/ops/phase.ts';
import type { Address } from '../crypto/address.ts';
import { hashJson } from '../crypto/hash.ts';
import type { Hash } from '../primitives/bytes.ts';
import type { JsonObject } from '../primitives/json.ts';
import type { Keyring } from './keyring.ts';

/**
 * The salt of an agent's sealed vote: the hash of its key's signature over the proposal. Signatures are deterministic (RFC
 * 6979), so that after a reload the same salt comes again and nothing secret has to be kept; without the key nobody can
 * make it, and the signature itself is never shown.
 */
export function saltOf(keyring: Keyring, proposal: Hash, voter: Address): Hash {
	const asked = hashJson('vote', { proposalId: proposal, purpose: 'salt', voter });
	return hashJson('vote', { salt: keyring.sign(voter, asked) });
}

/**
 * What an agent wants as the chain's voting mode has it sent. Open: as it is. Sealed: its vote becomes a commitment, which
 * carries a stake and nothing else; asked again once votes may be revealed, it reveals what it had committed to.
 */
export function inVotingMode(
	intents: readonly Intent[],
	{ step, situation }: Question,
	keyring: Keyring,
): readonly Intent[] {
	const { genesis, proposal, votes, self } = situation;
	if (step !== 'vote' || !proposal || !isSealed(genesis)) return intents;
	const salt = saltOf(keyring, proposal.id, self.address);
	const commitmentTo = (option: string) =>
		commitmentOf({ option, proposalId: proposal.id, salt, voter: self.address });
	const own = votes.get(self.address);
	if (!own)
		return intents.map(({ data }) => {
			const stake = Math.max(Number(data['stake']), parameterOf(genesis, 'vote-stake-min'));
			const commitment = commitmentTo(String(data['option']));
			return { type: 'vote', data: { proposal: proposal.id, commitment, stake }, documents: [] };
		});
	const option = VOTE_OPTIONS.find((one) => commitmentTo(one) === own.commitment);
	if (!option) return [];
	// Reasons are given with the reveal; those of an agent that has changed its mind since would not be of this vote.
	const reasoned = intents.find(({ data }) => data['option'] === option);
	const { claims = [], transcript = null }: JsonObject = reasoned?.data ?? {};
	const data = { proposal: proposal.id, option, salt, claims, transcript };
	return [{ type: 'reveal_vote', data, documents: reasoned?.documents ?? [] }];
}
