import type { SopState } from '../../chain/state-entries.ts';
import { OPEN_STATES, SOP_TABLE, type SopRule } from '../../contracts/ops/sop-table.ts';
import type { TimelineStep, WorldView } from '../../ledger/timeline.ts';
import { currentProposal } from '../governance/vote-view.ts';

/** A refused attempt at a step: a dot on its guard. */
export type RefusedAttempt = { readonly index: number; readonly step: TimelineStep };

/** One step of the procedure as the rail shows it, under the state it belongs to. */
export type RailStep = {
	readonly type: string;
	/** How many are needed (votes: one of each voter), and how many this round has. */
	readonly needed: number;
	readonly done: number;
	/** Block of the last accepted one of this round. */
	readonly height: number | null;
	readonly refused: readonly RefusedAttempt[];
};

export type RailState = {
	readonly state: (typeof OPEN_STATES)[number];
	readonly phase: 'done' | 'current' | 'future';
	/** Block in which this round entered it. */
	readonly enteredAt: number | null;
	readonly steps: readonly RailStep[];
};

/** Steps that the rail leaves out: they do not lead from one state to the next. */
const ASIDE: readonly string[] = ['assign_task', 'expire_incident'];
/** Steps that every voter takes. */
const OF_VOTERS: readonly string[] = ['vote', 'reveal_vote'];

/** The column of a step: the first state it is allowed in; opening stands with the first. */
function columnOf(rule: SopRule): SopState {
	return rule.from[0] ?? 'Init';
}

/** The procedure with what has happened up to and including step `index`, drawn from the contract's own table. */
export function railOf(
	steps: readonly TimelineStep[],
	index: number,
	world: WorldView,
	isSealed: boolean,
): readonly RailState[] {
	const past = steps.slice(0, index + 1);
	const state = world.incident?.state;
	const round = world.incident?.round ?? 1;
	const current = OPEN_STATES.findIndex((open) => open === state);
	// Ended incidents have left the rail: all that was entered is done.
	const reached = current >= 0 ? current : state === undefined ? -1 : lastEntered(past);
	const thisRound = past.filter(
		(step) => (step.after.incident?.round ?? 1) === round || step.after.incident === null,
	);
	const isShown = ({ type }: SopRule) => !ASIDE.includes(type) && (isSealed || type !== 'reveal_vote');
	const voters = currentProposal(world)?.proposal.electorate.length ?? 6;
	return OPEN_STATES.map((open, position) => ({
		state: open,
		phase: position === current ? 'current' : position <= reached ? 'done' : 'future',
		enteredAt: position <= reached ? (enteredIn(thisRound, open) ?? enteredIn(past, open)) : null,
		steps: SOP_TABLE.filter((rule) => columnOf(rule) === open && isShown(rule)).map((rule) =>
			railStep(
				rule.type,
				OF_VOTERS.includes(rule.type) ? voters : 1,
				past,
				rule.type === 'open_incident' ? past : thisRound,
			),
		),
	}));
}

function railStep(
	type: string,
	needed: number,
	past: readonly TimelineStep[],
	thisRound: readonly TimelineStep[],
): RailStep {
	const accepted = thisRound.filter(
		(step) => step.transaction.type === type && step.receipt.status === 'success',
	);
	const refused = past.flatMap((step, index) =>
		step.transaction.type === type && step.receipt.status === 'reverted' ? [{ index, step }] : [],
	);
	return {
		type,
		needed,
		done: Math.min(accepted.length, needed),
		height: accepted.at(-1)?.height ?? null,
		refused,
	};
}

function enteredIn(steps: readonly TimelineStep[], state: SopState): number | null {
	const entry = steps.findLast((step) =>
		step.receipt.events.some((event) => event.name === 'StateChanged' && event.data['to'] === state),
	);
	return entry?.height ?? null;
}

function lastEntered(steps: readonly TimelineStep[]): number {
	return OPEN_STATES.findLastIndex((state) => enteredIn(steps, state) !== null);
}
