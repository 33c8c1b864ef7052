import { keccak_256 } from '@noble/hashes/sha3.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { genesisSupply, genesisWorld } from '../chain/genesis-block.ts';
import { stateEntries } from '../chain/world-state.ts';
import { seededGenesis } from '../chain/testing/seeded-chain.ts';
import { encodeAddress } from '../crypto/address.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { unwrap } from '../primitives/result.ts';
import { parseGenesis, TREASURY_ADDRESS } from './genesis.ts';
import { PARAMETERS, parseParameters, standardParameters } from './parameters.ts';
import { protocolV1 } from './protocol.ts';

const genesis = seededGenesis();
const json = (change: object = {}) => JSON.parse(JSON.stringify({ ...genesis, ...change })) as JsonValue;
const agentsWith = (index: number, change: object) =>
	genesis.agents.map((agent, at) => (at === index ? { ...agent, ...change } : agent));

/** What is wrong with a genesis; `founds a chain` where nothing is. */
function fault(change: object): string {
	const parsed = parseGenesis(json(change));
	return parsed.ok ? 'founds a chain' : `${parsed.error.code} ${parsed.error.field}`;
}

describe('a genesis', () => {
	it('is read back as it was made', () => {
		expect(unwrap(parseGenesis(json()))).toEqual(genesis);
	});

	it('has the endowment of protocol.md §5, and its state every account, parameter and the supply', () => {
		expect(genesisSupply(genesis)).toBe(7 * 105_000 + 100_000 + 200_000);
		const world = genesisWorld(genesis, protocolV1);
		const keys = [...stateEntries(world)].map(({ key }) => key);
		expect(keys.filter((key) => key.startsWith('account/')).length).toBe(9);
		expect(keys.filter((key) => key.startsWith('parameter/')).length).toBe(Object.keys(PARAMETERS).length);
		expect(keys.length).toBe(9 + Object.keys(PARAMETERS).length + 1);
		expect(world.pending).toEqual([]);
	});

	it('gives the treasury an address that no key opens', () => {
		expect(TREASURY_ADDRESS).toBe(encodeAddress(keccak_256(utf8ToBytes('dao-gov/v1/treasury')).subarray(12)));
	});

	const [first, second] = [genesis.agents[0]!, genesis.agents[1]!];
	it.each<[string, string, object]>([
		['of another version', 'newer-protocol /protocolVersion', { protocolVersion: 2 }],
		['of six agents', 'bad-genesis /agents', { agents: genesis.agents.slice(1) }],
		[
			'of two roles swapped',
			'bad-genesis /agents/0/role',
			{ agents: [second, first, ...genesis.agents.slice(2)] },
		],
		[
			'of a reputation of 101',
			'bad-genesis /agents/0/reputation',
			{ agents: agentsWith(0, { reputation: 101 }) },
		],
		['of a negative balance', 'bad-genesis /agents/0/balance', { agents: agentsWith(0, { balance: -1 }) }],
		[
			'of more than a milliard',
			'bad-genesis /agents/0/balance',
			{ agents: agentsWith(0, { balance: 10 ** 9 + 1 }) },
		],
		[
			'of the key of another',
			'address-not-of-key /agents/0/address',
			{ agents: agentsWith(0, { publicKey: second.publicKey }) },
		],
		[
			'of a key that is no point',
			'address-not-of-key /agents/0/address',
			{ agents: agentsWith(0, { publicKey: `0x05${'1'.repeat(64)}` }) },
		],
		[
			'of an operator’s key of another',
			'address-not-of-key /operator/address',
			{ operator: { ...genesis.operator, publicKey: first.publicKey } },
		],
		[
			'of one key twice',
			'repeated-address /agents',
			{ agents: agentsWith(1, { address: first.address, publicKey: first.publicKey }) },
		],
		[
			'of an operator who is an agent',
			'repeated-address /agents',
			{ operator: { ...genesis.operator, address: first.address, publicKey: first.publicKey } },
		],
		[
			'of a treasury somebody may open',
			'bad-genesis /treasury/address',
			{ treasury: { ...genesis.treasury, address: first.address } },
		],
		['of a time that is no number', 'bad-genesis /createdAt', { createdAt: '2026' }],
		['of a chain without a name', 'bad-genesis /chainId', { chainId: 'main' }],
		['of something more', 'bad-genesis /secrets', { secrets: {} }],
		[
			'of an unknown parameter',
			'bad-parameter /parameters/luck',
			{ parameters: { ...genesis.parameters, luck: 1 } },
		],
	])('%s founds no chain', (_, expected, change) => {
		expect(fault(change)).toBe(expected);
	});
});

describe('a parameter', () => {
	const fits = (name: string, value: JsonValue | undefined): string => {
		const given: Record<string, JsonValue | undefined> = { ...standardParameters(), [name]: value };
		if (value === undefined) delete given[name];
		const parsed = parseParameters(given as JsonObject);
		return parsed.ok ? 'fits' : parsed.error.code;
	};

	it.each(Object.entries(PARAMETERS))('%s is there and within its bounds', (name, definition) => {
		expect(fits(name, definition.standard)).toBe('fits');
		expect(fits(name, undefined)).toBe('missing-parameter');
		if (definition.kind === 'number') {
			expect([fits(name, definition.min), fits(name, definition.max)]).toEqual(['fits', 'fits']);
			for (const value of [
				definition.min - 1,
				definition.max + 1,
				definition.standard + 0.5,
				String(definition.standard),
			])
				expect(fits(name, value)).toBe('bad-parameter');
		} else {
			for (const word of definition.words) expect(fits(name, word)).toBe('fits');
			for (const value of ['other', '', 0, null]) expect(fits(name, value)).toBe('bad-parameter');
		}
	});

	it('that nobody knows is refused, also one named after a part of every object', () => {
		expect([fits('luck', 1), fits('toString', 1), fits('hasOwnProperty', 1)]).toEqual(
			Array(3).fill('unknown-parameter'),
		);
	});
});
