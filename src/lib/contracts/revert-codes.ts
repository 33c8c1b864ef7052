import { SOP_TABLE, type SopRule } from './ops/sop-table.ts';

/** Any transaction can be refused with these. */
const ANY_TYPE = ['unknown-type', 'bad-data', 'out-of-gas', 'not-authorised'] as const;
/** And any step of the procedure with these. */
const ANY_STEP = ['wrong-state', 'unknown-incident'] as const;

/** What the token contract refuses with, besides. */
const TOKEN_CODES = {
	transfer: ['rebooted-account', 'same-account', 'unknown-account', 'insufficient-balance'],
	stake: ['insufficient-balance'],
	unstake: ['insufficient-stake'],
	reboot_agent: ['not-an-agent', 'not-bankrupt'],
} as const;

/** A code that a transaction of this chain can be refused with. */
export type RevertCode =
	| (typeof ANY_TYPE)[number]
	| (typeof ANY_STEP)[number]
	| (typeof SOP_TABLE)[number]['guards'][number]
	| (typeof TOKEN_CODES)[keyof typeof TOKEN_CODES][number];

const RULES: readonly SopRule[] = SOP_TABLE;
const CODES_OF_TYPE: { readonly [type: string]: readonly string[] } = TOKEN_CODES;

/** The codes a transaction type may be refused with. */
export function allowedCodes(type: string): readonly string[] {
	const rule = RULES.find((one) => one.type === type);
	return [...ANY_TYPE, ...(rule ? [...ANY_STEP, ...rule.guards] : (CODES_OF_TYPE[type] ?? []))];
}

/** Every code there is. */
export const REVERT_CODES: readonly RevertCode[] = [
	...new Set([
		...ANY_TYPE,
		...ANY_STEP,
		...SOP_TABLE.flatMap((rule): readonly RevertCode[] => rule.guards),
		...Object.values(TOKEN_CODES).flat(),
	]),
].sort();
