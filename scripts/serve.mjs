// A small static server for build/: the app under a sub-path, 404 outside it, gzip, the right MIME types.
// Plain Node, no dependencies: start.mjs runs it before anything is installed.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const MIME = {
	'.css': 'text/css; charset=utf-8',
	'.csv': 'text/csv; charset=utf-8',
	'.gz': 'application/gzip',
	'.html': 'text/html; charset=utf-8',
	'.ico': 'image/x-icon',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.map': 'application/json; charset=utf-8',
	'.md': 'text/markdown; charset=utf-8',
	'.mjs': 'text/javascript; charset=utf-8',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json',
	'.woff2': 'font/woff2',
};
const COMPRESSIBLE = /^(text\/|application\/(json|manifest)|image\/svg)/;

/** Answers requests below `mount` (begins and ends with a slash) with the files of `root`. */
export function createStaticServer({ root, mount = '/' }) {
	const gzipped = new Map();

	const locate = async (pathname) => {
		if (!pathname.startsWith(mount)) return undefined;
		const path = normalize(join(root, pathname.slice(mount.length)));
		if (path !== root && !path.startsWith(root + sep)) return undefined;
		const found = await stat(path).catch(() => undefined);
		if (found?.isFile()) return { path, found };
		if (!found?.isDirectory()) return undefined;
		if (!pathname.endsWith('/')) return { redirect: `${pathname}/` };
		const index = join(path, 'index.html');
		const page = await stat(index).catch(() => undefined);
		return page ? { path: index, found: page } : undefined;
	};

	return createServer(async (request, response) => {
		const url = new URL(request.url ?? '/', 'http://localhost');
		let pathname;
		try {
			pathname = decodeURIComponent(url.pathname);
		} catch {
			pathname = '\0';
		}
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			response.writeHead(405).end();
			return;
		}
		if (mount !== '/' && `${pathname}/` === mount) {
			response.writeHead(308, { location: mount + url.search }).end();
			return;
		}
		const target = pathname.includes('\0') ? undefined : await locate(pathname);
		if (target?.redirect) {
			response.writeHead(308, { location: target.redirect + url.search }).end();
			return;
		}
		const headers = {
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
			'cross-origin-resource-policy': 'same-origin',
		};
		if (!target) {
			const page = await readFile(join(root, '404.html')).catch(() => Buffer.from('404'));
			const inside = pathname.startsWith(mount);
			response.writeHead(404, { ...headers, 'content-type': inside ? MIME['.html'] : MIME['.txt'] });
			response.end(request.method === 'HEAD' ? undefined : inside ? page : '404');
			return;
		}
		const type = MIME[extname(target.path)] ?? 'application/octet-stream';
		const immutable = target.path.includes(`${sep}_app${sep}immutable${sep}`);
		Object.assign(headers, {
			'content-type': type,
			'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
			vary: 'accept-encoding',
		});
		if (COMPRESSIBLE.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
			const key = `${target.path}:${target.found.mtimeMs}`;
			if (!gzipped.has(key)) gzipped.set(key, gzipSync(await readFile(target.path)));
			const body = gzipped.get(key);
			response.writeHead(200, { ...headers, 'content-encoding': 'gzip', 'content-length': body.length });
			response.end(request.method === 'HEAD' ? undefined : body);
			return;
		}
		response.writeHead(200, { ...headers, 'content-length': target.found.size });
		if (request.method === 'HEAD') response.end();
		else
			createReadStream(target.path)
				.on('error', () => response.destroy())
				.pipe(response);
	});
}

/** Listens on `port`, or on the next free one unless `strict`. Returns the port. */
export async function listen(server, port, { strict = false, host = '127.0.0.1' } = {}) {
	for (let candidate = port; ; candidate++) {
		try {
			await new Promise((resolve, reject) => {
				server.once('error', reject);
				server.listen(candidate, host, () => {
					server.off('error', reject);
					resolve();
				});
			});
			return candidate;
		} catch (error) {
			if (strict || error.code !== 'EADDRINUSE' || candidate > port + 50) throw error;
		}
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const option = (name, fallback) => {
		const at = process.argv.indexOf(`--${name}`);
		return at === -1 ? fallback : process.argv[at + 1];
	};
	const root = normalize(option('dir', fileURLToPath(new URL('../build', import.meta.url))));
	const mount = option('mount', '/');
	const server = createStaticServer({ root, mount });
	const port = await listen(server, Number(option('port', 4173)), {
		strict: process.argv.includes('--strict-port'),
		host: option('host', 'localhost'),
	});
	console.log(`http://localhost:${port}${mount}`);
}
