import type { Archive } from '../../../src/lib/runtime/ports.ts';
import type { VerifyPool } from '../../../src/lib/worker/verify-pool.ts';
import type { Figure } from '../figure.ts';
import type { BenchInput } from '../input.ts';
import type { Amounts } from '../options.ts';

/** What a suite runs in. */
export type Environment = {
	readonly name: 'node' | 'chromium';
	/** A pool of real workers of this platform. */
	readonly createPool: (size: number) => VerifyPool;
	/** A new archive that lasts where the platform has IndexedDB, and is in memory where not. */
	readonly openArchive: (name: string) => Promise<Archive>;
	readonly indexedDB: IDBFactory | undefined;
	/** Bytes of objects alive, counted after a collection of garbage; absent where a program cannot ask for one. */
	readonly liveHeap?: () => number;
};

/** What every suite is given. */
export type SuiteInput = {
	readonly environment: Environment;
	readonly amounts: Amounts;
	readonly input: BenchInput;
	readonly onStep: (step: string) => void;
};

/** Measures some of the goals. */
export type Suite = (given: SuiteInput) => Promise<readonly Figure[]>;
