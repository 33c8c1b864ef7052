// What start.mjs and test.mjs share. Plain Node, no dependencies: both run on a fresh clone.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Runs a command in the project's root, its output shown as it comes. Resolves to the exit code. */
export function run(command, args, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: ROOT,
			stdio: 'inherit',
			shell: process.platform === 'win32',
			...options,
			env: { ...process.env, ...options.env },
		});
		child.on('error', (error) => {
			console.error(`${command}: ${error.message}`);
			resolve(127);
		});
		child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
	});
}

/** Runs one of package.json's scripts. */
export function runScript(name, args = [], options = {}) {
	return run(NPM, ['run', '--silent', name, ...(args.length > 0 ? ['--', ...args] : [])], options);
}

/** Installs what the lockfile names, unless that is already there. Resolves to the exit code. */
export async function installPackages() {
	const installed = join(ROOT, 'node_modules', '.package-lock.json');
	const wanted = join(ROOT, 'package-lock.json');
	if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return 0;
	console.log('Installing packages (npm ci) …');
	return run(NPM, ['ci', '--no-audit', '--no-fund']);
}

/** Stops with a plain sentence where Node is too old, before a stack trace would say it worse. */
export function requireNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	console.error(`Node ${process.versions.node} is too old: this project needs Node 20.19 or newer.`);
	process.exit(1);
}
