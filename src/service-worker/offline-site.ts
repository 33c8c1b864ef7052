/** What a service worker is given to keep a site: the part of its surroundings it touches. */
export type OfflineSiteParts = {
	readonly origin: string;
	/** Path the site is mounted at, without the last slash. */
	readonly base: string;
	readonly version: string;
	readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
	readonly fetch: (request: Request) => Promise<Response>;
};

/** The site as it answers without a network. */
export type OfflineSite = {
	/** Keeps every file that `files.json` lists, asked anew. Rejects where one cannot be had: half a site is none. */
	install(): Promise<void>;
	/** Forgets other versions of the site at the same path; neighbours on the host keep theirs. */
	tidy(): Promise<void>;
	/** The answer to a request; `undefined` where it is not the site's to answer. */
	answer(request: Request): Promise<Response> | undefined;
};

/**
 * A site kept for the time without a network. Pages and other files come from the network as long as there is one, so that
 * no old version stays when a newer one is published; only files that never change are answered without asking.
 */
export function createOfflineSite(parts: OfflineSiteParts): OfflineSite {
	const { base, caches } = parts;
	const prefix = `dao-gov-aiops:${base}:`;
	const name = `${prefix}${parts.version}`;
	const kept = async (path: string) => (await caches.open(name)).match(path, { ignoreSearch: true });

	/** Past the browser's own cache, where files of an older version may lie. */
	const requestOf = (file: string) => new Request(`${parts.origin}${base}/${file}`, { cache: 'no-cache' });

	async function withoutNetwork(request: Request, path: string): Promise<Response> {
		const found = (await kept(path)) ?? (path.endsWith('/') ? undefined : await kept(`${path}/`));
		if (found) return found;
		return request.mode === 'navigate' ? Response.redirect(`${parts.origin}${base}/`, 302) : Response.error();
	}

	return {
		async install() {
			const listed = await parts.fetch(requestOf('files.json'));
			const files = (await listed.json()) as readonly string[];
			await (await caches.open(name)).addAll(files.map(requestOf));
		},
		async tidy() {
			const others = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
			await Promise.all(others.map((key) => caches.delete(key)));
		},
		answer(request) {
			const { origin, pathname } = new URL(request.url);
			if (request.method !== 'GET' || origin !== parts.origin || !pathname.startsWith(`${base}/`))
				return undefined;
			if (pathname.startsWith(`${base}/_app/immutable/`))
				return kept(pathname).then((found) => found ?? parts.fetch(request));
			return parts.fetch(request).catch(() => withoutNetwork(request, pathname));
		},
	};
}
