import { buildCaseFile } from '../agents/case-file.ts';
import type { ParameterValue } from '../chain/genesis.ts';
import { stateValue } from '../chain/world-state.ts';
import { readIncident } from '../contracts/ops/incident.ts';
import type { JsonValue } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { incidentIdOf, outcomeOf } from '../runtime/diagnose.ts';
import { executeIntent } from '../runtime/executor.ts';
import { documentHash } from '../agents/intents.ts';
import type { Archive, CommitFailure, RunRecord } from '../runtime/ports.ts';
import { encodeIncident } from '../telemetry/encode-incident.ts';
import { parseIncident, type Incident } from '../telemetry/incident.ts';
import type { EventHub } from './events.ts';
import { asOnlyWriter, foundOwnChain, isCurrent, takeUpOwnChain, type OwnChain } from './own-chain.ts';
import { createPacing, type Pacing } from './pacing.ts';
import type { RunFailure, RunOptions, RunStatus } from './session.ts';

/** Pause between rounds: a diagnosis takes about twelve of them, so about ten seconds. */
const PAUSE_MS = 800;

type GenesisParameters = { readonly [name: string]: ParameterValue };

/** What writes this browser's chain: one run at a time, in one tab at a time. */
export type RunHost = {
	status(): RunStatus;
	/** Starts a run; where it cannot start, the status stays what it was. */
	start(incident: Incident, options: RunOptions): Promise<Result<void, RunFailure>>;
	cancel(): void;
	skip(): void;
	/** Goes on with a run that a reload cut off, if this tab may write. */
	resume(): Promise<void>;
	/** Founds a chain beside the present one, which is archived; with the defaults where no parameters are given. */
	reset(parameters?: GenesisParameters): Promise<Result<void, RunFailure>>;
	deleteEverything(): Promise<Result<void, RunFailure>>;
	verifyOutcome(
		incidentId: string,
		verdict: 'verified' | 'falsified',
		reason: string,
	): Promise<Result<void, { readonly code: string }>>;
};

/** A host over an archive. `lockName` is shared by all tabs of one deployment. */
export function createRunHost(input: {
	readonly archive: Archive;
	readonly events: EventHub;
	readonly lockName: string;
	readonly now: () => number;
}): RunHost {
	const { archive, events, now } = input;
	let status: RunStatus = { kind: 'idle' };
	let own: OwnChain | undefined;
	let pacing: Pacing | undefined;

	const setStatus = (next: RunStatus) => events.emit({ kind: 'run', status: (status = next) });

	async function ownChain(): Promise<Result<OwnChain, CommitFailure>> {
		if (own && (await isCurrent(own, archive))) return ok(own);
		const taken = await takeUpOwnChain(archive, now);
		if (taken.ok) own = taken.value;
		return taken;
	}

	/** Drives the rounds of one run to its end; answers how it ended. */
	async function drive(chain: OwnChain, record: RunRecord, pace: Pacing): Promise<RunStatus> {
		const { incidentId } = record;
		const startedAt = now();
		const finish = async (end: RunRecord['status'], next: RunStatus) => {
			await archive.putRun({ ...record, status: end });
			return next;
		};
		for (;;) {
			setStatus({ kind: 'running', incident: incidentId, state: stateOf(chain, incidentId), startedAt });
			if (pace.cancelled) return finish('cancelled', { kind: 'cancelled', incident: incidentId });
			const round = await chain.scheduler.round();
			if (!round.ok)
				return finish('failed', {
					kind: 'failed',
					incident: incidentId,
					failure: failureOfCommit(round.error),
				});
			if (round.value.kind === 'idle') break;
			events.emit({ kind: 'head', height: round.value.sealed.block.header.height });
			await pace.pause();
		}
		const { incident } = outcomeOf(chain.node, incidentId);
		return finish('finished', { kind: 'finished', incident: incidentId, state: incident.state });
	}

	/** The same; a fault of ours stops the run and says so. */
	async function driveGuarded(chain: OwnChain, record: RunRecord): Promise<RunStatus> {
		try {
			return await drive(chain, record, (pacing = createPacing(PAUSE_MS)));
		} catch (fault) {
			const detail = fault instanceof Error ? fault.message : String(fault);
			return { kind: 'failed', incident: record.incidentId, failure: { code: 'stopped-by-fault', detail } };
		} finally {
			chain.scheduler.stop(record.incidentId);
		}
	}

	/** Runs `work` as the only writer and tells its end when the next run can start; undefined where another tab writes. */
	async function runAlone(work: () => Promise<RunStatus | undefined>): Promise<boolean> {
		const held = await asOnlyWriter(input.lockName, work);
		pacing = undefined;
		if (held.ok && held.value) setStatus(held.value);
		return held.ok;
	}

	async function begin(incident: Incident, options: RunOptions): Promise<Result<void, RunFailure>> {
		return new Promise<Result<void, RunFailure>>((answer) => {
			void runAlone(async () => {
				const prepared = await prepare(incident, options);
				answer(prepared.ok ? ok(undefined) : prepared);
				return prepared.ok ? driveGuarded(prepared.value.chain, prepared.value.record) : undefined;
			}).then((held) => answer(held ? ok(undefined) : err({ code: 'not-leader', detail: '' })));
		});
	}

	async function prepare(
		incident: Incident,
		options: RunOptions,
	): Promise<Result<{ readonly chain: OwnChain; readonly record: RunRecord }, RunFailure>> {
		const caseFile = buildCaseFile(incident);
		if (!caseFile.ok) return err({ code: 'no-evidence', detail: caseFile.error.code });
		const chain = await ownChain();
		if (!chain.ok) return err(failureOfCommit(chain.error));
		const { node, scheduler } = chain.value;
		const world = node.world();
		const incidentId = incidentIdOf(incident, (id) => stateValue(world, `incident/${id}`) !== undefined);
		const record: RunRecord = {
			chainId: node.genesis.chainId,
			incidentId,
			document: encodeIncident(incident),
			label: incident.id,
			status: 'running',
			drill: options.drill,
			startedAt: now(),
		};
		const kept = await archive.putRun(record);
		if (!kept.ok) return err(failureOfCommit(kept.error));
		scheduler.start({ incidentId, caseFile: caseFile.value, drill: options.drill });
		return ok({ chain: chain.value, record });
	}

	/** Runs an operator's act as the only writer; another tab that writes now is left alone. */
	async function write<T>(work: () => Promise<Result<T, RunFailure>>): Promise<Result<T, RunFailure>> {
		if (pacing) return err({ code: 'already-running', detail: '' });
		const held = await asOnlyWriter(input.lockName, work);
		return held.ok ? held.value : err({ code: 'not-leader', detail: '' });
	}

	return {
		status: () => status,
		async start(incident, options) {
			if (pacing || (status.kind === 'running' && status.incident === null))
				return err({ code: 'already-running', detail: '' });
			const before = status;
			setStatus({ kind: 'running', incident: null, state: null, startedAt: now() });
			const started = await begin(incident, options);
			if (!started.ok) setStatus(before);
			return started;
		},
		cancel: () => pacing?.cancel(),
		skip: () => pacing?.skip(),
		async resume() {
			const chainId = await archive.activeChain();
			if (chainId === undefined) return;
			const record = (await archive.runs(chainId)).find((run) => run.status === 'running');
			if (!record) return;
			await runAlone(async () => {
				const chain = await ownChain();
				const incident = parseIncident(record.document);
				const caseFile = incident.ok ? buildCaseFile(incident.value.incident) : undefined;
				if (!chain.ok || !caseFile?.ok) return undefined;
				const { incidentId, drill } = record;
				chain.value.scheduler.start({ incidentId, caseFile: caseFile.value, drill });
				return driveGuarded(chain.value, record);
			});
		},
		reset: (parameters) =>
			write(async () => {
				const founded = await foundOwnChain(archive, now, parameters);
				if (!founded.ok) return err(failureOfCommit(founded.error));
				own = founded.value;
				setStatus({ kind: 'idle' });
				return ok(undefined);
			}),
		deleteEverything: () =>
			write(async () => {
				const deleted = await archive.deleteEverything();
				own = undefined;
				setStatus({ kind: 'idle' });
				return deleted.ok ? ok(undefined) : err(failureOfCommit(deleted.error));
			}),
		verifyOutcome: (incidentId, verdict, reason) =>
			write(async () => {
				const chain = await ownChain();
				if (!chain.ok) return err(failureOfCommit(chain.error));
				return recordOutcome(chain.value, incidentId, verdict, reason);
			}),
	};

	async function recordOutcome(
		chain: OwnChain,
		incident: string,
		verdict: 'verified' | 'falsified',
		reason: string,
	): Promise<Result<void, RunFailure>> {
		const { node } = chain;
		const document: JsonValue = { kind: 'operator-statement', incident, verdict, reason };
		const data = { incident, verdict, basis: 'operator-judgement', evidence: documentHash(document) };
		const intent = { type: 'verify_outcome', data, documents: [document] };
		const sent = executeIntent(node, node.genesis.operator.address, intent, now());
		if (sent.kind !== 'submitted') {
			const code = sent.kind === 'dropped' ? sent.error.code : sent.fault.code;
			return err({ code: 'stopped-by-fault', detail: code });
		}
		const sealed = await node.seal(now());
		if (!sealed.ok) return err(failureOfCommit(sealed.error));
		events.emit({ kind: 'head', height: sealed.value.block.header.height });
		return ok(undefined);
	}
}

function stateOf(chain: OwnChain, incidentId: string) {
	const world = chain.node.world();
	return readIncident({ get: (key) => stateValue(world, key) }, incidentId)?.state ?? null;
}

function failureOfCommit(failure: CommitFailure): RunFailure {
	if (failure.code === 'storage-full') return { code: 'storage-full', detail: '' };
	if (failure.code === 'head-moved') return { code: 'not-leader', detail: failure.actual ?? '' };
	return { code: 'storage-failed', detail: failure.reason };
}
