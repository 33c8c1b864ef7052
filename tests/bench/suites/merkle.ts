import { hashLeaf, merkleRootOfHashes } from '../../../src/lib/crypto/merkle.ts';
import { appendLeaf, emptyLog, logRoot, type MerkleLog } from '../../../src/lib/crypto/merkle-log.ts';
import { figureOf } from '../figure.ts';
import { interleave } from '../rounds.ts';
import type { Suite } from './suite.ts';

/** Appends a round: one alone is over before a clock has ticked. */
const APPENDS = 2_000;

/** Row 12: the next leaf of a kept log beside the whole tree built again. */
export const merkle: Suite = async ({ amounts, onStep }) => {
	const leaves = Array.from({ length: amounts.leaves }, (_, i) =>
		hashLeaf(Uint8Array.of(i & 255, (i >> 8) & 255, i >> 16)),
	);
	const log: MerkleLog = leaves.reduce(appendLeaf, emptyLog());
	const { control, tasks, spread } = await interleave({
		rounds: amounts.rounds,
		onStep,
		control: {
			run() {
				merkleRootOfHashes(leaves);
				return 1;
			},
		},
		tasks: {
			append: {
				run() {
					let next = log;
					for (let i = 0; i < APPENDS; i++) {
						next = appendLeaf(next, leaves[i] as Uint8Array);
						logRoot(next);
					}
					return APPENDS;
				},
			},
		},
	});
	return [figureOf('merkleAppend', tasks.append, control, spread, `${amounts.leaves} leaves`)];
};
