import { utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256 } from '../../../src/lib/crypto/hash.ts';
import { recoverSigner, signHash } from '../../../src/lib/crypto/keys.ts';
import { unwrap } from '../../../src/lib/primitives/result.ts';
import { standardParameters } from '../../../src/lib/protocol/parameters.ts';
import { diagnoseOnce } from '../../../src/lib/runtime/diagnose.ts';
import { seededEntropy } from '../../../src/lib/runtime/keyring.ts';
import type { Archive } from '../../../src/lib/runtime/ports.ts';
import { createMemoryArchive } from '../../../src/lib/store/memory-archive.ts';
import { importFiles } from '../../../src/lib/telemetry/importers/import-files.ts';
import { timesLonger } from '../figure.ts';
import { interleave, type Task } from '../rounds.ts';
import type { Suite } from './suite.ts';

/** Diagnoses a round: one takes about as long as the clock's coarseness allows to tell. */
const RUNS = 3;

/** Row 16: the shipped sample diagnosed to its end, beside the signatures that such a run makes and recovers. */
export const diagnosis: Suite = async ({ environment, amounts, input, onStep }) => {
	const bytes = utf8ToBytes(JSON.stringify(input.incident));
	const kept = await environment.openArchive('diagnosis');
	let made = 0;
	const diagnose = async (archive: Archive) => {
		const { incident } = unwrap(importFiles([{ name: 'sample.json', bytes }]));
		let time = 1_760_000_000_000;
		const diagnosed = await diagnoseOnce({
			archive,
			incident,
			entropy: seededEntropy(`diagnosis ${made++}`),
			now: () => (time += 1000),
			parameters: standardParameters(),
		});
		return (await unwrap(diagnosed).node.store.summary())!.totals;
	};
	const { blocks, transactions } = await diagnose(kept);
	const diagnosing = (archive: () => Archive): Task => ({
		async run() {
			for (let i = 0; i < RUNS; i++) await diagnose(archive());
			return RUNS;
		},
	});
	const { control, tasks, spread } = await interleave({
		rounds: amounts.rounds,
		onStep,
		control: {
			run() {
				for (let i = 0; i < RUNS; i++) signLikeADiagnosis(blocks, transactions);
				return RUNS;
			},
		},
		tasks: { stored: diagnosing(() => kept), inMemory: diagnosing(createMemoryArchive) },
	});
	const note = (where: string) => `${transactions} transactions in ${blocks} blocks, ${where}`;
	const inMemory = timesLonger('diagnosis', tasks.inMemory, control, spread, note('memory store'));
	if (!environment.indexedDB) return [inMemory];
	return [timesLonger('diagnosis', tasks.stored, control, spread, note('IndexedDB')), inMemory];
};

/** Every block and transaction signed once, every transaction recovered once. */
function signLikeADiagnosis(blocks: number, transactions: number): void {
	const secret = new Uint8Array(32).fill(9);
	for (let i = 0; i < blocks + transactions; i++) {
		const hash = sha256(Uint8Array.of(i));
		const signature = signHash(hash, secret);
		if (i < transactions) recoverSigner(hash, signature);
	}
}
