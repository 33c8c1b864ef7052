import { blockSchema, headerSchema, receiptSchema } from '../chain/parse-block.ts';
import { addressSchema, signatureSchema, transactionSchema } from '../chain/parse-transaction.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../primitives/json.ts';
import { hash } from '../primitives/schema.ts';
import { genesisSchema } from '../protocol/genesis.ts';
import { ledgerSchema, LEDGER_VERSION } from './format.ts';
import { receiptProofSchema, RECEIPT_PROOF_VERSION } from './receipt-proof.ts';

/** The parts that a reader looks up by name, and where the protocol page defines them. */
const PARTS: { readonly [name: string]: { readonly json: JsonObject; readonly about: string } } = {
	hash: { json: hash.json, about: 'SHA-256 with a domain tag, or a Merkle root (protocol §1)' },
	address: { json: addressSchema.json, about: 'last 20 bytes of keccak-256 of the key, EIP-55 casing (§1)' },
	signature: {
		json: signatureSchema.json,
		about: 'r ‖ s ‖ v over the 32 hash bytes, low s, v is 0 or 1 (§1)',
	},
	transaction: {
		json: transactionSchema.json,
		about: 'a signed transaction; `data` is read by its contract (§2)',
	},
	receipt: { json: receiptSchema.json, about: 'what a transaction did (§2)' },
	header: { json: headerSchema.json, about: 'a block header; `stateRoot` is after the block (§3)' },
	block: { json: blockSchema.json, about: 'a block with its proposer’s signature over the header hash (§3)' },
	genesis: { json: genesisSchema.json, about: 'what the chain starts from (§3, §5)' },
};

const STRICTER =
	'A file that fits this shape is not yet a valid one. Beyond it readers refuse duplicate and prototype keys, lone ' +
	'surrogates, -0, integer literals beyond 2^53 - 1, and nesting beyond 64; and whether its hashes, signatures and ' +
	'proofs hold is what a verifier answers.';

/** The published JSON Schema (draft 2020-12) of the ledger file, made of the schemas that read it. */
export function ledgerJsonSchema(): JsonObject {
	return jsonSchemaDocument(ledgerSchema.json, {
		id: `urn:dao-gov:ledger:${LEDGER_VERSION}`,
		title: `DAO-Gov ledger file, version ${LEDGER_VERSION}`,
	});
}

/** The published JSON Schema of a receipt proof. */
export function receiptProofJsonSchema(): JsonObject {
	return jsonSchemaDocument(receiptProofSchema.json, {
		id: `urn:dao-gov:receipt-proof:${RECEIPT_PROOF_VERSION}`,
		title: `DAO-Gov receipt proof, version ${RECEIPT_PROOF_VERSION}`,
	});
}

/** A schema as a document of its own, with the named parts it uses as definitions. */
function jsonSchemaDocument(
	json: JsonObject,
	head: { readonly id: string; readonly title: string },
): JsonObject {
	const used = new Set<string>();
	const body = childrenOf(json, used);
	const definitions: Record<string, JsonValue> = {};
	for (const name of used) {
		const { json: part, about } = PARTS[name]!;
		definitions[name] = { description: about, ...childrenOf(part, used) };
	}
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		$id: head.id,
		title: head.title,
		description: STRICTER,
		...body,
		$defs: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
	};
}

const NAMES = new Map<JsonValue, string>(Object.entries(PARTS).map(([name, { json }]) => [json, name]));

/** The same object with every named part below it replaced by a reference; `used` learns which. */
function childrenOf(json: JsonObject, used: Set<string>): JsonObject {
	return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, refer(value, used)]));
}

function refer(value: JsonValue, used: Set<string>): JsonValue {
	const name = NAMES.get(value);
	if (name !== undefined) {
		used.add(name);
		return { $ref: `#/$defs/${name}` };
	}
	if (Array.isArray(value)) return value.map((one: JsonValue) => refer(one, used));
	return isJsonObject(value) ? childrenOf(value, used) : value;
}
