import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld, stateRoot } from '../../src/lib/chain/world-state.ts';
import { sampleIncident } from '../../src/lib/ledger/testing/small-ledger.ts';
import { err, unwrap, type Result } from '../../src/lib/primitives/result.ts';
import { standardParameters } from '../../src/lib/protocol/parameters.ts';
import { protocolV1 } from '../../src/lib/protocol/protocol.ts';
import { foundChain } from '../../src/lib/runtime/chain-node.ts';
import { seededEntropy } from '../../src/lib/runtime/keyring.ts';
import type { Archive, CommitFailure } from '../../src/lib/runtime/ports.ts';
import { createMemoryArchive } from '../../src/lib/store/memory-archive.ts';
import {
	accountsOf,
	createRegister,
	createScenario,
	refusalsOf,
	STARTED_AT,
	verifies,
	type Scenario,
} from './testing/scenario.ts';

const INCIDENT = sampleIncident();
const STORAGE_FULL: CommitFailure = { code: 'storage-full', retryable: true };

/** How a write fails: the store says so, or it is cut off in the middle of the call. */
type Mode = 'is refused' | 'is cut off';

/** An archive whose write number `failing` fails, once; it counts all writes, keys first. */
function createFailingArchive(failing: number, mode: Mode): Archive & { writes(): number } {
	const inner = createMemoryArchive();
	let writes = 0;
	const guarded = async <T>(
		write: () => Promise<Result<T, CommitFailure>>,
	): Promise<Result<T, CommitFailure>> => {
		if (writes++ !== failing) return write();
		if (mode === 'is cut off') throw new Error('cut off');
		return err(STORAGE_FULL);
	};
	return {
		...inner,
		writes: () => writes,
		putKeys: (record) => guarded(() => inner.putKeys(record)),
		chain(chainId) {
			const store = inner.chain(chainId);
			return {
				...store,
				commit: (head, commit) => guarded(() => store.commit(head, commit)),
			};
		},
	};
}

async function start(failing: number, mode: Mode): Promise<Scenario> {
	const archive = createFailingArchive(failing, mode);
	const scenario = await createScenario({ archive, engine: createRegister() });
	scenario.start(INCIDENT);
	return scenario;
}

/** Rounds until the store fails, or the run ends: then undefined. */
async function untilFault(scenario: Scenario): Promise<'refused' | 'cut off' | undefined> {
	try {
		for (;;) {
			const round = await scenario.round();
			if (!round.ok) return 'refused';
			if (round.value === 'idle') return undefined;
		}
	} catch (fault) {
		expect(String(fault)).toContain('cut off');
		return 'cut off';
	}
}

/** The archive holds the block the node is at, and the state after that block. */
async function expectWholeBlock(scenario: Scenario, where: string): Promise<void> {
	const { genesis } = scenario.node();
	const store = scenario.archive.chain(genesis.chainId);
	const { head, log } = (await store.summary())!;
	expect([head.hash, log.size], where).toEqual([scenario.node().head().hash, head.height + 1]);
	const { header } = (await store.block(head.height))!;
	const stored = createWorld(genesis, await store.loadState(), protocolV1.watch);
	expect(stateRoot(stored), where).toBe(header.stateRoot);
	expect(await store.block(head.height + 1), where).toBeUndefined();
}

let undisturbed: Scenario;
let writes = 0;

beforeAll(async () => {
	undisturbed = await start(Infinity, 'is refused');
	await undisturbed.runToEnd();
	writes = (undisturbed.archive as ReturnType<typeof createFailingArchive>).writes();
});

describe('a diagnosis', () => {
	it('writes its keys and its blocks, each with the documents it points to, and nothing else', async () => {
		const ledger = await undisturbed.ledger();
		expect(Object.keys(ledger.evidence).length).toBeGreaterThan(0);
		expect(Object.values(ledger.evidence)).not.toContain(null);
		expect(writes).toBe(1 + ledger.blocks.length);
	});

	it.each<[Mode, string]>([
		['is refused', 'goes on in place'],
		['is cut off', 'goes on in place'],
		['is cut off', 'is taken up by a reload'],
	])(
		'one of whose writes %s is at a whole block then, and %s to the same end',
		async (mode, recovery) => {
			const expected = accountsOf(undisturbed.node()).map(({ role, balance, reputation, nonce }) => ({
				role,
				balance,
				reputation,
				nonce,
			}));
			// Write 0 is the keys, write 1 is block 0: without those there is no chain yet.
			for (let failing = 2; failing < writes; failing++) {
				const scenario = await start(failing, mode);
				const where = `write ${failing} of ${writes}`;
				expect(await untilFault(scenario), where).toBe(mode === 'is refused' ? 'refused' : 'cut off');
				await expectWholeBlock(scenario, where);
				if (recovery === 'is taken up by a reload') await scenario.reload();
				await scenario.runToEnd();
				const ledger = await scenario.ledger();
				expect(await verifies(ledger, true), where).toBe(true);
				// Nothing was sent twice: no refusals, and everybody paid what it would have paid.
				expect(refusalsOf(ledger), where).toEqual([]);
				expect(scenario.outcome(INCIDENT.id).incident.state, where).toBe('Solution');
				expect(accountsOf(scenario.node()), where).toMatchObject(expected);
			}
		},
		60_000,
	);
});

describe('a chain', () => {
	it('whose keys or first block cannot be kept is not founded', async () => {
		for (const failing of [0, 1]) {
			const archive = createFailingArchive(failing, 'is refused');
			const founded = await foundChain({
				archive,
				entropy: seededEntropy('1'),
				now: STARTED_AT,
				parameters: standardParameters(),
			});
			expect(founded).toEqual({ ok: false, error: STORAGE_FULL });
			expect(await archive.chains()).toEqual([]);
		}
	});

	it('on which another writer was faster fails and stays as it is', async () => {
		const scenario = await createScenario({ engine: createRegister() });
		scenario.start(INCIDENT);
		unwrap(await scenario.round());
		const rival = await createScenario({ engine: createRegister() });
		rival.start(INCIDENT);
		unwrap(await rival.round());
		const { chainId } = scenario.node().genesis;
		expect(rival.node().genesis.chainId).toBe(chainId);
		// The rival's next block lands in the first one's archive under the same head.
		const store = scenario.archive.chain(chainId);
		const before = (await store.summary())!.head;
		unwrap(await scenario.round());
		const after = (await store.summary())!.head;
		expect(after.height).toBe(before.height + 1);
		unwrap(await rival.round());
		const block = (await rival.archive.chain(chainId).block(after.height))!;
		const late = await store.commit(before.hash, {
			block,
			blockHash: rival.node().head().hash,
			txHashes: block.transactions.map(() => after.hash),
			changes: [],
			incidents: block.transactions.map(() => null),
			log: { size: after.height + 1, root: after.hash, frontier: [] },
		});
		expect(late).toMatchObject({
			ok: false,
			error: { code: 'head-moved', expected: before.hash, actual: after.hash },
		});
		expect((await store.summary())!.head).toEqual(after);
	});
});
