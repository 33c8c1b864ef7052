import { dev } from '$app/environment';

/**
 * Has the site kept for the time without a network, from the path it is mounted at. Where a browser or a frame has no
 * service worker nothing happens: the site works all the same as long as it is reached.
 */
export function keepOffline(basePath: string): void {
	if (dev || !('serviceWorker' in navigator)) return;
	const { href } = new URL(`${basePath}service-worker.js`, location.href);
	navigator.serviceWorker.register(href).catch(() => undefined);
}
