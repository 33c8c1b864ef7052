import { describe, expect, it } from 'vitest';
import { createOfflineSite, type OfflineSite } from './offline-site.ts';

const ORIGIN = 'https://host.example';

/** Caches as a browser keeps them, filled by asking a network. */
function createCaches(network: (request: Request) => Promise<Response>) {
	const kept = new Map<string, Map<string, Response>>();
	return {
		kept,
		open: async (name: string) => {
			const entries = kept.get(name) ?? new Map<string, Response>();
			kept.set(name, entries);
			return {
				match: async (path: string) => entries.get(path)?.clone(),
				addAll: async (requests: readonly Request[]) => {
					for (const request of requests) {
						const { pathname } = new URL(request.url);
						entries.set(pathname, await network(request));
					}
				},
			} as unknown as Cache;
		},
		keys: async () => [...kept.keys()],
		delete: async (name: string) => kept.delete(name),
	};
}

function createSite(base = '/site') {
	const [asked, fresh]: [string[], boolean[]] = [[], []];
	let reachable = true;
	const network = async (request: Request) => {
		const path = new URL(request.url).pathname;
		asked.push(path);
		fresh.push(request.cache === 'no-cache');
		if (!reachable) throw new TypeError('no network');
		if (path === `${base}/files.json`)
			return Response.json(['_app/immutable/a.js', 'icon.svg', '', 'explorer/']);
		return new Response(`${path} of the network`);
	};
	const caches = createCaches(network);
	const make = (version: string): OfflineSite =>
		createOfflineSite({
			origin: ORIGIN,
			base,
			version,
			caches,
			fetch: network,
		});
	const cut = () => {
		reachable = false;
		asked.length = 0;
	};
	return { caches, make, asked, fresh, cut };
}

/** A request for a path; `navigate` as when a person opens it. */
function requestOf(path: string, mode?: 'navigate', method = 'GET'): Request {
	const request = new Request(new URL(path, ORIGIN), { method });
	return mode ? (Object.defineProperty(request, 'mode', { value: mode }) as Request) : request;
}

const textOf = async (answer: Promise<Response> | undefined) => (await answer)?.text();

describe('a site kept for the time without a network', () => {
	it('answers every page and file once it is installed, whatever follows the path', async () => {
		const { make, cut } = createSite();
		const site = make('1');
		await site.install();
		cut();
		for (const path of ['/site/', '/site/explorer/', '/site/icon.svg', '/site/_app/immutable/a.js'])
			expect(await textOf(site.answer(requestOf(path)))).toBe(`${path} of the network`);
		expect(await textOf(site.answer(requestOf('/site/explorer/?x=1', 'navigate')))).toContain('explorer');
		expect(await textOf(site.answer(requestOf('/site/explorer', 'navigate')))).toContain('/site/explorer/');
	});

	it('sends who opens an unknown page home, and fails for an unknown file', async () => {
		const { make, cut } = createSite();
		const site = make('1');
		await site.install();
		cut();
		const sent = await site.answer(requestOf('/site/nowhere/', 'navigate'));
		expect([sent?.status, sent?.headers.get('location')]).toEqual([302, `${ORIGIN}/site/`]);
		expect((await site.answer(requestOf('/site/nothing.json')))?.type).toBe('error');
	});

	it('asks the network for what may change, and for nothing that cannot', async () => {
		const { make, asked } = createSite();
		const site = make('1');
		await site.install();
		asked.length = 0;
		await site.answer(requestOf('/site/explorer/', 'navigate'));
		await site.answer(requestOf('/site/_app/immutable/a.js'));
		expect(asked).toEqual(['/site/explorer/']);
	});

	it('keeps what the host has now, not what the browser remembers', async () => {
		const { make, fresh } = createSite();
		await make('1').install();
		expect(fresh).toEqual(Array(5).fill(true));
	});

	it('keeps nothing where one file cannot be had', async () => {
		const { make, cut } = createSite();
		cut();
		await expect(make('1').install()).rejects.toThrow('no network');
	});

	it('forgets its other versions, and none of its neighbours', async () => {
		const { make, caches } = createSite();
		const neighbour = createSite('/site2');
		await neighbour.make('1').install();
		for (const [name, entries] of neighbour.caches.kept) caches.kept.set(name, entries);
		await make('1').install();
		await make('2').install();
		await make('2').tidy();
		expect([...caches.kept.keys()]).toEqual(['dao-gov-aiops:/site2:1', 'dao-gov-aiops:/site:2']);
	});

	it('leaves alone what is not its own', () => {
		const site = createSite().make('1');
		expect(site.answer(requestOf('/site/', undefined, 'POST'))).toBeUndefined();
		expect(site.answer(requestOf('/other/'))).toBeUndefined();
		expect(site.answer(new Request('https://elsewhere.example/site/'))).toBeUndefined();
	});
});
