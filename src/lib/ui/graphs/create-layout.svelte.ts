import type { Layout, LayoutReply, LayoutRequest } from './layout.ts';

/**
 * The layout of a graph as reactive state, worked out in a worker so that a large graph never stops the page. An answer
 * that was overtaken is dropped; the last layout stays in view until the next is there. Call it while a component is being
 * set up.
 */
export function createLayout(request: () => Omit<LayoutRequest, 'id'> | undefined): {
	readonly current: Layout | undefined;
} {
	let current = $state.raw<Layout>();
	let latest = 0;
	let asked = '';
	let worker: Worker | undefined;

	$effect(() => {
		worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
		worker.onmessage = (event: MessageEvent<LayoutReply>) => {
			if (event.data.id === latest) current = event.data.layout;
		};
		return () => worker?.terminate();
	});
	$effect(() => {
		const wanted = request();
		const text = JSON.stringify(wanted);
		if (!wanted || text === asked) return;
		asked = text;
		worker?.postMessage({ ...wanted, id: ++latest } satisfies LayoutRequest);
	});

	return {
		get current() {
			return current;
		},
	};
}
