import type { Hash } from '../primitives/bytes.ts';
import type { ParameterValue } from '../chain/genesis.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { standardParameters } from '../protocol/parameters.ts';
import { foundChain, resumeChain, type ChainNode } from '../runtime/chain-node.ts';
import type { Archive, CommitFailure } from '../runtime/ports.ts';
import { createScheduler, type Scheduler } from '../runtime/scheduler.ts';

/** This browser's own chain, taken up by the one writer. */
export type OwnChain = { readonly node: ChainNode; readonly scheduler: Scheduler };

/** Real random bytes. */
export function platformEntropy(length: number): Uint8Array {
	return crypto.getRandomValues(new Uint8Array(length));
}

/** Founds a chain and makes it the active one. */
export async function foundOwnChain(
	archive: Archive,
	now: () => number,
	parameters: { readonly [name: string]: ParameterValue } = standardParameters(),
): Promise<Result<OwnChain, CommitFailure>> {
	const founded = await foundChain({ archive, entropy: platformEntropy, now: now(), parameters });
	if (!founded.ok) return founded;
	const active = await archive.setActiveChain(founded.value.genesis.chainId);
	return active.ok ? ok(withScheduler(founded.value, now)) : active;
}

/** The active chain as the store holds it now; founds one where there is none, or where its keys are gone. */
export async function takeUpOwnChain(
	archive: Archive,
	now: () => number,
): Promise<Result<OwnChain, CommitFailure>> {
	const chainId = await archive.activeChain();
	const node = chainId === undefined ? undefined : await resumeChain(archive, chainId);
	return node ? ok(withScheduler(node, now)) : foundOwnChain(archive, now);
}

/** Whether the store's head is still the node's: another tab may have written since. */
export async function isCurrent(own: OwnChain, archive: Archive): Promise<boolean> {
	if ((await archive.activeChain()) !== own.node.genesis.chainId) return false;
	const summary = await own.node.store.summary();
	return summary?.head.hash === own.node.head().hash;
}

function withScheduler(node: ChainNode, now: () => number): OwnChain {
	return { node, scheduler: createScheduler({ node, now }) };
}

/** Runs `work` as the only writer among this browser's tabs. Fails with `not-leader` where another tab writes now. */
export async function asOnlyWriter<T>(
	name: string,
	work: () => Promise<T>,
): Promise<Result<T, { readonly code: 'not-leader' }>> {
	const locks = globalThis.navigator?.locks;
	if (!locks) return ok(await work());
	return locks.request(name, { ifAvailable: true }, async (lock) =>
		lock ? ok(await work()) : err({ code: 'not-leader' as const }),
	);
}

/** A chain id that names nothing, for a view before any chain exists. */
export const NO_CHAIN = `0x${'0'.repeat(64)}` as Hash;
