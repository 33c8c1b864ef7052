import type { VoteOption } from '../../chain/state-entries.ts';
import type { Generator } from './generator.ts';
import { firstChoice, probabilityOf, type IncidentDraw } from './judgement.ts';
import type { Behaviour } from './scenario.ts';

/** What an agent does about a proposal. `stake` is a number of tokens, or left to follow from the confidence. */
export type Ballot = {
	readonly option: VoteOption;
	/** 0–100. */
	readonly confidence: number;
	readonly stake?: number;
};

/** What an agent proposes. `stake` as in {@link Ballot}. */
export type Suggestion = { readonly node: number; readonly confidence: number; readonly stake?: number };

/** What an agent sees when it votes. Votes of others are visible in open voting only, and once they are sealed. */
export type VoteScene = {
	readonly draw: IncidentDraw;
	readonly agent: number;
	readonly node: number;
	/** Confidence of the proposer, 0–100. */
	readonly confidence: number;
	readonly rejected: readonly number[];
	readonly visible: readonly VoteOption[] | 'sealed';
	readonly whim: Generator;
};

const LAZY_STAKE = 10;
const CERTAIN = 100;

/** Whether an agent waits until the others have voted. */
export function waitsForOthers(behaviour: Behaviour): boolean {
	return behaviour === 'herding';
}

/** The vote of an agent by its behaviour. */
export function ballotOf(behaviour: Behaviour, scene: VoteScene): Ballot {
	switch (behaviour) {
		case 'honest':
			return ownBelief(scene);
		case 'lazy':
			return lazyBallot(scene.whim);
		case 'herding':
			return scene.visible === 'sealed' ? ownBelief(scene) : majority(scene, scene.visible);
		case 'colluding':
			return { option: scene.node === scene.draw.truth ? 'Against' : 'For', confidence: CERTAIN };
		case 'always-against':
			return { option: 'Against', confidence: CERTAIN };
	}
}

/** For the candidate one would name oneself, else Against; as confident as one's own probability of being right. */
function ownBelief({ draw, agent, node, rejected }: VoteScene): Ballot {
	const judgement = draw.judgements[agent]!;
	const right = probabilityOf(judgement, node, rejected);
	return firstChoice(judgement, rejected).node === node
		? { option: 'For', confidence: percent(right) }
		: { option: 'Against', confidence: percent(1 - right) };
}

function lazyBallot(whim: Generator): Ballot {
	if (whim.uniform() < 0.5) return { option: 'Abstain', confidence: 0, stake: 0 };
	return { option: whim.uniform() < 0.5 ? 'For' : 'Against', confidence: 0, stake: LAZY_STAKE };
}

/** What most have voted, as confident as they are many; the proposer where nobody has voted or they are even. */
function majority({ confidence }: VoteScene, visible: readonly VoteOption[]): Ballot {
	const votesFor = visible.filter((option) => option === 'For').length;
	const votesAgainst = visible.filter((option) => option === 'Against').length;
	if (votesFor === votesAgainst) return { option: 'For', confidence };
	const share = Math.max(votesFor, votesAgainst) / (votesFor + votesAgainst);
	return { option: votesFor > votesAgainst ? 'For' : 'Against', confidence: percent(share) };
}

/** What an agent proposes when it is its turn. Only lazy and colluding agents do not propose their own first choice. */
export function suggestionOf(
	behaviour: Behaviour,
	scene: Pick<VoteScene, 'draw' | 'agent' | 'rejected' | 'whim'>,
): Suggestion {
	const { draw, agent, rejected, whim } = scene;
	if (behaviour === 'lazy') {
		const open = draw.judgements[agent]!.scores.map((_, node) => node).filter(
			(node) => !rejected.includes(node),
		);
		return { node: open[whim.below(open.length)] as number, confidence: 0, stake: 0 };
	}
	const decoy = draw.decoys.find((node) => !rejected.includes(node));
	if (behaviour === 'colluding' && decoy !== undefined) return { node: decoy, confidence: CERTAIN };
	const own = firstChoice(draw.judgements[agent]!, rejected);
	return { node: own.node, confidence: percent(own.probability) };
}

function percent(probability: number): number {
	return Math.round(100 * probability);
}
