// Where a Chromium for the browser tests is: $CHROMIUM, the system's, Playwright's, or Debian's package as root.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from './steps.mjs';

const NAMES = [
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome',
	'chrome.exe',
];
const PLACES = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

function onPath() {
	const folders = (process.env.PATH ?? '').split(delimiter);
	const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
	return [...candidates, ...PLACES].find((path) => existsSync(path));
}

function ofPlaywright() {
	const base = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
	if (!existsSync(base)) return undefined;
	return readdirSync(base)
		.filter((name) => name.startsWith('chromium-'))
		.flatMap((name) => [
			join(base, name, 'chrome-linux', 'chrome'),
			join(base, name, 'chrome-linux64', 'chrome'),
			join(base, name, 'chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'),
			join(base, name, 'chrome-win', 'chrome.exe'),
		])
		.find((path) => existsSync(path));
}

/** The path of a Chromium, installing Debian's where that is possible; undefined when there is none. */
export async function findChromium() {
	if (process.env.CHROMIUM) return existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined;
	const found = onPath() ?? ofPlaywright();
	if (found) return found;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
	console.log('No Chromium found; installing Debian’s …');
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-qq'], { env });
	await run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { env });
	return onPath();
}
