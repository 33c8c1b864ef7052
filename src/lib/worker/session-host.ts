import { canonicalBytes } from '../crypto/hash.ts';
import { buildInclusionProof, hashLeaf, merkleRootOfHashes } from '../crypto/merkle.ts';
import { jsonOfTransaction } from '../chain/parse-transaction.ts';
import type { IncidentState } from '../chain/state-entries.ts';
import { buildTimeline } from '../ledger/build-timeline.ts';
import { encodeLedger } from '../ledger/export-ledger.ts';
import { createReplay, type Replay } from '../ledger/replay.ts';
import type { Timeline } from '../ledger/timeline.ts';
import { encodeHex, type Hash } from '../primitives/bytes.ts';
import { isJsonObject } from '../primitives/json.ts';
import { err, ok, type Result } from '../primitives/result.ts';
import { parseParameters } from '../protocol/parameters.ts';
import { exportChain } from '../runtime/diagnose.ts';
import type { Archive, ChainReader, ChainStore } from '../runtime/ports.ts';
import { importFiles } from '../telemetry/importers/import-files.ts';
import type { Incident } from '../telemetry/incident-model.ts';
import type { EventHub } from './events.ts';
import { runFailureOf } from './file-faults.ts';
import { readLedger, verifyFile } from './ledger-file.ts';
import { openChain } from './opened-chain.ts';
import { NO_CHAIN } from './own-chain.ts';
import type { ImportHost } from './import-host.ts';
import type { RunHost } from './run-host.ts';
import type {
	IncidentSummary,
	LedgerFailure,
	RunFailure,
	Session,
	StorageKind,
	TransactionProof,
	VerificationReport,
	VerificationStep,
	View,
} from './session.ts';

/** What the host is made of; the worker's entry puts it together. */
export type HostParts = {
	readonly archive: Archive;
	readonly runs: RunHost;
	readonly imports: ImportHost;
	readonly events: EventHub;
	readonly storage: StorageKind;
	readonly now: () => number;
	/** Bytes of something shipped with the product. */
	readonly shipped: (kind: 'ledger' | 'incident', name: string) => Promise<Uint8Array>;
	/** Deletes what the labs have kept, which no chain holds. */
	readonly clearLabs: () => Promise<void>;
};

/** The one sample shipped so far. */
export const SAMPLES = ['train-ticket-sample'] as const;

type Shown = { readonly view: View; readonly store: ChainStore; replay?: Replay };

/** The session as it is carried out in the worker. The client in the page forwards to it. */
export function createSessionHost(parts: HostParts): Session {
	const { archive, runs, imports, events } = parts;
	let shown: Promise<Shown> | undefined;

	const inView = () => (shown ??= showFirst());
	const show = (next: Promise<Shown>) => {
		shown = next;
		return next.then(({ view }) => events.emit({ kind: 'view', view }));
	};

	async function showFirst(): Promise<Shown> {
		const own = await archive.activeChain();
		return own === undefined ? showSample() : showKept(own);
	}

	async function showSample(): Promise<Shown> {
		const read = readLedger(SAMPLES[0], await parts.shipped('ledger', SAMPLES[0]));
		if (!read.ok) throw new Error(`the shipped ledger cannot be read: ${JSON.stringify(read.error)}`);
		const view: View = {
			source: 'sample',
			chainId: read.value.genesis.chainId,
			label: SAMPLES[0],
			intact: true,
			firstBad: null,
		};
		return { view, store: await openChain(read.value) };
	}

	async function showKept(chainId: Hash): Promise<Shown> {
		const source = (await archive.activeChain()) === chainId ? 'own' : 'archived';
		return {
			view: { source, chainId, label: source, intact: true, firstBad: null },
			store: archive.chain(chainId),
		};
	}

	async function sampleIncident(name: string): Promise<Result<Incident, RunFailure>> {
		const files = [{ name, bytes: await parts.shipped('incident', name) }];
		const imported = importFiles(files);
		return imported.ok ? ok(imported.value.incident) : err(runFailureOf(imported.error, files));
	}

	async function incidents(): Promise<readonly IncidentSummary[]> {
		const { store } = await inView();
		const rows = await store.stateRange({ prefix: 'incident/', limit: 200 });
		const found = rows.map(({ value }) => value as unknown as IncidentState);
		return found
			.sort((a, b) => b.steppedAt - a.steppedAt)
			.map(({ id, state, round, alert }) => ({ id, state, round, node: alert.node, minute: alert.minute }));
	}

	async function timeline(incident: string): Promise<Timeline | undefined> {
		const current = await inView();
		const { store } = current;
		const [newest] = await store.transactions({ incident, limit: 1 });
		const summary = await store.summary();
		if (!newest || !summary) return undefined;
		const first = await firstHeightOf(store, incident, newest.height);
		const blockAt = async (height: number) => (await store.block(height))!;
		current.replay ??= createReplay(summary.genesis, blockAt);
		const blocks = [];
		for (let height = first; height <= newest.height; height++) blocks.push(await blockAt(height));
		return buildTimeline({ world: await current.replay.worldAt(Math.max(0, first - 1)), blocks, incident });
	}

	async function transactionProof(hash: Hash): Promise<TransactionProof | undefined> {
		const { store } = await inView();
		const entry = await store.transaction(hash);
		const block = entry && (await store.block(entry.height));
		if (!entry || !block) return undefined;
		const leaves = block.transactions.map((one) => hashLeaf(canonicalBytes(jsonOfTransaction(one))));
		return {
			leafHash: encodeHex(leaves[entry.index]!),
			index: entry.index,
			size: leaves.length,
			steps: buildInclusionProof(leaves, entry.index).map(encodeHex),
			root: encodeHex(merkleRootOfHashes(leaves)),
		};
	}

	async function verify(
		name: string,
		bytes: Uint8Array,
		expect: string | undefined,
		onProgress: (steps: readonly VerificationStep[]) => void,
		thenOpen: boolean,
	): Promise<Result<VerificationReport, LedgerFailure>> {
		const verified = await verifyFile(name, bytes, expect, onProgress);
		if (!verified.ok) return verified;
		const { ledger, report } = verified.value;
		if (thenOpen) {
			const { genesis } = ledger;
			const firstBad = report.ok ? null : (report.first?.block ?? 0);
			const view: View = {
				source: 'opened',
				chainId: genesis.chainId,
				label: name,
				intact: report.ok,
				firstBad,
			};
			await show(openChain(ledger).then((store) => ({ view, store })));
		}
		return ok(report);
	}

	return {
		view: async () => (await inView()).view,
		async show(source) {
			if (source === 'sample') return show(showSample());
			const own = await archive.activeChain();
			return show(own === undefined ? Promise.resolve(emptyView(archive)) : showKept(own));
		},
		async archivedChains() {
			const [chains, active] = await Promise.all([archive.chains(), archive.activeChain()]);
			return chains.filter(({ genesis }) => genesis.chainId !== active);
		},
		showChain: (chainId) => show(showKept(chainId)),
		reader: readerOf(async () => (await inView()).store),
		incidents,
		timeline,
		storage: async () => parts.storage,
		samples: async () => SAMPLES,
		runStatus: async () => runs.status(),
		subscribe: (listener) => events.subscribe(listener),
		readFiles: (files, onProgress) => imports.read(files, onProgress),
		dropImport: async () => imports.drop(),
		chooseAlert: async (id, choice) => imports.choose(id, choice),
		async startRun(source, options) {
			const incident =
				'sample' in source ? await sampleIncident(source.sample) : imports.incident(source.import);
			if (!incident.ok) return incident;
			const started = await runs.start(incident.value, options);
			if (started.ok && 'import' in source) imports.drop();
			const own = await archive.activeChain();
			if (started.ok && own !== undefined) await show(showKept(own));
			return started;
		},
		cancelRun: async () => runs.cancel(),
		skipToEnd: async () => runs.skip(),
		async reset(given) {
			const parsed = given === undefined ? ok(undefined) : parseGiven(given);
			if (!parsed.ok) return err({ kind: 'parameter', fault: parsed.error });
			const founded = await runs.reset(parsed.value);
			if (!founded.ok) return err({ kind: 'run', failure: founded.error });
			const own = await archive.activeChain();
			if (own !== undefined) await show(showKept(own));
			return ok(undefined);
		},
		async deleteEverything() {
			await Promise.all([runs.deleteEverything(), parts.clearLabs()]);
			await show(showSample());
		},
		async exportLedger() {
			const ledger = await exportChain((await inView()).store, parts.now());
			return ledger ? encodeLedger(ledger) : '';
		},
		verifyOutcome: async (incidentId, verdict, reason) => {
			const recorded = await runs.verifyOutcome(incidentId, verdict, reason);
			return recorded.ok ? recorded : err({ code: recorded.error.code });
		},
		openLedger: (name, bytes) => verify(name, bytes, undefined, () => undefined, true),
		verifyLedger: (name, bytes, options, onProgress) =>
			verify(name, bytes, options.expect, onProgress, false),
		transactionProof,
	};
}

/** What came over the border, checked; whatever is no object has no parameter in it. */
function parseGiven(given: unknown) {
	return parseParameters(isJsonObject(given) ? given : {});
}

/** Before the first run this browser has no chain: the explorer says so instead of showing somebody else's. */
function emptyView(archive: Archive): Shown {
	const view: View = { source: 'own', chainId: NO_CHAIN, label: 'own', intact: true, firstBad: null };
	return { view, store: archive.chain(NO_CHAIN) };
}

/** The lowest block an incident has a transaction in. Its own list is paged from the newest, so this walks its pages. */
async function firstHeightOf(store: ChainStore, incident: string, newest: number): Promise<number> {
	let first = newest;
	for (let before: { height: number; index: number } | undefined; ;) {
		const page = await store.transactions({ incident, limit: 200, ...(before ? { before } : {}) });
		const last = page.at(-1);
		if (!last) return first;
		first = last.height;
		before = { height: last.height, index: last.index };
	}
}

/** A reader that follows whatever is in view. */
function readerOf(store: () => Promise<ChainStore>): ChainReader {
	return {
		summary: async () => (await store()).summary(),
		block: async (height) => (await store()).block(height),
		heightOfBlock: async (hash) => (await store()).heightOfBlock(hash),
		blocks: async (query) => (await store()).blocks(query),
		transaction: async (hash) => (await store()).transaction(hash),
		transactions: async (query) => (await store()).transactions(query),
		stateValue: async (key) => (await store()).stateValue(key),
		stateRange: async (query) => (await store()).stateRange(query),
		evidence: async (hash) => (await store()).evidence(hash),
	};
}
