import type { Arm } from '../../runtime/economy/economy-genesis.ts';

/** One colour an agent, A1 … A7, readable on the light and on the dark surface. */
export const AGENT_COLOURS = [
	'light-dark(#1f4fd8, #82a8ff)',
	'light-dark(#0a6e55, #55c9a4)',
	'light-dark(#8a5000, #f1b95c)',
	'light-dark(#a8330d, #ff9d74)',
	'light-dark(#7a3fb5, #c79bff)',
	'light-dark(#0b7285, #66d1e4)',
	'light-dark(#5e6877, #aab3c0)',
] as const;

export const ARM_COLOURS: { readonly [arm in Arm]: string } = {
	'stake-weighted': 'var(--accent)',
	'one-agent-one-vote': 'var(--cause)',
};
