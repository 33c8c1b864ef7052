import { digestTransaction } from '../chain/digest-transaction.ts';
import { hashHeader } from '../chain/header.ts';
import { checkBody } from '../chain/verify-block.ts';
import { genesisHeader, genesisWorld, hashGenesis } from '../chain/genesis-block.ts';
import type { Header } from '../chain/block.ts';
import type { Hash } from '../primitives/bytes.ts';
import { protocolV1 } from '../protocol/protocol.ts';
import { checkCompleteness } from './check-completeness.ts';
import { checkEvidence } from './check-evidence.ts';
import { checkExecution } from './check-execution.ts';
import { checkSignatures, checkInBatches, type CheckSignatures } from './check-signatures.ts';
import type { Ledger } from './format.ts';
import type { Answer, Expectation, LedgerFinding, LedgerReport, Question, VerifyProgress } from './report.ts';
import { finding, findingOfFault, type VerifyRun } from './verify-run.ts';

/** What the shell may lend a verification: progress, a pause between chunks, cancellation, a pool for signatures. */
export type VerifyOptions = {
	readonly expect?: Expectation;
	readonly onProgress?: (progress: VerifyProgress) => void;
	/** Lets other work run; awaited between chunks. */
	readonly breathe?: () => Promise<void>;
	readonly isCancelled?: () => boolean;
	readonly checkSignatures?: CheckSignatures;
};

/** Raised when `isCancelled` said so. */
export class VerificationCancelled extends Error {}

/**
 * Answers the five questions of protocol.md §9 about a ledger that was read before, by running everything again. Calls no
 * model, no store and no clock. It shows that a record is genuine and the procedure was followed, not that the diagnosis
 * is true. Fails only by {@link VerificationCancelled}.
 */
export async function verifyLedger(ledger: Ledger, options: VerifyOptions = {}): Promise<LedgerReport> {
	const world = genesisWorld(ledger.genesis, protocolV1);
	const run: VerifyRun = {
		ledger,
		start: { world, header: genesisHeader(ledger.genesis, world, protocolV1) },
		hashes: ledger.blocks.map((block) => hashHeader(block.header)),
		digests: ledger.blocks.map((block) => block.transactions.map(digestTransaction)),
		async tick(step, done, total) {
			if (options.isCancelled?.()) throw new VerificationCancelled();
			options.onProgress?.({ step, done, total });
			await options.breathe?.();
		},
	};
	const signed = await checkSignatures(run, options.checkSignatures ?? checkInBatches);
	const evidence = await checkEvidence(run);
	const unchanged = [...(await checkHashes(run, signed)), ...evidence.findings];
	const { missing } = evidence;
	const rules = await checkExecution(run);
	await run.tick('completeness', 0, 1);
	const completeness = checkCompleteness(run, options.expect);
	await run.tick('completeness', 1, 1);
	return report(run, { unchanged, signed, rules, missing, completeness });
}

type Checks = {
	readonly unchanged: readonly LedgerFinding[];
	readonly signed: readonly LedgerFinding[];
	readonly rules: readonly LedgerFinding[];
	readonly missing: number;
	readonly completeness: ReturnType<typeof checkCompleteness>;
};

function report(run: VerifyRun, checks: Checks): LedgerReport {
	const { ledger, hashes } = run;
	const findings = [...checks.unchanged, ...checks.signed, ...checks.rules, ...checks.completeness.findings];
	const answers = answersOf(checks);
	const receipts = ledger.blocks.flatMap((block) => block.receipts);
	return {
		ok: !Object.values(answers).includes('no'),
		chainId: ledger.genesis.chainId,
		head: hashes.at(-1) as Hash,
		height: ledger.blocks.length - 1,
		blocks: ledger.blocks.length,
		transactions: receipts.length,
		refused: receipts.filter((receipt) => receipt.status === 'reverted').length,
		missingEvidence: checks.missing,
		answers,
		findings,
		first: firstOf(findings),
		expectation: checks.completeness.expectation,
	};
}

function answersOf(checks: Checks): { readonly [Q in Question]: Answer } {
	const intact = checks.unchanged.length === 0;
	const unchanged: Answer = !intact ? 'no' : checks.missing > 0 ? 'cannot-tell' : 'yes';
	const signed: Answer = checks.signed.length > 0 ? 'no' : 'yes';
	const sound = intact && signed === 'yes';
	const rules: Answer = checks.rules.length > 0 ? 'no' : sound ? 'yes' : 'not-relied-upon';
	const { complete, independent } = checks.completeness;
	return {
		unchanged,
		signed,
		rules,
		complete: complete === 'no' || sound ? complete : 'not-relied-upon',
		independent: sound && rules === 'yes' ? independent : 'not-relied-upon',
	};
}

/** The finding in the lowest block; what names no block comes last. */
function firstOf(findings: readonly LedgerFinding[]): LedgerFinding | null {
	const at = (finding: LedgerFinding) => finding.block ?? Number.MAX_SAFE_INTEGER;
	return findings.reduce<LedgerFinding | null>(
		(first, one) => (first === null || at(one) < at(first) ? one : first),
		null,
	);
}

/** Body roots, parent links and block 0, each block's first difference only. */
async function checkHashes(
	run: VerifyRun,
	signed: readonly LedgerFinding[],
): Promise<readonly LedgerFinding[]> {
	const { blocks } = run.ledger;
	const findings: LedgerFinding[] = [...checkGenesis(run)];
	for (let height = 0; height < blocks.length; height++) {
		if (height % 64 === 0) await run.tick('hashes', height, blocks.length);
		const body = checkBody(blocks[height]!, run.digests[height]);
		if (!body.ok) findings.push(findingOfFault('unchanged', height, body.error));
		if (height > 0) findings.push(...checkParent(run, height, signed));
	}
	await run.tick('hashes', blocks.length, blocks.length);
	return findings;
}

/** Where a link does not fit, the child's parentHash is blamed if the parent's own seal still fits, else the parent. */
function checkParent(
	run: VerifyRun,
	height: number,
	signed: readonly LedgerFinding[],
): readonly LedgerFinding[] {
	const header = run.ledger.blocks[height]!.header;
	const before = run.ledger.blocks[height - 1]!.header;
	const parentHash = run.hashes[height - 1] as Hash;
	const found = (
		block: number,
		field: string,
		expected: LedgerFinding['expected'],
		actual: LedgerFinding['actual'],
	) => finding('unchanged', block, null, field, expected, actual);
	if (header.parentHash !== parentHash) {
		const parentSealed = !signed.some((one) => one.block === height - 1 && one.tx === null);
		return parentSealed
			? [found(height, 'parentHash', parentHash, header.parentHash)]
			: [found(height - 1, 'hash', header.parentHash, parentHash)];
	}
	if (header.height !== height) return [found(height, 'height', height, header.height)];
	if (header.chainId !== before.chainId) return [found(height, 'chainId', before.chainId, header.chainId)];
	return [];
}

function checkGenesis(run: VerifyRun): readonly LedgerFinding[] {
	const { genesis, blocks } = run.ledger;
	const actual = blocks[0]!.header;
	const parentHash = hashGenesis(genesis);
	if (actual.parentHash !== parentHash)
		return [finding('unchanged', 0, null, 'genesis', actual.parentHash, parentHash)];
	const expected = run.start.header;
	const field = (Object.keys(expected) as (keyof Header)[]).find((name) => expected[name] !== actual[name]);
	return field === undefined ? [] : [finding('unchanged', 0, null, field, expected[field], actual[field])];
}
