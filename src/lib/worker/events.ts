import type { SessionEvent } from './session.ts';

/** Tells every listener; a listener that throws does not stop the others. */
export type EventHub = {
	emit(event: SessionEvent): void;
	subscribe(listener: (event: SessionEvent) => void): () => void;
};

/** A hub without listeners. */
export function createEventHub(): EventHub {
	const listeners = new Set<(event: SessionEvent) => void>();
	return {
		emit(event) {
			for (const listener of listeners) notify(listener, event);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}

/** Listeners in a page answer asynchronously; one whose page is gone rejects, and is of no more concern. */
function notify(listener: (event: SessionEvent) => unknown, event: SessionEvent): void {
	void Promise.resolve(listener(event)).catch(() => undefined);
}
