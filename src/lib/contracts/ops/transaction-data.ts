import { AGENT_ROLES } from '../../chain/genesis.ts';
import { VOTE_OPTIONS } from '../../chain/state-entries.ts';
import { claimSchema } from '../../evidence/claim.ts';
import {
	array,
	boolean,
	hash,
	identifier,
	minute,
	natural,
	nullable,
	object,
	oneOf,
	optional,
	text,
	type Parsed,
} from '../../primitives/schema.ts';

/** Most claims a transaction may carry (protocol.md §6). */
export const MAX_CLAIMS = 16;

const claims = array(claimSchema, MAX_CLAIMS);
/** Where the agent's thoughts, actions and observations are kept; null where it had none. */
const transcript = nullable(hash);
const prose = text(2048);

/** `open_incident` */
export const openIncidentData = object({
	incident: identifier,
	alert: object({
		node: text(512),
		minute,
		signal: text(64),
		priority: oneOf('critical', 'high', 'medium', 'low'),
	}),
});

/** `assign_task` */
export const assignTaskData = object({ incident: identifier, role: oneOf(...AGENT_ROLES), task: text(1024) });

/** `submit_data`: `alertRow` proves that the alerted node occurs in the evidence. */
export const submitDataData = object({
	incident: identifier,
	evidence: object({ root: hash, size: natural(1), hash }),
	alertRow: claimSchema,
	transcript,
});

/** `submit_dependencies` */
export const submitDependenciesData = object({ incident: identifier, graph: hash, claims, transcript });

/** `submit_probabilities`: 1–10 claims, one for each of the top nodes. */
export const submitProbabilitiesData = object({
	incident: identifier,
	ranking: hash,
	enough: boolean,
	claims: array(claimSchema, 10, 1),
	transcript,
});

/** `submit_fault_web` */
export const submitFaultWebData = object({ incident: identifier, faultWeb: hash, transcript });

/** `propose_root_cause`: `faultType` is the proposer's word, not proven. */
export const proposeRootCauseData = object({
	incident: identifier,
	node: text(512),
	faultType: text(64),
	confidence: natural(0, 100),
	stake: natural(),
	claims: array(claimSchema, MAX_CLAIMS, 1),
	transcript,
});

/** `submit_solution`: what to do, as text; nothing here is ever run. */
export const submitSolutionData = object({
	incident: identifier,
	proposal: hash,
	steps: array(
		object({
			id: identifier,
			action: text(256),
			description: prose,
			command: optional(text(1024)),
			risk: oneOf('low', 'medium', 'high'),
			rollback: prose,
			verification: prose,
		}),
		20,
		1,
	),
	claims,
	transcript,
});
export type SolutionStep = Parsed<typeof submitSolutionData>['steps'][number];

/** `verify_outcome` */
export const verifyOutcomeData = object({
	incident: identifier,
	verdict: oneOf('verified', 'falsified'),
	basis: oneOf('ground-truth', 'recovery-metrics', 'operator-judgement'),
	evidence: hash,
});

/** `expire_incident` */
export const expireIncidentData = object({ incident: identifier });

/** `vote` in `open` mode. An Abstain carries no stake. */
export const openVoteData = object({
	proposal: hash,
	option: oneOf(...VOTE_OPTIONS),
	stake: natural(),
	claims,
	transcript,
});

/** `vote` in `sealed` mode: `commitment = H("vote", { option, proposalId, salt, voter })`. */
export const sealedVoteData = object({ proposal: hash, commitment: hash, stake: natural() });

/** `reveal_vote`; salt is 32 random bytes. */
export const revealVoteData = object({
	proposal: hash,
	option: oneOf(...VOTE_OPTIONS),
	salt: hash,
	claims,
	transcript,
});

/** `close_vote` */
export const closeVoteData = object({ proposal: hash });
