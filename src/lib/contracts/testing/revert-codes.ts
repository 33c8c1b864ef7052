import { SOP_TABLE, type SopRule } from '../ops/sop-table.ts';

/** Any transaction can be refused with these. */
const ANY_TYPE = ['unknown-type', 'bad-data', 'out-of-gas', 'not-authorised'];
/** And any step of the procedure with these. */
const ANY_STEP = ['wrong-state', 'unknown-incident'];

const TOKEN_CODES: { readonly [type: string]: readonly string[] } = {
	transfer: ['rebooted-account', 'same-account', 'unknown-account', 'insufficient-balance'],
	stake: ['insufficient-balance'],
	unstake: ['insufficient-stake'],
	reboot_agent: ['not-an-agent', 'not-bankrupt'],
};

const RULES: readonly SopRule[] = SOP_TABLE;

/** The codes a transaction type may be refused with. */
export function allowedCodes(type: string): readonly string[] {
	const rule = RULES.find((one) => one.type === type);
	return [...ANY_TYPE, ...(rule ? [...ANY_STEP, ...rule.guards] : (TOKEN_CODES[type] ?? []))];
}

/** Every code there is. */
export const REVERT_CODES: readonly string[] = [
	...new Set([
		...ANY_TYPE,
		...ANY_STEP,
		...RULES.flatMap((rule) => rule.guards),
		...Object.values(TOKEN_CODES).flat(),
	]),
].sort();
