import type { EconomyResult } from '../../runtime/economy/economy-run.ts';
import type { Scenario } from '../../runtime/economy/scenario.ts';
import type {
	Bankruptcies,
	EconomyPoint,
	EconomyReply,
	EconomyRequest,
} from '../../worker/economy-messages.ts';

export type LabStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'running' }
	| { readonly kind: 'cancelled' }
	| { readonly kind: 'finished'; readonly result: EconomyResult }
	| { readonly kind: 'failed'; readonly detail: string };

/** One simulated economy as reactive state, played in a worker that starts with the first run. */
export class LabRun {
	status = $state.raw<LabStatus>({ kind: 'idle' });
	/** One an incident, in order. */
	points = $state.raw<readonly EconomyPoint[]>([]);
	bankruptAt = $state.raw<Bankruptcies>();
	/** What is being played, or was played last. */
	scenario = $state.raw<Scenario>();
	readonly done = $derived(this.points.length);

	#worker: Worker | undefined;

	start(scenario: Scenario): void {
		this.#worker?.terminate();
		const worker = new Worker(new URL('../../worker/economy.worker.ts', import.meta.url), {
			type: 'module',
		});
		worker.onmessage = (event: MessageEvent<EconomyReply>) => this.#take(event.data);
		worker.onerror = (event) => this.#stop({ kind: 'failed', detail: event.message || 'worker-failed' });
		this.#worker = worker;
		this.scenario = scenario;
		this.points = [];
		this.bankruptAt = undefined;
		this.status = { kind: 'running' };
		worker.postMessage({ kind: 'run', scenario } satisfies EconomyRequest);
	}

	cancel(): void {
		this.#worker?.postMessage({ kind: 'cancel' } satisfies EconomyRequest);
	}

	/** Ends the worker, when the page is left. */
	close(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
	}

	#take(reply: EconomyReply): void {
		switch (reply.kind) {
			case 'progress':
				this.points = [...this.points, ...reply.points];
				this.bankruptAt = reply.bankruptAt;
				return;
			case 'result':
				return this.#stop({ kind: 'finished', result: reply.result });
			case 'cancelled':
				return this.#stop({ kind: 'cancelled' });
			case 'refused':
				return this.#stop({ kind: 'failed', detail: `${reply.fault.code} ${reply.fault.path}` });
			case 'failed':
				return this.#stop({ kind: 'failed', detail: reply.detail });
		}
	}

	#stop(status: LabStatus): void {
		this.status = status;
		this.close();
	}
}
