import type { SopState } from '../../chain/state-entries.ts';
import type { Claim } from '../../evidence/claim.ts';
import type { EvidenceRow } from '../../evidence/row.ts';
import type { TimelineStep, WorldView } from '../../ledger/timeline.ts';
import { isJsonObject, type JsonValue } from '../../primitives/json.ts';
import { claimsOf } from '../evidence/documents.ts';
import { formatMinute } from '../format/time.ts';
import type { FaultWebView } from '../graphs/fault-web-view.ts';
import { currentProposal } from '../governance/vote-view.ts';

/** How a diagnosis ended, or where it stands. */
export type Standing = 'cause' | 'proposed' | 'refuted' | 'open' | 'no-evidence' | 'no-agreement' | 'expired';

const STANDING_OF: { readonly [state in SopState]: Standing } = {
	Init: 'open',
	Data_Collected: 'open',
	Root_Cause_Proposed: 'proposed',
	Consensus: 'cause',
	Solution: 'cause',
	Verified: 'cause',
	Falsified: 'refuted',
	Expired: 'expired',
	Unresolved: 'no-agreement',
};

export function standingOf(world: WorldView): Standing | undefined {
	const incident = world.incident;
	if (!incident) return undefined;
	if (incident.enough === false) return 'no-evidence';
	if (incident.state === 'Unresolved' && world.proposals.length === 0) return 'no-evidence';
	return STANDING_OF[incident.state];
}

/** A step of a solution. Everything in it is the agent's prose. */
export type SolutionStep = {
	readonly id: string;
	readonly action: string;
	readonly description: string;
	readonly command: string | undefined;
	readonly risk: string;
	readonly rollback: string;
	readonly verification: string;
};

/** What the verdict page says about a proposal, taken from its transaction. */
export type ProposalFacts = {
	readonly step: TimelineStep;
	readonly node: string;
	readonly faultType: string;
	readonly confidence: number;
	readonly claims: readonly Claim[];
	/** Earliest window that a claim about the node cites. */
	readonly since: string | undefined;
};

export function proposalFactsOf(steps: readonly TimelineStep[], world: WorldView): ProposalFacts | undefined {
	const proposal = currentProposal(world)?.proposal;
	const step = steps.find((one) => one.hash === proposal?.id);
	if (!proposal || !step) return undefined;
	const claims = claimsOf(step.transaction.data);
	const { faultType } = step.transaction.data;
	return {
		step,
		node: proposal.node,
		faultType: typeof faultType === 'string' ? faultType : 'unknown',
		confidence: proposal.confidence,
		claims,
		since: sinceOf(proposal.node, claims),
	};
}

function sinceOf(node: string, claims: readonly Claim[]): string | undefined {
	const minutes = claims
		.map((claim) => claim.row as EvidenceRow)
		.flatMap((row) =>
			(row.kind === 'metric' || row.kind === 'log') && row.node === node ? [row.minute] : [],
		);
	return minutes.sort()[0];
}

/** Whom the cause called in the window of the alert, where nothing was measured at any of them. */
export function unmeasuredCallees(
	web: FaultWebView,
	node: string,
): { readonly minute: string; readonly callees: string } | undefined {
	const calls = web.edges.filter((edge) => edge.caller === node);
	const minute = calls[0]?.minute;
	const silent = new Set(web.nodes.filter((one) => one.status === 'no-data').map((one) => one.id));
	if (!minute || !calls.every((edge) => silent.has(edge.callee))) return undefined;
	return { minute: formatMinute(minute), callees: calls.map((edge) => edge.callee).join(', ') };
}

/** The steps of the accepted solution. */
export function solutionOf(
	steps: readonly TimelineStep[],
	world: WorldView,
): readonly SolutionStep[] | undefined {
	const step = steps.find((one) => one.hash === world.incident?.solution);
	const list = step?.transaction.data['steps'];
	if (!Array.isArray(list)) return undefined;
	return (list as readonly JsonValue[]).filter(isJsonObject).map((one) => {
		const text = (key: string) => (typeof one[key] === 'string' ? one[key] : '');
		return {
			id: text('id'),
			action: text('action'),
			description: text('description'),
			command: typeof one['command'] === 'string' ? one['command'] : undefined,
			risk: text('risk'),
			rollback: text('rollback'),
			verification: text('verification'),
		};
	});
}

/** The transaction that settled it, if any. */
export function outcomeOf(steps: readonly TimelineStep[]): TimelineStep | undefined {
	return steps.findLast(
		(step) => step.transaction.type === 'verify_outcome' && step.receipt.status === 'success',
	);
}
