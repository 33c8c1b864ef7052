// `npm start`: installs what is missing, builds, serves build/ and opens it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createStaticServer, listen } from './serve.mjs';
import { installPackages, requireNode, ROOT, runScript } from './steps.mjs';

requireNode();
if ((await installPackages()) !== 0) process.exit(1);
if ((await runScript('build')) !== 0) {
	console.error('The build failed; nothing is served.');
	process.exit(1);
}

const server = createStaticServer({ root: join(ROOT, 'build') });
const port = await listen(server, Number(process.env.PORT ?? 4173), { host: 'localhost' });
const url = `http://localhost:${port}/`;
console.log(`\nDAO-Gov AIOps: ${url}\nStop with Ctrl+C.`);
openBrowser(url);

/** Opens the default browser where there is a desktop; a machine without one just shows the address. */
function openBrowser(address) {
	if (process.env.CI || process.env.BROWSER === 'none') return;
	const command =
		process.platform === 'darwin'
			? ['open', address]
			: process.platform === 'win32'
				? ['cmd', '/c', 'start', '', address]
				: process.env.DISPLAY || process.env.WAYLAND_DISPLAY
					? ['xdg-open', address]
					: undefined;
	if (!command) return;
	const child = spawn(command[0], command.slice(1), { stdio: 'ignore', detached: true });
	child.on('error', () => undefined); // the address is printed anyway
	child.unref();
}
