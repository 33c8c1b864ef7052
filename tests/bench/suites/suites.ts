import { diagnosis } from './diagnosis.ts';
import { importing } from './importing.ts';
import { merkle } from './merkle.ts';
import { sealing } from './sealing.ts';
import { storage } from './storage.ts';
import type { Suite } from './suite.ts';
import { verification } from './verification.ts';

/** Everything that runs inside Node and inside the browser. Memory is weighed from outside. */
export const SUITES = {
	verification,
	sealing,
	storage,
	merkle,
	diagnosis,
	import: importing,
} as const satisfies {
	readonly [name: string]: Suite;
};

export type SuiteName = keyof typeof SUITES;
