import { randomBytes } from 'node:crypto';
import { encodeLedger } from '../ledger/export-ledger.ts';
import { ok, type Result } from '../primitives/result.ts';
import { standardParameters } from '../protocol/parameters.ts';
import { diagnoseOnce, exportChain, type Outcome } from '../runtime/diagnose.ts';
import { seededEntropy, type Entropy } from '../runtime/keyring.ts';
import type { ChainTotals } from '../runtime/ports.ts';
import { createMemoryArchive } from '../store/memory-archive.ts';
import { importFiles } from '../telemetry/importers/import-files.ts';
import type { Incident } from '../telemetry/incident.ts';
import { readInput } from './read-files.ts';
import {
	endProgress,
	fail,
	naturalOption,
	onlyArgument,
	parseOptions,
	printJson,
	printLines,
	showProgress,
	type CliFailure,
	type Command,
} from './terminal.ts';
import { writeText } from './write-file.ts';

/** Milliseconds a repeatable clock advances each time it is read. */
const CLOCK_STEP_MS = 1000;

type RunInput = {
	readonly incident: Incident;
	readonly seed: number | undefined;
	readonly time: number | undefined;
	readonly drill: boolean;
};

/** `run INCIDENT`: diagnoses one incident on a new chain. */
export const runCommand: Command = async (args) => {
	const options = parseOptions(args, {
		seed: { type: 'string' },
		time: { type: 'string' },
		out: { type: 'string' },
		drill: { type: 'boolean' },
		json: { type: 'boolean' },
	});
	if (!options.ok) return fail(options.error);
	const { values, positionals } = options.value;
	const path = onlyArgument(positionals, 'INCIDENT');
	if (!path.ok) return fail(path.error);
	const seed = naturalOption(values.seed, '--seed');
	if (!seed.ok) return fail(seed.error);
	const time = naturalOption(values.time, '--time');
	if (!time.ok) return fail(time.error);
	const files = await readInput(path.value);
	if (!files.ok) return fail(files.error);
	const imported = importFiles(files.value);
	if (!imported.ok) return fail({ ...imported.error, file: path.value });
	const ran = await run({
		incident: imported.value.incident,
		seed: seed.value,
		time: time.value,
		drill: values.drill ?? false,
	});
	if (!ran.ok) return fail(ran.error);
	if (values.out !== undefined) {
		const written = await writeText(values.out, ran.value.ledgerText);
		if (!written.ok) return fail(written.error);
	}
	const { summary } = ran.value;
	if (values.json) printJson(summary);
	else printLines(describe(summary));
	return 0;
};

/** What a run prints. */
type RunSummary = {
	readonly incident: string;
	readonly rootCause: string | null;
	readonly faultType: string | null;
	readonly confidence: number | null;
	readonly state: string;
	readonly round: number;
	readonly blocks: number;
	readonly transactions: number;
	readonly refused: number;
	readonly chainId: string;
	readonly head: string;
	readonly ms: number;
};

async function run(
	input: RunInput,
): Promise<Result<{ readonly summary: RunSummary; readonly ledgerText: string }, CliFailure>> {
	const started = performance.now();
	const now = clock(input.time);
	const diagnosed = await diagnoseOnce({
		archive: createMemoryArchive(),
		incident: input.incident,
		entropy: input.seed === undefined ? realEntropy : seededEntropy(String(input.seed)),
		now,
		parameters: standardParameters(),
		drill: input.drill,
		onEvent: (event) => showProgress(`${event.role} ${event.kind === 'turn' ? event.question : event.type}`),
	});
	endProgress();
	if (!diagnosed.ok) return diagnosed;
	const { node, outcome } = diagnosed.value;
	const summary = await node.store.summary();
	const proposed = outcome.proposal && (await node.store.transaction(outcome.proposal.id));
	const faultType = (proposed?.transaction.data['faultType'] as string | undefined) ?? null;
	const ledger = await exportChain(node.store, now());
	if (!ledger || !summary) throw new Error('a chain just written cannot be read');
	const ms = Math.round(performance.now() - started);
	return ok({
		summary: summarise(outcome, summary.totals, node.genesis.chainId, summary.head.hash, ms, faultType),
		ledgerText: encodeLedger(ledger),
	});
}

function summarise(
	outcome: Outcome,
	totals: ChainTotals,
	chainId: string,
	head: string,
	ms: number,
	faultType: string | null,
): RunSummary {
	const { incident, proposal, incidentId } = outcome;
	const accepted = proposal?.status === 'Passed' ? proposal : undefined;
	return {
		incident: incidentId,
		rootCause: accepted?.node ?? null,
		faultType: accepted ? faultType : null,
		confidence: accepted?.confidence ?? null,
		state: incident.state,
		round: incident.round,
		blocks: totals.blocks,
		transactions: totals.transactions,
		refused: totals.refused,
		chainId,
		head,
		ms,
	};
}

const realEntropy: Entropy = (length) => new Uint8Array(randomBytes(length));

function clock(start: number | undefined): () => number {
	if (start === undefined) return () => Date.now();
	let next = start;
	return () => {
		const now = next;
		next += CLOCK_STEP_MS;
		return now;
	};
}

function describe(summary: RunSummary): readonly string[] {
	return [
		summary.rootCause === null
			? `${summary.incident}: no root cause (${summary.state})`
			: `${summary.incident}: root cause ${summary.rootCause}, confidence ${summary.confidence} % (${summary.state})`,
		`${summary.blocks} blocks, ${summary.transactions} transactions, ${summary.refused} refused, ${summary.ms} ms`,
		`head ${summary.head}`,
	];
}
