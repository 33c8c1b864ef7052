/** Every way a transaction can be invalid, so that it never enters a block (protocol.md §2). */
export const INVALID_CODES = [
	'bad-envelope',
	'wrong-chain',
	'data-too-large',
	'bad-signature',
	'unknown-sender',
	'bad-nonce',
	'gas-limit-too-low',
	'wrong-gas-price',
	'cannot-pay',
	'pool-full',
] as const;
export type InvalidCode = (typeof INVALID_CODES)[number];
