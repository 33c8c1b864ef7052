import * as Comlink from 'comlink';
import sampleIncidentUrl from '../../../data/incidents/train-ticket-sample.json?url';
import sampleLedgerUrl from '../../../data/ledgers/train-ticket-sample.json?url';
import type { Archive } from '../runtime/ports.ts';
import type { ChangeSource } from '../store/change-source.ts';
import { createLiveQuery } from '../store/live-query.ts';
import { createMemoryArchive } from '../store/memory-archive.ts';
import { openArchive } from '../store/open-archive.ts';
import { databaseNameOf } from '../store/schema.ts';
import { clearBench } from './bench-store.ts';
import { createEventHub, type EventHub } from './events.ts';
import { createImportHost } from './import-host.ts';
import { createRunHost } from './run-host.ts';
import { createSessionHost } from './session-host.ts';
import type { Session, StorageKind } from './session.ts';

/** What the page can ask of the worker before there is a session. */
export type WorkerEntry = {
	/** Opens this deployment's archive and answers the session; called once. `basePath` is the path the site is mounted at. */
	open(basePath: string): Promise<Session>;
};

const SHIPPED = { ledger: sampleLedgerUrl, incident: sampleIncidentUrl };

async function shipped(kind: keyof typeof SHIPPED, name: string): Promise<Uint8Array> {
	const answer = await fetch(new URL(SHIPPED[kind], self.location.href));
	if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}`);
	return new Uint8Array(await answer.arrayBuffer());
}

async function openStorage(
	name: string,
): Promise<{ archive: Archive; storage: StorageKind; changes?: ChangeSource }> {
	const opened = await openArchive({ name });
	if (opened.ok) return { archive: opened.value.archive, storage: 'kept' };
	const archive = createMemoryArchive();
	return { archive, storage: opened.error.code === 'database-newer' ? 'newer' : 'memory', changes: archive };
}

/** Tells the page of every new head, also of those another tab seals. */
function followHead(archive: Archive, events: EventHub, changes: ChangeSource | undefined): void {
	const head = async () => {
		const active = await archive.activeChain();
		return active === undefined ? undefined : (await archive.chain(active).summary())?.head;
	};
	createLiveQuery(
		head,
		(at) => at && events.emit({ kind: 'head', height: at.height }),
		() => undefined,
		changes,
	);
}

const entry: WorkerEntry = {
	async open(basePath) {
		const databaseName = databaseNameOf(basePath);
		const { archive, storage, changes } = await openStorage(databaseName);
		const events = createEventHub();
		const now = () => Date.now();
		const runs = createRunHost({ archive, events, lockName: `${databaseName}/writer`, now });
		const imports = createImportHost(now);
		followHead(archive, events, changes);
		void runs.resume();
		const clearLabs = () => clearBench(databaseName);
		const session = createSessionHost({
			archive,
			runs,
			imports,
			events,
			storage,
			now,
			shipped,
			clearLabs,
		});
		return Comlink.proxy({
			...session,
			reader: Comlink.proxy(session.reader),
			subscribe: (listener: Parameters<Session['subscribe']>[0]) =>
				Comlink.proxy(session.subscribe(listener)),
		});
	},
};

Comlink.expose(entry);
