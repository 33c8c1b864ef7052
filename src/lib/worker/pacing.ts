/** Waits between the rounds of a run, so that an eye can follow; can be dropped, or ended by cancelling. */
export type Pacing = {
	/** Ends after the pause, at once when pacing was dropped or the run cancelled. */
	pause(): Promise<void>;
	skip(): void;
	cancel(): void;
	readonly cancelled: boolean;
};

/** Pacing with a pause of so many milliseconds. */
export function createPacing(pauseMs: number): Pacing {
	let left = pauseMs;
	let cancelled = false;
	let wake: (() => void) | undefined;
	const drop = () => {
		left = 0;
		wake?.();
	};
	return {
		pause: () =>
			left === 0
				? Promise.resolve()
				: new Promise((resolve) => {
						const timer = setTimeout(resolve, left);
						wake = () => {
							clearTimeout(timer);
							resolve();
						};
					}),
		skip: drop,
		cancel() {
			cancelled = true;
			drop();
		},
		get cancelled() {
			return cancelled;
		},
	};
}

/** Ends at the next task of the event loop, so that messages are handled in between. */
export function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

/**
 * Lets others run between steps of long work once `sliceMs` of the clock have passed: timers and messages come through.
 * `before` is called right before each such pause.
 */
export function createBreath(now: () => number, sliceMs: number): (before: () => void) => Promise<void> {
	let last: number | undefined;
	return async (before) => {
		if (last !== undefined && now() - last < sliceMs) return;
		before();
		await nextTask();
		last = now();
	};
}
