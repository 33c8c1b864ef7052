import type { ParameterValue } from '../chain/genesis.ts';
import type { JsonObject, JsonValue } from '../primitives/json.ts';
import { isNatural } from '../primitives/integers.ts';
import { err, ok, type Result } from '../primitives/result.ts';

/** A protocol parameter: its default and what it may be. Its meaning is worded in the interface, by name. */
export type ParameterDefinition =
	| { readonly kind: 'number'; readonly standard: number; readonly min: number; readonly max: number }
	| { readonly kind: 'word'; readonly standard: string; readonly words: readonly string[] };

function number(standard: number, min: number, max: number): ParameterDefinition {
	return { kind: 'number', standard, min, max };
}

function word(...words: readonly [string, ...string[]]): ParameterDefinition {
	return { kind: 'word', standard: words[0], words };
}

const TOKENS = 1_000_000;

/** Every number of protocol.md sections 2–8 that a genesis may set, with bounds that keep the economy workable. */
export const PARAMETERS = {
	'gas-price': number(1, 0, 100),
	'intrinsic-gas': number(200, 1, 10_000),
	'free-data-bytes': number(1024, 0, 65_536),
	'bytes-per-gas': number(32, 1, 1024),
	'gas-per-hash': number(2, 0, 100),
	'free-state-keys': number(8, 0, 100),
	'gas-per-state-key': number(5, 0, 100),
	'max-data-bytes': number(65_536, 1024, 65_536),
	'max-transactions-per-block': number(1000, 1, 1000),
	'max-pending-per-sender': number(64, 1, 1000),
	'vote-deadline': number(20, 1, 1000),
	'reveal-deadline': number(20, 1, 1000),
	'step-deadline': number(20, 1, 1000),
	'solution-deadline': number(1000, 1, 1_000_000),
	'max-rounds': number(3, 1, 10),
	proposers: word('probability-oracle', 'analysts'),
	'proposal-stake-min': number(300, 0, TOKENS),
	'proposal-stake-max': number(2000, 0, TOKENS),
	'vote-stake-min': number(10, 1, TOKENS),
	'vote-stake-max': number(2000, 1, TOKENS),
	'base-weight': number(1000, 1, TOKENS),
	'weight-per-reputation': number(100, 0, 10_000),
	'neutral-reputation': number(50, 0, 100),
	'participation-threshold': number(500, 0, 1000),
	'support-threshold': number(500, 0, 999),
	'voting-mode': word('open', 'sealed'),
	settlement: word('on-verification', 'on-close'),
	'proposer-reward': number(800, 0, TOKENS),
	'proposer-bounty': number(1000, 0, TOKENS),
	'voter-reward': number(300, 0, TOKENS),
	'gas-rebate-percent': number(70, 0, 100),
	'full-reward-stake': number(2000, 1, TOKENS),
	'reward-pool-permille': number(20, 0, 1000),
	'rejected-proposer-penalty': number(300, 0, TOKENS),
	'rejected-proposer-reputation': number(5, 0, 100),
	'rejected-for-penalty': number(100, 0, TOKENS),
	'rejected-for-reputation': number(1, 0, 100),
	'verified-proposer-reputation': number(5, 0, 100),
	'verified-for-reputation': number(1, 0, 100),
	'verified-against-penalty': number(50, 0, TOKENS),
	'verified-against-reputation': number(1, 0, 100),
	'falsified-proposer-reputation': number(10, 0, 100),
	'falsified-for-burn-percent': number(50, 0, 100),
	'falsified-for-reputation': number(2, 0, 100),
	'falsified-against-reputation': number(1, 0, 100),
	'reboot-threshold': number(5000, 0, TOKENS),
	'reboot-balance': number(10_000, 0, TOKENS),
	'reboot-reputation': number(30, 0, 100),
} as const satisfies { readonly [name: string]: ParameterDefinition };

/** What {@link parseParameters} takes, as JSON Schema. */
export const PARAMETERS_JSON: JsonObject = {
	type: 'object',
	properties: Object.fromEntries(
		Object.entries(PARAMETERS).map(([name, definition]) => [name, jsonOfParameter(definition)]),
	),
	required: Object.keys(PARAMETERS),
	additionalProperties: false,
};

function jsonOfParameter(definition: ParameterDefinition): JsonObject {
	if (definition.kind === 'word') return { enum: definition.words };
	return { type: 'integer', minimum: definition.min, maximum: definition.max };
}

/** The name of a protocol parameter. */
export type ParameterName = keyof typeof PARAMETERS;

/** The defaults of protocol.md. */
export function standardParameters(): { readonly [name: string]: ParameterValue } {
	return Object.fromEntries(
		Object.entries(PARAMETERS).map(([name, definition]) => [name, definition.standard]),
	);
}

/** Why a set of parameters cannot start a chain. */
export type ParameterFault = {
	readonly code: 'unknown-parameter' | 'missing-parameter' | 'bad-parameter';
	readonly name: string;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** Checks that every parameter is there, known and within bounds. Fails with a {@link ParameterFault}. */
export function parseParameters(given: {
	readonly [name: string]: JsonValue;
}): Result<{ readonly [name: string]: ParameterValue }, ParameterFault> {
	for (const name of Object.keys(given))
		if (!Object.hasOwn(PARAMETERS, name))
			return err({ code: 'unknown-parameter', name, expected: null, actual: given[name] as JsonValue });
	const out: Record<string, ParameterValue> = {};
	for (const [name, definition] of Object.entries(PARAMETERS) as [string, ParameterDefinition][]) {
		const value = given[name];
		if (value === undefined)
			return err({ code: 'missing-parameter', name, expected: definition.standard, actual: null });
		const fits =
			definition.kind === 'number'
				? isNatural(value) && value >= definition.min && value <= definition.max
				: typeof value === 'string' && definition.words.includes(value);
		const expected = definition.kind === 'number' ? [definition.min, definition.max] : definition.words;
		if (!fits) return err({ code: 'bad-parameter', name, expected, actual: value });
		out[name] = value as ParameterValue;
	}
	return ok(out);
}
