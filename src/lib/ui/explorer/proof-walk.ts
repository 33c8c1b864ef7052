import { hashNode } from '../../crypto/merkle.ts';
import { encodeHex, hashBytes, type Hash } from '../../primitives/bytes.ts';

/** One step from a leaf to the root: two inputs, one output. */
export type ProofStep = {
	readonly left: Hash;
	readonly right: Hash;
	/** Which input came up from the leaf; the other one is the proof's. */
	readonly mine: 'left' | 'right';
	readonly output: Hash;
};

/**
 * The steps that an inclusion proof takes (RFC 9162 §2.1.3.2), each hashed here. The last output is the root it computes;
 * undefined when the proof does not have the shape that index and size ask for.
 */
export function walkProof(
	leafHash: Hash,
	index: number,
	size: number,
	siblings: readonly Hash[],
): readonly ProofStep[] | undefined {
	if (index < 0 || index >= size) return undefined;
	const steps: ProofStep[] = [];
	let here = leafHash;
	let first = index;
	let last = size - 1;
	for (const sibling of siblings) {
		if (last === 0) return undefined;
		const fromLeft = first % 2 === 1 || first === last;
		const [left, right] = fromLeft ? [sibling, here] : [here, sibling];
		const output = encodeHex(hashNode(hashBytes(left), hashBytes(right)));
		steps.push({ left, right, mine: fromLeft ? 'right' : 'left', output });
		if (fromLeft)
			while (first % 2 === 0 && first !== 0) [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
		[first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
		here = output;
	}
	return last === 0 ? steps : undefined;
}
