import { AGENT_ROLES, type AgentRole, type Genesis, type ParameterValue } from '../chain/genesis.ts';
import { addressSchema } from '../chain/parse-transaction.ts';
import { addressOfKeyBytes } from '../crypto/keys.ts';
import type { Address } from '../crypto/address.ts';
import { decodeHex, type Hash } from '../primitives/bytes.ts';
import { isNatural } from '../primitives/integers.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { anyObject, array, hash, natural, object, oneOf, text, type Schema } from '../primitives/schema.ts';
import { PARAMETERS_JSON, parseParameters } from './parameters.ts';
import { PROTOCOL_VERSION } from './protocol.ts';

/** The account no key opens: last 20 bytes of keccak-256("dao-gov/v1/treasury"). */
export const TREASURY_ADDRESS: Address = '0xb1c58e43602E3Fe972Ed992acCB64Daa5B091b9C';

/** Tokens and reputation every chain starts with (protocol.md §5). */
export const STANDARD_ENDOWMENT = {
	agentBalance: 100_000,
	agentStaked: 5_000,
	agentReputation: 50,
	operatorBalance: 100_000,
	treasuryBalance: 200_000,
} as const;

/** Short names by role, A1 … A7. */
export const AGENT_NAMES: { readonly [R in AgentRole]: string } = {
	'alert-receiver': 'A1',
	'process-scheduler': 'A2',
	'data-detective': 'A3',
	'dependency-explorer': 'A4',
	'probability-oracle': 'A5',
	'fault-mapper': 'A6',
	'solution-engineer': 'A7',
};

/** A public key and the address it derives. */
export type Identity = { readonly address: Address; readonly publicKey: string };

/** The genesis of a new chain with the standard endowment. */
export function createGenesis(input: {
	readonly chainId: Hash;
	readonly createdAt: number;
	readonly parameters: { readonly [name: string]: ParameterValue };
	/** In genesis order A1 … A7. */
	readonly agents: readonly Identity[];
	readonly operator: Identity;
}): Genesis {
	return {
		chainId: input.chainId,
		protocolVersion: PROTOCOL_VERSION,
		parameters: input.parameters,
		agents: AGENT_ROLES.map((role, index) => ({
			role,
			name: AGENT_NAMES[role],
			address: input.agents[index]!.address,
			publicKey: input.agents[index]!.publicKey,
			balance: STANDARD_ENDOWMENT.agentBalance,
			staked: STANDARD_ENDOWMENT.agentStaked,
			reputation: STANDARD_ENDOWMENT.agentReputation,
		})),
		operator: { name: 'operator', ...input.operator, balance: STANDARD_ENDOWMENT.operatorBalance },
		treasury: { address: TREASURY_ADDRESS, balance: STANDARD_ENDOWMENT.treasuryBalance },
		createdAt: input.createdAt,
	};
}

/** A compressed public key as lower-case hex; whether it is a point is seen when its address is derived. */
export const publicKeySchema: Schema<string> = {
	...text(68, 68),
	json: { type: 'string', pattern: '^0x0[23][0-9a-f]{64}$' },
};
const parameters: Schema<JsonObject> = { ...anyObject, json: PARAMETERS_JSON };
const protocolVersion: Schema<number> = { ...natural(1), json: { const: PROTOCOL_VERSION } };
const amount = natural(0, 1_000_000_000);
/** The shape of a genesis; {@link parseGenesis} also reads parameters and keys. */
export const genesisSchema = object({
	chainId: hash,
	protocolVersion,
	parameters,
	agents: array(
		object({
			role: oneOf(...AGENT_ROLES),
			name: text(64),
			address: addressSchema,
			publicKey: publicKeySchema,
			balance: amount,
			staked: amount,
			reputation: natural(0, 100),
		}),
		7,
		7,
	),
	operator: object({ name: text(64), address: addressSchema, publicKey: publicKeySchema, balance: amount }),
	treasury: object({ address: addressSchema, balance: amount }),
	createdAt: natural(),
});

/** Why a genesis founds no chain of this protocol. */
export type GenesisFault = {
	readonly code:
		'bad-genesis' | 'newer-protocol' | 'bad-parameter' | 'address-not-of-key' | 'repeated-address';
	readonly field: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** Reads a genesis from a file. Fails with {@link GenesisFault}: shape, version, parameters, keys, distinct addresses. */
export function parseGenesis(value: JsonValue): Result<Genesis, GenesisFault> {
	const parsed = genesisSchema.parse(value);
	if (!parsed.ok) return fault('bad-genesis', parsed.error.path, parsed.error.expected, parsed.error.actual);
	const genesis = parsed.value;
	if (genesis.protocolVersion !== PROTOCOL_VERSION)
		return fault('newer-protocol', '/protocolVersion', PROTOCOL_VERSION, genesis.protocolVersion);
	const parameters = parseParameters(genesis.parameters);
	if (!parameters.ok)
		return fault(
			'bad-parameter',
			`/parameters/${parameters.error.name}`,
			parameters.error.expected,
			parameters.error.actual,
		);
	const misplaced = genesis.agents.findIndex((agent, index) => agent.role !== AGENT_ROLES[index]);
	if (misplaced >= 0)
		return fault(
			'bad-genesis',
			`/agents/${misplaced}/role`,
			AGENT_ROLES[misplaced] as string,
			genesis.agents[misplaced]!.role,
		);
	const identities = checkIdentities(genesis as Genesis);
	return identities.ok ? ok({ ...genesis, parameters: parameters.value }) : identities;
}

function checkIdentities(genesis: Genesis): Result<void, GenesisFault> {
	const keyed = [...genesis.agents, genesis.operator];
	for (let i = 0; i < keyed.length; i++) {
		const { address, publicKey: key } = keyed[i]!;
		const bytes = decodeHex(key);
		const derived = bytes.ok && bytes.value.length === 33 ? addressOfKeyBytes(bytes.value) : undefined;
		const field = i < genesis.agents.length ? `/agents/${i}/address` : '/operator/address';
		if (derived !== address)
			return fault('address-not-of-key', field, derived ?? 'a compressed key', address);
	}
	if (genesis.treasury.address !== TREASURY_ADDRESS)
		return fault('bad-genesis', '/treasury/address', TREASURY_ADDRESS, genesis.treasury.address);
	const addresses = keyed.map((one) => one.address);
	const repeated = addresses.find((address, index) => addresses.indexOf(address) !== index);
	if (repeated) return fault('repeated-address', '/agents', 'distinct addresses', repeated);
	if (!isNatural(genesis.createdAt)) return fault('bad-genesis', '/createdAt', 'ms', genesis.createdAt);
	return ok(undefined);
}

function fault(code: GenesisFault['code'], field: string, expected: JsonValue, actual: JsonValue) {
	return err<GenesisFault>({ code, field, expected, actual });
}
