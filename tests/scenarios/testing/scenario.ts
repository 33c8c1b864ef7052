import { ballot } from '../../../src/lib/agents/ballot.ts';
import type { Agent } from '../../../src/lib/agents/agent.ts';
import { buildCaseFile, type CaseFile } from '../../../src/lib/agents/case-file.ts';
import { documentHash } from '../../../src/lib/agents/intents.ts';
import { ROSTER } from '../../../src/lib/agents/roster.ts';
import type { ParameterValue } from '../../../src/lib/chain/genesis.ts';
import type { Account, VoteOption } from '../../../src/lib/chain/state-entries.ts';
import { stateEntries } from '../../../src/lib/chain/world-state.ts';
import {
	addressOf,
	publicKeyOf,
	type Signature,
	type SignatureEngine,
} from '../../../src/lib/crypto/keys.ts';
import type { Ledger } from '../../../src/lib/ledger/format.ts';
import { verifyLedger } from '../../../src/lib/ledger/verify-ledger.ts';
import { encodeHex } from '../../../src/lib/primitives/bytes.ts';
import { err, ok, unwrap, type Result } from '../../../src/lib/primitives/result.ts';
import { standardParameters } from '../../../src/lib/protocol/parameters.ts';
import { foundChain, resumeChain, type ChainNode } from '../../../src/lib/runtime/chain-node.ts';
import { exportChain, outcomeOf } from '../../../src/lib/runtime/diagnose.ts';
import { executeIntent } from '../../../src/lib/runtime/executor.ts';
import { seededEntropy } from '../../../src/lib/runtime/keyring.ts';
import type { Archive, CommitFailure } from '../../../src/lib/runtime/ports.ts';
import { createScheduler, type RunEvent, type Scheduler } from '../../../src/lib/runtime/scheduler.ts';
import { createMemoryArchive } from '../../../src/lib/store/memory-archive.ts';
import type { Incident } from '../../../src/lib/telemetry/incident.ts';

/** Where the repeatable clock of a scenario starts, and how far it goes on each time it is read. */
export const STARTED_AT = 1_760_000_000_000;
const CLOCK_STEP_MS = 1000;

export type ScenarioOptions = {
	readonly archive?: Archive;
	readonly seed?: string;
	readonly roster?: readonly Agent[];
	readonly parameters?: { readonly [name: string]: ParameterValue };
	readonly engine?: SignatureEngine;
};

/** A chain that agents work on, round by round. */
export type Scenario = {
	readonly archive: Archive;
	node(): ChainNode;
	now(): number;
	readonly events: RunEvent[];
	start(
		incident: Incident,
		options?: { readonly id?: string; readonly drill?: boolean; readonly suspects?: readonly string[] },
	): string;
	round(): Promise<Result<'sealed' | 'idle', CommitFailure>>;
	/** Rounds until nothing moves any more; a failure of the store is not expected. */
	runToEnd(): Promise<void>;
	/** What a reload does: forgets node and scheduler, and takes the chain up from the archive. */
	reload(): Promise<void>;
	ledger(): Promise<Ledger>;
	outcome(id: string): ReturnType<typeof outcomeOf>;
};

const caseFiles = new WeakMap<Incident, CaseFile>();

/** The case file of an incident, analysed once for all runs of it. */
function caseFileOf(incident: Incident): CaseFile {
	let caseFile = caseFiles.get(incident);
	if (!caseFile) caseFiles.set(incident, (caseFile = unwrap(buildCaseFile(incident))));
	return caseFile;
}

/** The case file with these suspects and no others, whatever the analyst says; each has committed rows to show. */
function withSuspects(caseFile: CaseFile, suspects: readonly string[]): CaseFile {
	const { analysis, evidence } = caseFile;
	const model = analysis.ranking.find((one) => one.evidence.length > 0)!;
	const ranking = suspects.map((node, place) => {
		const rows = evidence.rows.filter((row) => row.kind === 'metric' && row.node === node);
		return { ...model, node, posterior: 0.9 / (place + 1), evidence: [{ ...model.evidence[0]!, rows }] };
	});
	return { ...caseFile, analysis: { ...analysis, ranking } };
}

/** Founds a chain with a repeatable clock and keys. */
export async function createScenario(options: ScenarioOptions = {}): Promise<Scenario> {
	const { archive = createMemoryArchive(), roster = ROSTER, engine } = options;
	let time = STARTED_AT - CLOCK_STEP_MS;
	const now = () => (time += CLOCK_STEP_MS);
	const founded = await foundChain({
		archive,
		entropy: seededEntropy(options.seed ?? '1'),
		now: now(),
		parameters: { ...standardParameters(), ...options.parameters },
		...(engine ? { engine } : {}),
	});
	let node = unwrap(founded);
	const events: RunEvent[] = [];
	const schedule = () => createScheduler({ node, now, roster, onEvent: (event) => void events.push(event) });
	let scheduler: Scheduler = schedule();
	const round: Scenario['round'] = async () => {
		const done = await scheduler.round();
		return done.ok ? ok(done.value.kind) : err(done.error);
	};
	return {
		archive,
		events,
		now,
		round,
		node: () => node,
		start(incident, { id = incident.id, drill = false, suspects } = {}) {
			const caseFile = caseFileOf(incident);
			const given = suspects ? withSuspects(caseFile, suspects) : caseFile;
			scheduler.start({ incidentId: id, caseFile: given, drill });
			return id;
		},
		async runToEnd() {
			while (unwrap(await round()) === 'sealed');
		},
		async reload() {
			const runs = scheduler.runs();
			node = (await resumeChain(archive, node.genesis.chainId)) as ChainNode;
			scheduler = schedule();
			for (const run of runs) scheduler.start(run);
		},
		async ledger() {
			return (await exportChain(node.store, time)) as Ledger;
		},
		outcome: (id) => outcomeOf(node, id),
	};
}

/** The operator says how an incident turned out. */
export async function confirmOutcome(
	scenario: Scenario,
	incident: string,
	verdict: 'verified' | 'falsified',
): Promise<void> {
	const node = scenario.node();
	const document = { kind: 'operator-statement', incident, verdict };
	const data = { incident, verdict, basis: 'operator-judgement', evidence: documentHash(document) };
	const intent = { type: 'verify_outcome', data, documents: [document] };
	const sent = executeIntent(node, node.genesis.operator.address, intent, scenario.now());
	if (sent.kind !== 'submitted') throw new Error(`${verdict}: ${sent.kind}`);
	unwrap(await node.seal(scenario.now()));
}

/** The seven agents with another mind when they vote: an option, or silence. */
export function rosterVoting(say: VoteOption | 'nothing', confidence = 50): readonly Agent[] {
	return ROSTER.map((agent): Agent => ({
		role: agent.role,
		perceive(situation) {
			const question = agent.perceive(situation);
			return say === 'nothing' && question?.step === 'vote' ? undefined : question;
		},
		reason: async (question) =>
			question.step === 'vote' && say !== 'nothing'
				? ballot(question, { option: say, confidence, reason: 'told-to' })
				: agent.reason(question),
		propose: (answer, question) => agent.propose(answer, question),
	}));
}

/** An engine that only writes down who signed what: for runs whose signatures nobody looks at. */
export function createRegister(): SignatureEngine {
	const signers: { readonly address: ReturnType<typeof addressOf>; readonly publicKey: Uint8Array }[] = [];
	const known = new Map<string, number>();
	return {
		name: 'register',
		sign(hash, secret) {
			const key = encodeHex(secret);
			let number = known.get(key);
			if (number === undefined) {
				known.set(key, (number = signers.length));
				signers.push({ address: addressOf(secret), publicKey: publicKeyOf(secret) });
			}
			return `${encodeHex(hash)}${String(number).padStart(66, '0')}` as Signature;
		},
		recover(hash, signature) {
			const signer = signers[Number(signature.slice(66))];
			return signer && signature.startsWith(encodeHex(hash))
				? ok(signer)
				: err({ code: 'bad-signature', reason: 'no-point' });
		},
	};
}

/** Whether a ledger holds; `trusting` leaves the signatures out. */
export async function verifies(ledger: Ledger, trusting = false): Promise<boolean> {
	const report = await verifyLedger(ledger, trusting ? { checkSignatures: async () => [] } : {});
	return report.ok && report.missingEvidence === 0;
}

/** Every refusal of a ledger as `type code`, in chain order. */
export function refusalsOf(ledger: Ledger): readonly string[] {
	return ledger.blocks.flatMap(({ transactions, receipts }) =>
		receipts.flatMap(({ error }, index) => (error ? [`${transactions[index]!.type} ${error.code}`] : [])),
	);
}

/** What everybody has at the end, by role: tokens, reputation and counts, whatever the hashes on the way. */
export function accountsOf(node: ChainNode): readonly Account[] {
	const accounts: Account[] = [];
	for (const { key, value } of stateEntries(node.world()))
		if (key.startsWith('account/')) accounts.push(value as unknown as Account);
	return accounts.sort((a, b) => (a.role < b.role ? -1 : 1));
}
