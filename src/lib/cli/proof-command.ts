import { proveReceipt } from '../ledger/receipt-proof.ts';
import { verifyReceiptProof } from '../ledger/verify-receipt-proof.ts';
import { isHash } from '../primitives/bytes.ts';
import { readLedgerFile } from './ledger-input.ts';
import { fail, parseOptions, printJson, printLines, type Command } from './terminal.ts';
import { writeText } from './write-file.ts';

/** `proof LEDGER TXHASH`: one receipt with its proof, as a file that verifies alone; exit 1 where it does not. */
export const proofCommand: Command = async (args) => {
	const options = parseOptions(args, { out: { type: 'string' } });
	if (!options.ok) return fail(options.error);
	const { values, positionals } = options.value;
	const [path, hash, ...more] = positionals;
	if (path === undefined || hash === undefined)
		return fail({ code: 'missing-argument', expected: 'LEDGER TXHASH' });
	if (more.length > 0)
		return fail({ code: 'too-many-arguments', expected: 'LEDGER TXHASH', actual: more.join(' ') });
	if (!isHash(hash))
		return fail({
			code: 'bad-argument',
			where: 'TXHASH',
			expected: '0x + 64 lower-case hex',
			actual: hash,
		});
	const ledger = await readLedgerFile(path);
	if (!ledger.ok) return fail(ledger.error);
	const proof = proveReceipt(ledger.value, hash);
	if (!proof.ok) return fail({ ...proof.error, file: path });
	const report = verifyReceiptProof(proof.value);
	if (!report.ok) {
		const lines = report.findings.map(({ code, field }) => `${code}: ${field}`);
		process.stderr.write(`the ledger does not hold at this transaction: ${lines.join('; ')}\n`);
		return 1;
	}
	if (values.out === undefined) printJson(proof.value);
	else {
		const written = await writeText(values.out, `${JSON.stringify(proof.value)}\n`);
		if (!written.ok) return fail(written.error);
		printLines([`${hash}: ${report.status} in block ${report.height}, written to ${values.out}`]);
	}
	return 0;
};
