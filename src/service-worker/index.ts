import { base, version } from '$service-worker';
import { createOfflineSite } from './offline-site.ts';

const worker = self as unknown as ServiceWorkerGlobalScope;

const site = createOfflineSite({
	origin: worker.location.origin,
	base,
	version,
	caches: worker.caches,
	fetch: (request) => worker.fetch(request),
});

worker.addEventListener('install', (event) => event.waitUntil(site.install()));
worker.addEventListener('activate', (event) => event.waitUntil(site.tidy()));
worker.addEventListener('fetch', (event) => {
	const answer = site.answer(event.request);
	if (answer) event.respondWith(answer);
});
