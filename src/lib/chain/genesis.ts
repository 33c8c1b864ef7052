import type { Hash } from '../primitives/bytes.ts';
import type { Address } from '../crypto/address.ts';

/** The seven agent roles, in genesis order A1 … A7. */
export const AGENT_ROLES = [
	'alert-receiver',
	'process-scheduler',
	'data-detective',
	'dependency-explorer',
	'probability-oracle',
	'fault-mapper',
	'solution-engineer',
] as const;
export type AgentRole = (typeof AGENT_ROLES)[number];

/** Every role an account can have. */
export type Role = AgentRole | 'operator' | 'treasury';

/** One agent as the genesis introduces it. `publicKey` is the compressed key as 0x-hex. */
export type GenesisAgent = {
	readonly role: AgentRole;
	readonly name: string;
	readonly address: Address;
	readonly publicKey: string;
	readonly balance: number;
	readonly staked: number;
	readonly reputation: number;
};

/** A protocol parameter: a number, or one of a closed list of words. */
export type ParameterValue = number | string;

/** The settings a chain starts with; constant for its life (protocol.md §3). */
export type Genesis = {
	readonly chainId: Hash;
	readonly protocolVersion: number;
	readonly parameters: { readonly [name: string]: ParameterValue };
	readonly agents: readonly GenesisAgent[];
	readonly operator: {
		readonly name: string;
		readonly address: Address;
		readonly publicKey: string;
		readonly balance: number;
	};
	readonly treasury: { readonly address: Address; readonly balance: number };
	readonly createdAt: number;
};
