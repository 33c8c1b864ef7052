import type { Address } from '../crypto/address.ts';
import { recoverSigner, type Signature } from '../crypto/keys.ts';
import { hashTransaction } from '../chain/parse-transaction.ts';
import { hashBytes, type Hash } from '../primitives/bytes.ts';
import type { JsonValue } from '../primitives/json.ts';
import type { LedgerFinding } from './report.ts';
import { finding, type VerifyRun } from './verify-run.ts';

/** One signature to check: who should have signed what. */
export type SignatureItem = { readonly hash: Hash; readonly signature: Signature; readonly address: Address };

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

/** One recover per signature, on this thread. */
export const recoverSingly: CheckSignatures = async (items, onProgress) => {
	const problems: SignatureProblem[] = [];
	for (let index = 0; index < items.length; index++) {
		if (index % 16 === 0) await onProgress(index);
		const { hash, signature, address } = items[index] as SignatureItem;
		const signer = recoverSigner(hashBytes(hash), signature);
		if (!signer.ok) problems.push({ index, expected: 'a signature', actual: signer.error.reason });
		else if (signer.value.address !== address)
			problems.push({ index, expected: address, actual: signer.value.address });
	}
	return problems;
};

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
	const items: SignatureItem[] = [];
	const places: Place[] = [];
	run.ledger.blocks.forEach((block, height) => {
		items.push({
			hash: run.hashes[height] as Hash,
			signature: block.signature,
			address: block.header.proposer,
		});
		places.push({ block: height, tx: null });
		block.transactions.forEach((transaction, tx) => {
			items.push({
				hash: hashTransaction(transaction),
				signature: transaction.signature,
				address: transaction.sender,
			});
			places.push({ block: height, tx });
		});
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
