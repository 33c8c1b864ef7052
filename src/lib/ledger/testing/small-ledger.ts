import { utf8ToBytes } from '@noble/hashes/utils.js';
import sample from '../../../../data/incidents/train-ticket-sample.json';
import { createChainKeys, createKeyring, seededEntropy, type Keyring } from '../../runtime/keyring.ts';
import { recoverSigner } from '../../crypto/keys.ts';
import { hashBytes } from '../../primitives/bytes.ts';
import { unwrap } from '../../primitives/result.ts';
import { standardParameters } from '../../protocol/parameters.ts';
import type { ParameterValue } from '../../chain/genesis.ts';
import { diagnoseOnce, exportChain } from '../../runtime/diagnose.ts';
import { createMemoryArchive } from '../../store/memory-archive.ts';
import { importFiles } from '../../telemetry/importers/import-files.ts';
import type { Incident } from '../../telemetry/incident.ts';
import type { CheckSignatures, SignatureProblem } from '../check-signatures.ts';
import type { Ledger } from '../format.ts';

const SEED = 'small-ledger';
const STARTED_AT = 1_760_000_000_000;

/** The nodes of the sample alert that the verdict is about; the fewer rows, the fewer values to change. */
const FEW_NODES: readonly string[] = ['train-buy', 'food-buy', 'food-cancel'];

/** The sample incident as it is shipped, or only the few nodes its verdict is about. */
export function sampleIncident(size: 'whole' | 'few-nodes' = 'whole'): Incident {
	const nodes = Object.entries(sample.nodes).filter(([name]) => size === 'whole' || FEW_NODES.includes(name));
	const edges = sample.edges.filter(
		({ caller, callee }) => size === 'whole' || (FEW_NODES.includes(caller) && FEW_NODES.includes(callee)),
	);
	const text = JSON.stringify({ ...sample, nodes: Object.fromEntries(nodes), edges });
	return unwrap(importFiles([{ name: 'sample.json', bytes: utf8ToBytes(text) }])).incident;
}

/** The ledger of one diagnosis with a repeatable clock and keys. */
export async function createLedger(options: {
	readonly incident: Incident;
	readonly drill?: boolean;
	readonly seed?: string;
	readonly parameters?: { readonly [name: string]: ParameterValue };
}): Promise<Ledger> {
	let time = STARTED_AT;
	const diagnosed = await diagnoseOnce({
		archive: createMemoryArchive(),
		incident: options.incident,
		entropy: seededEntropy(options.seed ?? SEED),
		now: () => (time += 1000),
		parameters: { ...standardParameters(), ...options.parameters },
		drill: options.drill ?? false,
	});
	const ledger = await exportChain(unwrap(diagnosed).node.store, time);
	if (!ledger) throw new Error('a chain just founded cannot be read');
	return ledger;
}

/** The keys a ledger of {@link createLedger} was signed with: what an operator who rewrites it has. */
export function keyringOf(seed = SEED): Keyring {
	return createKeyring(createChainKeys(seededEntropy(seed)).secrets);
}

/** Recovers each signature once, however often it is asked about. */
export function rememberSignatures(): CheckSignatures {
	const known = new Map<string, Omit<SignatureProblem, 'index'> | null>();
	return async (items) =>
		items.flatMap(({ hash, signature, address }, index) => {
			const key = `${hash} ${signature} ${address}`;
			let problem = known.get(key);
			if (problem === undefined) {
				const signer = recoverSigner(hashBytes(hash), signature);
				const actual = signer.ok ? signer.value.address : signer.error.reason;
				problem = actual === address ? null : { expected: address, actual };
				known.set(key, problem);
			}
			return problem ? [{ index, ...problem }] : [];
		});
}
