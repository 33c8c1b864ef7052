import { getContext, setContext } from 'svelte';
import type { Role } from '../../chain/genesis.ts';
import type { ChainSummary } from '../../runtime/ports.ts';
import type {
	IncidentSummary,
	RunStatus,
	Session,
	SessionEvent,
	StorageKind,
	View,
} from '../../worker/session.ts';

const KEY = Symbol('session');

/** The session as pages see it: the same methods, and what changes under them as reactive state. */
export class SessionState {
	/** Undefined until the worker has answered once. */
	view = $state.raw<View>();
	run = $state.raw<RunStatus>({ kind: 'idle' });
	summary = $state.raw<ChainSummary>();
	incidents = $state.raw<readonly IncidentSummary[]>();
	storage = $state<StorageKind>('kept');
	/** Grows with every new head and every change of view; live queries read it to run again. */
	revision = $state(0);
	/** Set when the worker could not be started or stopped answering. */
	failure = $state.raw<unknown>();

	readonly port: Session;

	constructor(port: Session) {
		this.port = port;
	}

	readonly #roles = $derived.by(() => {
		const genesis = this.summary?.genesis;
		if (!genesis) return new Map<string, Role>();
		return new Map<string, Role>([
			...genesis.agents.map((agent) => [agent.address, agent.role] as const),
			[genesis.operator.address, 'operator'],
			[genesis.treasury.address, 'treasury'],
		]);
	});

	/** The role of an account of the chain in view. */
	roleOf(address: string): Role | undefined {
		return this.#roles.get(address);
	}

	/** Whether what is in view can be acted on (only this browser's own chain can). */
	get writable(): boolean {
		return this.view?.source === 'own';
	}

	/** Reads everything once and follows the changes. Answers the function that stops following. */
	follow(): () => void {
		const stop = this.port.subscribe((event) => this.#onEvent(event));
		void this.#start();
		return stop;
	}

	async #start(): Promise<void> {
		try {
			const [view, run, storage] = await Promise.all([
				this.port.view(),
				this.port.runStatus(),
				this.port.storage(),
			]);
			this.view = view;
			this.run = run;
			this.storage = storage;
			await this.#readAgain();
		} catch (error) {
			this.failure = error;
		}
	}

	#onEvent(event: SessionEvent): void {
		switch (event.kind) {
			case 'run':
				this.run = event.status;
				return;
			case 'view':
				this.view = event.view;
				this.summary = undefined;
				this.incidents = undefined;
				void this.#readAgain();
				return;
			case 'head':
				void this.#readAgain();
		}
	}

	async #readAgain(): Promise<void> {
		const view = this.view;
		try {
			const [summary, incidents] = await Promise.all([this.port.reader.summary(), this.port.incidents()]);
			if (this.view !== view) return;
			this.summary = summary;
			this.incidents = incidents;
			this.revision++;
		} catch (error) {
			this.failure = error;
		}
	}
}

export function provideSession(session: SessionState): SessionState {
	return setContext(KEY, session);
}

export function useSession(): SessionState {
	return getContext<SessionState>(KEY);
}
