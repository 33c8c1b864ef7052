import * as Comlink from 'comlink';
import type { ChainReader } from '../runtime/ports.ts';
import type { WorkerEntry } from './entry.ts';
import type { Session, SessionEvent } from './session.ts';

/**
 * The session of this page, carried out in the worker, which is started by the first question (so that nothing runs while
 * pages are prerendered). A call rejects where the worker could not be started. `basePath`, where the site is mounted,
 * tells deployments on one host apart.
 */
export function createSession(start: () => Worker, basePath: () => string): Session {
	let started: Promise<Comlink.Remote<Session>> | undefined;
	const hosted = () => (started ??= openIn(start(), basePath()));
	const call =
		<K extends Exclude<keyof Session, 'reader' | 'subscribe' | 'verifyLedger' | 'readFiles'>>(name: K) =>
		async (...args: unknown[]) =>
			((await hosted())[name] as unknown as (...given: unknown[]) => Promise<unknown>)(...args);
	const read =
		(name: keyof ChainReader) =>
		async (...args: unknown[]) => {
			const reader = (await hosted()).reader as unknown as Record<
				string,
				(...given: unknown[]) => Promise<unknown>
			>;
			return reader[name]!(...args);
		};
	return {
		view: call('view'),
		show: call('show'),
		archivedChains: call('archivedChains'),
		showChain: call('showChain'),
		incidents: call('incidents'),
		timeline: call('timeline'),
		storage: call('storage'),
		samples: call('samples'),
		runStatus: call('runStatus'),
		dropImport: call('dropImport'),
		chooseAlert: call('chooseAlert'),
		startRun: call('startRun'),
		cancelRun: call('cancelRun'),
		skipToEnd: call('skipToEnd'),
		reset: call('reset'),
		deleteEverything: call('deleteEverything'),
		exportLedger: call('exportLedger'),
		verifyOutcome: call('verifyOutcome'),
		openLedger: call('openLedger'),
		transactionProof: call('transactionProof'),
		reader: {
			summary: read('summary'),
			block: read('block'),
			heightOfBlock: read('heightOfBlock'),
			blocks: read('blocks'),
			transaction: read('transaction'),
			transactions: read('transactions'),
			stateValue: read('stateValue'),
			stateRange: read('stateRange'),
			evidence: read('evidence'),
		},
		subscribe: (listener) => subscribe(hosted(), listener),
		async readFiles(files, onProgress) {
			return (await hosted()).readFiles(files, Comlink.proxy(onProgress));
		},
		async verifyLedger(name, bytes, options, onProgress) {
			return (await hosted()).verifyLedger(name, bytes, options, Comlink.proxy(onProgress));
		},
	} as Session;
}

function openIn(worker: Worker, basePath: string): Promise<Comlink.Remote<Session>> {
	const entry = Comlink.wrap<WorkerEntry>(worker);
	return startedOr(worker, entry.open(basePath) as unknown as Promise<Comlink.Remote<Session>>);
}

/** The host, or a rejection when the worker's script fails before it answers. */
function startedOr<T>(worker: Worker, host: Promise<T>): Promise<T> {
	const broken = new Promise<never>((_, reject) =>
		worker.addEventListener('error', (event) => reject(new Error(event.message || 'worker-failed')), {
			once: true,
		}),
	);
	return Promise.race([host, broken]);
}

function subscribe(
	host: Promise<Comlink.Remote<Session>>,
	listener: (event: SessionEvent) => void,
): () => void {
	const stop = host.then((remote) => remote.subscribe(Comlink.proxy(listener)));
	return () => void stop.then((unsubscribe) => (unsubscribe as unknown as () => Promise<void>)());
}
