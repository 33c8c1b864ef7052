import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashJson } from '../../src/lib/crypto/hash.ts';
import { encodeLedger } from '../../src/lib/ledger/export-ledger.ts';
import { parseLedger, type Ledger } from '../../src/lib/ledger/format.ts';
import { verifyLedger } from '../../src/lib/ledger/verify-ledger.ts';
import { encodeCanonicalJson } from '../../src/lib/primitives/canonical-json.ts';
import type { JsonValue } from '../../src/lib/primitives/json.ts';
import { parseJson } from '../../src/lib/primitives/parse-json.ts';
import { unwrap } from '../../src/lib/primitives/result.ts';
import { standardParameters } from '../../src/lib/protocol/parameters.ts';
import { diagnoseOnce, exportChain } from '../../src/lib/runtime/diagnose.ts';
import { seededEntropy } from '../../src/lib/runtime/keyring.ts';
import { createMemoryArchive } from '../../src/lib/store/memory-archive.ts';
import { importFiles } from '../../src/lib/telemetry/importers/import-files.ts';
import canonicalJson from './canonical-json.json';
import inclusionProof from './inclusion-proof.json';
import signatureVectors from './signature.json';

const pathOf = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** Loads the verifier as a module and answers a list of questions, so that Python starts once a test. */
const HARNESS = `
import base64, importlib.util, json, sys
spec = importlib.util.spec_from_file_location('verifier', sys.argv[1])
v = importlib.util.module_from_spec(spec)
spec.loader.exec_module(v)
def parse(text):
    value = v.parse_json(base64.b64decode(text))
    return [v.canonical(value), v.tagged_hash('evidence', value)]
def include(leaf, index, size, proof):
    root = v.root_of_inclusion(leaf.encode(), index, size, [v.from_hex(node) for node in proof])
    return None if root is None else v.to_hex(root)
def verify(text):
    run = v.verify(base64.b64decode(text))
    return [answer for _, _, answer, _ in v.answers_of(run, None)]
asked = {'parse': parse, 'include': include, 'signer': v.signer_of, 'verify': verify}
def answer(name, *values):
    try:
        return asked[name](*values)
    except v.Unreadable:
        return 'unreadable'
json.dump([answer(*question) for question in json.load(sys.stdin)], sys.stdout)
`;

const hasPython =
	spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0;
if (!hasPython) console.warn('skipped: no Python 3.8 or later for the second verifier');

function askPython(questions: readonly (readonly JsonValue[])[]): JsonValue[] {
	const { stdout, stderr, status } = spawnSync(
		'python3',
		['-c', HARNESS, pathOf('static/verify-ledger.py')],
		{
			input: JSON.stringify(questions),
			encoding: 'utf8',
			maxBuffer: 2 ** 28,
		},
	);
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as JsonValue[];
}

const base64 = (input: string | Uint8Array) => Buffer.from(input).toString('base64');

describe.skipIf(!hasPython)('the second verifier agrees about', () => {
	type Written = { readonly text?: string; readonly bytesHex?: string };
	const bytesOf = ({ text, bytesHex }: Written) =>
		Buffer.from(text ?? bytesHex ?? '', text === undefined ? 'hex' : 'utf8');

	it('which texts are JSON, and their canonical form and hash', () => {
		const written = canonicalJson.cases.flatMap(({ happy, same, differs, refused }): Written[] => [
			happy,
			...same,
			...differs,
			...refused,
		]);
		const answers = askPython(written.map((one) => ['parse', base64(bytesOf(one))]));
		written.forEach((one, i) => {
			const parsed = parseJson(new Uint8Array(bytesOf(one)));
			const expected = parsed.ok
				? [encodeCanonicalJson(parsed.value), hashJson('evidence', parsed.value)]
				: 'unreadable';
			expect(answers[i], JSON.stringify(one)).toEqual(expected);
		});
	});

	it('how numbers, strings and the order of keys are written', () => {
		const number = fc
			.double({ noDefaultInfinity: true, noNaN: true })
			.filter((n) => !Object.is(n, -0) && (Math.abs(n) >= 1e21 || Math.abs(n) <= Number.MAX_SAFE_INTEGER));
		const short = fc
			.tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: -30, max: 30 }))
			.map(([m, e]) => {
				const n = Number(`${m}e${e}`);
				return n > Number.MAX_SAFE_INTEGER && n < 1e21 ? m : n;
			});
		const text = fc.string({ unit: 'binary' });
		const value = fc.array(fc.oneof(number, short, text, fc.dictionary(text, number)), { maxLength: 20 });
		const values = fc.sample(value, 300).filter((one) => parseJson(JSON.stringify(one)).ok) as JsonValue[];
		const answers = askPython(values.map((one) => ['parse', base64(JSON.stringify(one))]));
		values.forEach((one, i) => {
			expect(answers[i]).toEqual([encodeCanonicalJson(one), hashJson('evidence', one)]);
		});
	});

	it('proofs and signers', () => {
		const proofs = inclusionProof.cases.flatMap(({ happy, mutations }) => [
			{ holds: true, ...happy },
			...mutations
				.map(({ change }) => ({ holds: false, ...happy, ...(change as Partial<typeof happy>) }))
				.filter(({ index, size }) => Number.isSafeInteger(index) && Number.isSafeInteger(size)),
		]);
		const roots = askPython(
			proofs.map(({ leaf, index, size, proof }) => ['include', leaf, index, size, proof]),
		);
		proofs.forEach(({ root, holds }, i) => expect(roots[i] === root).toBe(holds));
		const signed = signatureVectors.cases.flatMap(({ happy, mutations }) => [
			{ signs: true, ...happy },
			...mutations.map(({ change }) => ({ signs: false, ...happy, ...(change as Partial<typeof happy>) })),
		]);
		const signers = askPython(signed.map(({ hash, signature }) => ['signer', hash, signature]));
		signed.forEach(({ address, signs }, i) => expect(signers[i] === address).toBe(signs));
	});
});

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Tampered = Mutable<Omit<Ledger, 'evidence'>> & { evidence: Record<string, JsonValue> };

/** Changes of a ledger, each somewhere a verifier must look. */
const TAMPERINGS: Record<string, (ledger: Tampered) => void> = {
	nothing: () => undefined,
	'a header': ({ blocks }) => void (blocks[2]!.header.gasUsed = 1),
	'a receipt': ({ blocks }) => void (blocks[2]!.receipts[0]!.fee = 1),
	'a transaction': ({ blocks }) => void (blocks[1]!.transactions[0]!.timestamp = 1),
	'a signature of a transaction': ({ blocks }) => {
		blocks[1]!.transactions[0]!.signature = blocks[2]!.transactions[0]!.signature;
	},
	'a signature of a block': ({ blocks }) => void (blocks[1]!.signature = blocks[2]!.signature),
	'two blocks swapped': ({ blocks }) => void blocks.splice(2, 2, blocks[3]!, blocks[2]!),
	'a transaction left out': ({ blocks }) => void blocks[1]!.transactions.pop(),
	'the last block left out': ({ blocks }) => void blocks.pop(),
	'an evidence value': ({ evidence }) => void (evidence[Object.keys(evidence)[0]!] = ['x']),
	'evidence withheld': ({ evidence }) => void (evidence[Object.keys(evidence)[0]!] = null),
	'a balance of the genesis': ({ genesis }) => void (genesis.agents[0]!.balance = 1),
	'the seal': ({ checkpoint }) => void (checkpoint.root = checkpoint.headHash),
	'an unknown field': ({ blocks }) => void Object.assign(blocks[1]!, { note: 'x' }),
	'a later version': (ledger) => void (ledger.version = 2),
	'an address of the genesis': ({ genesis }) => {
		genesis.agents[0]!.address = genesis.agents[1]!.address;
	},
};

describe.skipIf(!hasPython)('the second verifier and the first on a ledger just made', () => {
	const texts = new Map<string, string>();
	let python: JsonValue[] = [];

	beforeAll(async () => {
		const path = 'data/incidents/train-ticket-sample.json';
		const { incident } = unwrap(
			importFiles([{ name: path, bytes: new Uint8Array(readFileSync(pathOf(path))) }]),
		);
		let time = 1_750_000_000_000;
		const diagnosed = await diagnoseOnce({
			archive: createMemoryArchive(),
			incident,
			entropy: seededEntropy('second-verifier'),
			now: () => (time += 1000),
			parameters: standardParameters(),
			drill: true,
		});
		const ledger = await exportChain(unwrap(diagnosed).node.store, time);
		if (!ledger) throw new Error('no chain to export');
		for (const [name, tamper] of Object.entries(TAMPERINGS)) {
			const copy = JSON.parse(encodeLedger(ledger)) as Tampered;
			tamper(copy);
			texts.set(name, JSON.stringify(copy));
		}
		python = askPython([...texts.values()].map((text) => ['verify', base64(text)]));
	}, 60_000);

	it.each(Object.keys(TAMPERINGS))('give the same answers with %s changed', async (name) => {
		const text = texts.get(name) ?? '';
		const answers = python[[...texts.keys()].indexOf(name)];
		const ledger = parseLedger(text);
		if (!ledger.ok || answers === 'unreadable') {
			// A key that does not give its address is a shape fault to one and a wrong signer to the other.
			if (name === 'an address of the genesis') expect((answers as string[])[1]).toBe('no');
			else expect([ledger.ok, answers]).toEqual([false, 'unreadable']);
			return;
		}
		const { unchanged, signed, complete } = (await verifyLedger(ledger.value)).answers;
		const [first, second, third, fourth] = answers as string[];
		expect([first, second, fourth]).toEqual(
			[unchanged, signed, complete].map((one) =>
				one.replace('not-relied-upon', 'not relied upon').replace('-', ' '),
			),
		);
		expect(third).not.toBe('yes');
		if (name !== 'nothing' && name !== 'evidence withheld') expect(answers).toContain('no');
	});
});
