import type { Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';

/** The five questions of protocol.md §9. */
export const QUESTIONS = ['unchanged', 'signed', 'rules', 'complete', 'independent'] as const;
export type Question = (typeof QUESTIONS)[number];

/** `not-relied-upon`: the check rests on one that failed. */
export type Answer = 'yes' | 'no' | 'cannot-tell' | 'not-relied-upon';

/** The first thing that does not fit, for one question. `block` or `evidence` says where. */
export type LedgerFinding = {
	readonly question: Question;
	readonly code: string;
	readonly block: number | null;
	/** Position in the block; null for the block itself. */
	readonly tx: number | null;
	/** Address of the off-chain content, where it is that. */
	readonly evidence?: Hash;
	/** Position of the row in its list, where it is known. */
	readonly row?: number;
	readonly field: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** What the five answers rest on, in the order the checks ran. */
export type LedgerReport = {
	/** No answer is no. */
	readonly ok: boolean;
	readonly chainId: Hash;
	readonly head: Hash;
	readonly height: number;
	readonly blocks: number;
	readonly transactions: number;
	readonly refused: number;
	/** Off-chain contents the chain points to that the file lacks: only their hashes are known. */
	readonly missingEvidence: number;
	readonly answers: { readonly [Q in Question]: Answer };
	readonly findings: readonly LedgerFinding[];
	/** The first finding by block, or null. */
	readonly first: LedgerFinding | null;
	/** What the outside copy said, where one was given. */
	readonly expectation:
		| { readonly kind: 'none' }
		| { readonly kind: 'head-is-end' }
		| { readonly kind: 'head-inside'; readonly newer: number }
		| { readonly kind: 'head-unknown' }
		| { readonly kind: 'checkpoint-consistent'; readonly newer: number }
		| { readonly kind: 'checkpoint-ahead'; readonly missing: number }
		| { readonly kind: 'checkpoint-differs' };
};

/** A step of the verification as it runs; `done` of `total` things. */
export type VerifyProgress = {
	readonly step: 'hashes' | 'evidence' | 'signatures' | 'execution' | 'completeness';
	readonly done: number;
	readonly total: number;
};

/** What an outside copy is expected to find: a head, or a whole checkpoint. */
export type Expectation =
	| { readonly kind: 'head'; readonly head: Hash }
	| { readonly kind: 'checkpoint'; readonly size: number; readonly root: Hash; readonly head?: Hash };
