import type { Order, Answer } from './bench.worker.ts';

declare global {
	var bench: (order: Order) => Promise<unknown>;
}

/** Runs an order in a worker, where the product does its work too; steps go to the console. */
globalThis.bench = (order) =>
	new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' });
		worker.onerror = (event) => reject(new Error(event.message));
		worker.onmessage = ({ data }: MessageEvent<Answer>) => {
			// A module that waits while it is loaded would miss what is sent before it listens.
			if (data.kind === 'ready') return void worker.postMessage(order);
			if (data.kind === 'step') return void console.warn(data.step);
			worker.terminate();
			if (data.kind === 'done') resolve(data.value);
			else reject(new Error(data.reason));
		};
	});
