import { describe, expect, it } from 'vitest';
import { unwrap } from '../primitives/result.ts';
import { createMemoryArchive } from './memory-archive.ts';
import { append } from './testing/append.ts';
import { describeArchive } from './testing/archive-suite.ts';
import { createSampleChain } from './testing/sample-chain.ts';

describeArchive('memory archive', async () => ({ archive: createMemoryArchive(), close: () => {} }));

describe('memory archive', () => {
	it('tells of every write that took effect, until asked to stop', async () => {
		const archive = createMemoryArchive();
		let changes = 0;
		const stop = archive.onChange(() => changes++);
		const chain = createSampleChain('watched');
		const commit = await append(archive, chain);
		expect(changes).toBe(1);
		await archive.chain(chain.chainId).commit(null, commit);
		expect(changes).toBe(1);
		unwrap(await archive.setActiveChain(chain.chainId));
		expect(changes).toBe(2);
		stop();
		await append(archive, chain);
		expect(changes).toBe(2);
	});
});
