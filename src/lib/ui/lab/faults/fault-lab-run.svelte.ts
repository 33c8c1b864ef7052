import { encodeSimulation } from '../../../simulator/simulation-link.ts';
import type { SimulationOptions } from '../../../simulator/run-simulation.ts';
import type {
	FaultLabReply,
	FaultLabRequest,
	LabResult,
	LabStep,
} from '../../../worker/fault-lab-messages.ts';
import type { SimulatedView } from '../../../worker/simulated-view.ts';

export type FaultLabStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'simulating' }
	| { readonly kind: 'simulated' }
	| { readonly kind: 'diagnosing' }
	| { readonly kind: 'cancelled' }
	| { readonly kind: 'diagnosed'; readonly result: LabResult }
	| { readonly kind: 'failed'; readonly detail: string };

/** One simulated incident and its diagnosis as reactive state; a worker does the work and is ended to cancel. */
export class FaultLabRun {
	status = $state.raw<FaultLabStatus>({ kind: 'idle' });
	view = $state.raw<SimulatedView>();
	/** What the agents did, in order. */
	steps = $state.raw<readonly LabStep[]>([]);

	#worker: Worker | undefined;
	#simulation = '';

	/** Simulates anew; what was under way ends. */
	simulate(options: SimulationOptions): void {
		this.#simulation = encodeSimulation(options);
		this.steps = [];
		this.status = { kind: 'simulating' };
		this.#ask({ kind: 'simulate', simulation: this.#simulation });
	}

	/** Lets the agents diagnose what was simulated last. */
	diagnose(): void {
		this.steps = [];
		this.status = { kind: 'diagnosing' };
		if (!this.#worker) this.#ask({ kind: 'simulate', simulation: this.#simulation });
		this.#worker?.postMessage({ kind: 'diagnose' } satisfies FaultLabRequest);
	}

	cancel(): void {
		this.close();
		this.status = { kind: 'cancelled' };
	}

	/** Ends the worker, when the page is left. */
	close(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
	}

	#ask(request: FaultLabRequest): void {
		this.close();
		const worker = new Worker(new URL('../../../worker/fault-lab.worker.ts', import.meta.url), {
			type: 'module',
		});
		worker.onmessage = (event: MessageEvent<FaultLabReply>) => this.#take(event.data);
		worker.onerror = (event) => this.#fail(event.message || 'worker-failed');
		this.#worker = worker;
		worker.postMessage(request);
	}

	#take(reply: FaultLabReply): void {
		switch (reply.kind) {
			case 'simulated':
				this.view = reply.view;
				if (this.status.kind === 'simulating') this.status = { kind: 'simulated' };
				return;
			case 'step':
				this.steps = [...this.steps, reply.step];
				return;
			case 'diagnosed':
				this.status = { kind: 'diagnosed', result: reply.result };
				return;
			case 'refused':
				return this.#fail(`${reply.fault.code}: ${reply.fault.actual}`);
			case 'failed':
				return this.#fail(reply.detail);
		}
	}

	#fail(detail: string): void {
		this.close();
		this.status = { kind: 'failed', detail };
	}
}
