import type { Address } from '../crypto/address.ts';
import { findBadMembers } from '../crypto/batch-verify.ts';
import type { Signature } from '../crypto/keys.ts';
import { decodeHex, hashBytes, type Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { LedgerFinding } from './report.ts';
import { finding, type VerifyRun } from './verify-run.ts';

/** One signature to check: who should have signed what. `publicKey` is the genesis key of the address, where it has one. */
export type SignatureItem = {
	readonly hash: Hash;
	readonly signature: Signature;
	readonly address: Address;
	readonly publicKey?: string;
};

/** What is wrong with one of the items given. */
export type SignatureProblem = {
	readonly index: number;
	readonly expected: JsonValue;
	readonly actual: JsonValue;
};

/** Checks many signatures; answers every problem found. A pool of workers may do it. */
export type CheckSignatures = (
	items: readonly SignatureItem[],
	onProgress: (done: number) => Promise<void>,
) => Promise<readonly SignatureProblem[]>;

/** Signatures checked at once: enough that the shared work is small beside the rest. */
export const SIGNATURE_BATCH = 1024;

/** Batches on this thread, one after the other. */
export const checkInBatches: CheckSignatures = async (items, onProgress) => {
	const problems: SignatureProblem[] = [];
	for (let start = 0; start < items.length; start += SIGNATURE_BATCH) {
		await onProgress(start);
		problems.push(...checkBatch(items.slice(start, start + SIGNATURE_BATCH), start));
	}
	return problems;
};

/** The problems of one batch; `start` is the place of its first item in the whole list. */
export function checkBatch(items: readonly SignatureItem[], start: number): readonly SignatureProblem[] {
	const members = items.map(({ hash, signature, address, publicKey }) => {
		const key = publicKey === undefined ? undefined : decodeHex(publicKey);
		return { hash: hashBytes(hash), signature, address, ...(key?.ok ? { publicKey: key.value } : {}) };
	});
	return findBadMembers(members).map(({ index, fault }) =>
		fault.code === 'wrong-signer'
			? { index: start + index, expected: fault.expected, actual: fault.actual }
			: { index: start + index, expected: 'a signature', actual: fault.reason },
	);
}

type Place = { readonly block: number; readonly tx: number | null };

/** Who signed: every header and transaction against the keys of the genesis. */
export async function checkSignatures(
	run: VerifyRun,
	check: CheckSignatures,
): Promise<readonly LedgerFinding[]> {
	const { items, places } = collect(run);
	const problems = await check(items, (done) => run.tick('signatures', done, items.length));
	await run.tick('signatures', items.length, items.length);
	const findings = problems.map(({ index, expected, actual }) => {
		const { block, tx } = places[index] as Place;
		return finding('signed', block, tx, 'signature', expected, actual, 'bad-signature');
	});
	return [...findings, ...checkIntroduced(run)].sort((a, b) => (a.block as number) - (b.block as number));
}

function collect(run: VerifyRun): {
	readonly items: readonly SignatureItem[];
	readonly places: readonly Place[];
} {
	const { genesis } = run.ledger;
	const keys = new Map([...genesis.agents, genesis.operator].map((one) => [one.address, one.publicKey]));
	const items: SignatureItem[] = [];
	const places: Place[] = [];
	const add = (hash: Hash, signature: Signature, address: Address, place: Place) => {
		const publicKey = keys.get(address);
		items.push({ hash, signature, address, ...(publicKey === undefined ? {} : { publicKey }) });
		places.push(place);
	};
	run.ledger.blocks.forEach((block, height) => {
		const { signature, header, transactions } = block;
		add(run.hashes[height] as Hash, signature, header.proposer, { block: height, tx: null });
		transactions.forEach((one, tx) =>
			add(run.digests[height]![tx]!.hash, one.signature, one.sender, { block: height, tx }),
		);
	});
	return { items, places };
}

/** Signers the genesis never introduced. */
function checkIntroduced(run: VerifyRun): readonly LedgerFinding[] {
	const { genesis, blocks } = run.ledger;
	const known = new Set<Address>([...genesis.agents.map((agent) => agent.address), genesis.operator.address]);
	const unknown = (block: number, tx: number | null, field: string, address: Address) =>
		finding('signed', block, tx, field, 'an address of the genesis', address, 'unknown-signer');
	return blocks.flatMap((block, height) => [
		...(known.has(block.header.proposer) ? [] : [unknown(height, null, 'proposer', block.header.proposer)]),
		...block.transactions.flatMap((one, tx) =>
			known.has(one.sender) ? [] : [unknown(height, tx, 'sender', one.sender)],
		),
	]);
}
