import { unwrap } from '../../primitives/result.ts';
import type { Archive, Commit } from '../../runtime/ports.ts';
import type { SampleChain } from './sample-chain.ts';

/** Commits one more block; fails the test if it is refused. */
export async function append(
	archive: Archive,
	chain: SampleChain,
	...block: Parameters<SampleChain['next']>
): Promise<Commit> {
	const expected = chain.head();
	const commit = chain.next(...block);
	unwrap(await archive.chain(chain.chainId).commit(expected, commit));
	return commit;
}
